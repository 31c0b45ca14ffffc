"""What part of its price a session costs that was not held."""

import sqlalchemy as sa
from sqlmodel import col, select

from services.billing.aside.rows import is_held as is_aside
from services.billing.disputes import belonging
from services.billing.disputes.rows import is_held
from services.billing.items import endings, terms
from services.billing.tables import BillableItem, CreditLine
from services.messages import billing as messages
from services.messages.billing import ItemKind
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.policy import Belongs, sees


async def list_shares(query: messages.ListSessionShares, work: Work) -> messages.SessionShares:
    """Refuses: unknown_process."""
    member = query.viewer.role is Role.SUPERVISEE
    if not (await _is_member(work, query) if member else await _sees_prices(work, query)):
        raise Refusal("unknown_process", "process_id")
    mine = select(BillableItem).where(BillableItem.process_id == query.process_id, _not_held(), _stands())
    found = {one.session_id: one.percent for one in await work.db.exec(mine) if one.session_id}
    if member:
        own = await belonging.own_sessions(work, query.process_id, query.viewer.person_id, found)
        found = {session_id: percent for session_id, percent in found.items() if session_id in own}
    shares = [messages.SessionShare(session_id=one, percent=percent) for one, percent in found.items()]
    return messages.SessionShares(shares=shares)


async def _is_member(work: Work, query: messages.ListSessionShares) -> bool:
    return await belonging.is_named(work, query.process_id, query.viewer.person_id)


async def _sees_prices(work: Work, query: messages.ListSessionShares) -> bool:
    newest = await terms.latest(work.db, query.process_id)
    if newest is None:
        return False
    belongs = Belongs(organisation_id=newest.organisation_id, department_id=newest.department_id)
    return sees(query.viewer, "prices_and_invoices", belongs) == "yes"


def _not_held() -> sa.ColumnElement[bool]:
    called_off = (col(BillableItem.kind) == ItemKind.CANCELLED) & (col(BillableItem.percent) > 0)
    return called_off | (col(BillableItem.kind) == ItemKind.NO_SHOW)


def _stands() -> sa.ColumnElement[bool]:
    """Nobody has taken any of it back, and nobody is asked whether it is right."""
    credited = sa.exists().where(col(CreditLine.item_id) == BillableItem.item_id)
    undecided = is_held() | endings.is_unconfirmed() | is_aside()
    return col(BillableItem.let_go).is_(None) & ~credited & ~undecided
