"""What was entered, for those of the provider who see prices."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from services.billing.aside.rows import is_held, is_reported
from services.billing.invoices import holding, months
from services.billing.tables import BillableItem, EnteredItem
from services.messages import billing as messages
from services.runtime.commands.sizes import fitting
from services.runtime.commands.transactions import Work
from services.runtime.policy import Belongs, sees


async def list_items(query: messages.ListEnteredItems, work: Work) -> messages.EnteredItems:
    """What nobody owns is the provider's own."""
    if sees(query.viewer, "prices_and_invoices", Belongs()) == "no":
        return messages.EnteredItems(items=[])
    last_first = (col(BillableItem.performed_on).desc(), col(EnteredItem.item_id))
    asked = (
        select(EnteredItem, BillableItem, is_held(), is_reported()).join(BillableItem).where(_wanted(query))
    )
    found = [_shown(*row) for row in await work.db.exec(asked.order_by(*last_first))]
    return messages.EnteredItems(items=fitting(found), count=len(found))


def _wanted(query: messages.ListEnteredItems) -> sa.ColumnElement[bool]:
    mine = col(EnteredItem.process_id) == query.process_id if query.process_id else sa.true()
    if query.reported:
        mine &= is_reported()
    if query.period is None:
        return mine
    last = months.last_day(query.period)
    return mine & col(BillableItem.performed_on).between(last.replace(day=1), last)


async def of_session(query: messages.ListSessionCosts, work: Work) -> messages.EnteredItems:
    """The provider's people who see prices see all of it, and who has reported it their own."""
    everything = sees(query.viewer, "prices_and_invoices", Belongs()) != "no"
    theirs = sa.true() if everything else col(EnteredItem.entered_by) == query.viewer.person_id
    of_it = (col(EnteredItem.session_id) == query.session_id) & theirs
    asked = select(EnteredItem, BillableItem, is_held(), is_reported()).join(BillableItem).where(of_it)
    found = [_shown(*row) for row in await work.db.exec(asked.order_by(col(EnteredItem.entered_at)))]
    return messages.EnteredItems(items=fitting(found), count=len(found))


def _shown(row: EnteredItem, item: BillableItem, is_aside: bool, is_reported: bool) -> messages.EnteredItem:
    facts: dict[str, Any] = row.model_dump(include=set(messages.EnteredItem.model_fields))
    return messages.EnteredItem(
        **facts,
        kind=messages.ItemKind(item.kind),
        performed_on=item.performed_on,
        net_cents=holding.net_cents(item),
        state="reported" if is_reported else _state(row, item, is_aside),
    )


def _state(row: EnteredItem, item: BillableItem, is_aside: bool) -> messages.EnteredState:
    if row.withdrawn_at:
        return "withdrawn"
    if is_aside:
        return "aside"
    if item.hand_bill_id:
        return "billed_by_hand"
    if item.let_go:
        return "let_go"
    return "waits" if item.waits else "invoiced"
