"""A supervisor reports what a session of theirs cost besides: kept from being invoiced until finance or a coordinator
accepts it.
"""

from uuid import UUID, uuid5

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside.rows import REPORTED, is_live
from services.billing.entering import rows
from services.billing.invoices import numbers
from services.billing.tables import Aside, BillableItem, EnteredItem
from services.messages import billing as messages
from services.messages.sessions import SessionShown, ShowSession
from services.messages.values import Role, Viewer
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date

_NAMESPACE = UUID("5f0c9a52-7f6d-5a0e-9c3a-0d6a1f5b7c21")


async def report(order: messages.ReportCost, work: Work) -> None:
    """On the day of its session, by the prices of travel. Refuses: see the message."""
    session = await _own_session(order, work)
    told = messages.EnterItem(
        **order.model_dump(include={"item_id", "kind", "quantity", "price_cents", "note", "as_of"}),
        process_id=session.process_id,
        performed_on=local_date(session.card.starts_at),
        entered_by=order.reported_by,
    )
    if order.kind != "material" and order.price_cents is not None:
        raise Refusal("price_is_set", "price_cents", "is the provider's to say")
    await numbers.line_up(work.db)
    known = await work.db.get(EnteredItem, order.item_id) is not None
    if not known:
        await _check_new(work.db, order)
    try:
        await rows.enter(work.db, told, order.session_id)
    except Refusal as refused:
        if refused.code == "price_not_said" and order.kind != "material":
            raise Refusal("travel_price_missing", "kind") from None
        raise
    if not known:
        await _keep_aside(work.db, order, session.process_id)


async def _check_new(db: AsyncSession, order: messages.ReportCost) -> None:
    """A form that was sent, gone back to and sent again has another id. Refuses: reported_already."""
    alike = (
        select(EnteredItem)
        .join(BillableItem)
        .where(
            EnteredItem.session_id == order.session_id,
            EnteredItem.quantity == order.quantity,
            EnteredItem.note == order.note,
            BillableItem.kind == order.kind,
            col(EnteredItem.withdrawn_at).is_(None),
        )
    )
    if order.price_cents is not None:
        alike = alike.where(EnteredItem.price_cents == order.price_cents)
    if (await db.exec(alike.limit(1))).first():
        raise Refusal("reported_already", "quantity")


async def _own_session(order: messages.ReportCost, work: Work) -> SessionShown:
    """Refuses: not_yours_to_decide, unknown_session."""
    viewer = Viewer(person_id=order.reported_by, role=Role.SUPERVISOR)
    shown = await work.ask(ShowSession(session_id=order.session_id, viewer=viewer))
    may = await permitted.may(work.ask, order.reported_by, "report_cost", supervisor_id=shown.supervisor_id)
    if not may or shown.supervisor_id != order.reported_by:
        raise Refusal("not_yours_to_decide", "reported_by")
    return shown


async def _keep_aside(db: AsyncSession, order: messages.ReportCost, process_id: UUID) -> None:
    db.add(
        Aside(
            aside_id=uuid5(_NAMESPACE, str(order.item_id)),
            item_id=order.item_id,
            process_id=process_id,
            kind=REPORTED,
            reason="",
            set_by=order.reported_by,
            set_at=order.as_of,
        )
    )
    await db.flush()


async def accept(db: AsyncSession, order: messages.AcceptReport) -> None:
    """The next run takes it. Refuses: see the message."""
    await numbers.line_up(db)
    item = await db.get(BillableItem, order.item_id, with_for_update=True)
    if item is None:
        raise Refusal("unknown_item", "item_id")
    known = await db.get(EnteredItem, order.item_id, with_for_update=True)
    if known and known.withdrawn_at:
        raise Refusal("is_withdrawn", "item_id")
    mine = select(Aside).where(Aside.item_id == order.item_id, is_live())
    if aside := (await db.exec(mine.with_for_update())).first():
        if aside.kind != REPORTED:
            raise Refusal("already_aside", "item_id")
        aside.taken_back_by, aside.taken_back_at = order.accepted_by, order.as_of
        await db.flush()


async def may_withdraw(order: messages.WithdrawItem, work: Work) -> bool:
    """Who may enter anything; and who has reported it, until it is accepted; no acceptance comes between."""
    if await permitted.may(work.ask, order.withdrawn_by, "enter_item"):
        return True
    known = await work.db.get(EnteredItem, order.item_id)
    if known is None or known.entered_by != order.withdrawn_by or known.withdrawn_at:
        return False
    await numbers.line_up(work.db)
    mine = select(Aside).where(Aside.item_id == order.item_id, is_live(), Aside.kind == REPORTED)
    return (await work.db.exec(mine)).first() is not None
