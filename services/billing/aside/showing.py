"""What is aside now, for finance."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from services.billing.aside.rows import is_live
from services.billing.invoices import holding, months
from services.billing.tables import Aside, BillableItem
from services.messages import billing as messages
from services.runtime.commands.sizes import fitting
from services.runtime.commands.transactions import Work
from services.runtime.policy import Belongs, sees


async def list_items(query: messages.ListItemsAside, work: Work) -> messages.ItemsAside:
    """What nobody owns is the provider's own."""
    if sees(query.viewer, "prices_and_invoices", Belongs()) == "no":
        return messages.ItemsAside(items=[])
    last_first = (col(Aside.set_at).desc(), col(Aside.aside_id))
    asked = select(Aside, BillableItem).join(BillableItem).where(is_live(), _wanted(query))
    found = [_shown(row, item) for row, item in await work.db.exec(asked.order_by(*last_first))]
    total = sum(one.net_cents for one in found)
    return messages.ItemsAside(items=fitting(found), count=len(found), net_cents=total)


def _wanted(query: messages.ListItemsAside) -> sa.ColumnElement[bool]:
    mine = col(Aside.process_id) == query.process_id if query.process_id else sa.true()
    if query.period is None:
        return mine
    day = col(BillableItem.performed_on)
    of_it = day <= months.last_day(query.period)
    in_it = day >= months.last_day(query.period).replace(day=1)
    return mine & of_it & (in_it | (col(Aside.kind) != "left_out"))


def _shown(row: Aside, item: BillableItem) -> messages.ItemAside:
    facts: dict[str, Any] = row.model_dump(include=set(messages.ItemAside.model_fields))
    return messages.ItemAside(
        **facts,
        number=item.session_number,
        performed_on=item.performed_on,
        item_kind=messages.ItemKind(item.kind),
        net_cents=holding.net_cents(item),
    )
