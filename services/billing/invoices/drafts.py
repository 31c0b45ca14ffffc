"""The draft run: what is billable and on no invoice yet, as those may see it who see prices."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.invoices.waiting import waits_for
from services.billing.items import recording
from services.billing.items.lines import net_of
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import DraftItem, DraftItems, ListDraftItems
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Owners, seen_rows

MOST = 2000
"""Items in one answer, or fewer where they fill a message."""


async def list_items(db: AsyncSession, query: ListDraftItems) -> DraftItems:
    """Each with the amount that its invoice line will have. A supervisor's "own" is no invoice, so none of these."""
    owners = Owners(
        organisation_id=col(DatedTerms.organisation_id), department_id=col(DatedTerms.department_id)
    )
    waiting = (
        select(BillableItem, DatedTerms)
        .join(DatedTerms)
        .where(seen_rows(query.viewer, "prices_and_invoices", owners), _wanted(query))
        .order_by(
            col(BillableItem.performed_on), col(BillableItem.process_id), col(BillableItem.session_number)
        )
    )
    found = [_shown(item, terms) for item, terms in await db.exec(waiting)]
    return DraftItems(
        items=fitting(found, MOST), count=len(found), total_cents=sum(item.net_cents for item in found)
    )


def _wanted(query: ListDraftItems) -> sa.ColumnElement[bool]:
    mine = col(BillableItem.process_id) == query.process_id if query.process_id else sa.true()
    if query.period:
        return mine & waits_for(query.period)
    return mine & recording.waiting()


def _shown(item: BillableItem, terms: DatedTerms) -> DraftItem:
    shown = recording.as_item(item)
    return DraftItem.model_validate(
        {
            **item.model_dump(include=set(DraftItem.model_fields)),
            **terms.model_dump(include={"organisation_id", "department_id"}),
            "number": item.session_number,
            "minutes": shown.minutes,
            "trial": shown.trial,
            "net_cents": net_of(shown),
        }
    )
