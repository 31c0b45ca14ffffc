"""The draft run: what is billable and on no invoice yet, as those may see it who see prices."""

import sqlalchemy as sa
from sqlmodel import col, select

from services.billing.aside import rows as aside
from services.billing.invoices import holding
from services.billing.invoices.waiting import held_for, waits_for
from services.billing.items import endings, recording, vat
from services.billing.items.lines import net_of
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import DraftItem, DraftItems, ListDraftItems
from services.runtime.commands.sizes import fitting
from services.runtime.commands.transactions import Work
from services.runtime.policy import Owners, seen_rows

MOST = 2000
"""Items in one answer, or fewer where they fill a message."""


async def list_items(work: Work, query: ListDraftItems) -> DraftItems:
    """Each with the amount that its invoice line will have. A supervisor's "own" is no invoice, so none of these."""
    owners = Owners(
        organisation_id=col(DatedTerms.organisation_id), department_id=col(DatedTerms.department_id)
    )
    waiting = (
        select(BillableItem, DatedTerms)
        .join(DatedTerms)
        .where(seen_rows(query.viewer, "prices_and_invoices", owners), await _wanted(work, query))
        .order_by(
            col(BillableItem.performed_on), col(BillableItem.process_id), col(BillableItem.session_number)
        )
    )
    found = [_shown(item, terms) for item, terms in await work.db.exec(waiting)]
    return DraftItems(
        items=fitting(found, MOST), count=len(found), total_cents=sum(item.net_cents for item in found)
    )


async def _wanted(work: Work, query: ListDraftItems) -> sa.ColumnElement[bool]:
    mine = col(BillableItem.process_id) == query.process_id if query.process_id else sa.true()
    if query.unconfirmed:
        return mine & recording.waiting() & endings.is_unconfirmed()
    if query.period:
        mended = await holding.mended(work)
        return mine & (held_for if query.held else waits_for)(query.period, mended)
    return mine & recording.waiting() & ~aside.is_reported()


def _shown(item: BillableItem, terms: DatedTerms) -> DraftItem:
    shown = recording.as_item(item)
    net = net_of(shown)
    theirs = vat.with_vat(net, shown.vat_category, shown.performed_on) if terms.consumer else None
    return DraftItem.model_validate(
        {
            **item.model_dump(include=set(DraftItem.model_fields)),
            **terms.model_dump(include={"organisation_id", "department_id"}),
            "number": item.session_number,
            "minutes": shown.minutes,
            "trial": shown.trial,
            "net_cents": net,
            "consumer_cents": theirs,
        }
    )
