"""Who joins a group or is to, as the members and the coordinators read it."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.ending import continuation
from services.contracts.papers import versions
from services.contracts.papers.terms import size_of
from services.contracts.parties import joining, membership, representatives
from services.contracts.showing import belonging
from services.contracts.tables import Contract, Joining
from services.messages import contracts as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import can, may


async def shown_to(db: AsyncSession, query: messages.ShowNewcomers, today: date) -> messages.Newcomers:
    """Nobody by name but to the group itself, and to who completes its contract. Refuses: unknown_process."""
    contract = await versions.find(db, query.process_id, lock=False)
    viewer, belongs = query.viewer, belonging.belongs_of(contract)
    if not can(viewer, "read_contract", belongs):
        raise Refusal("unknown_process", "process_id")
    members = await membership.members(db, contract, today)
    if viewer.role is not Role.COORDINATOR and viewer.person_id not in members:
        return messages.Newcomers(why_not="not_a_member")
    return messages.Newcomers(
        newcomers=await _newcomers(db, contract, viewer, today),
        alone=members == [viewer.person_id],
        **await _room(db, contract, viewer, today),
    )


def with_those_for_customer(shown: messages.Newcomers, acting: Collection[UUID | None]) -> messages.Newcomers:
    told = [one.model_copy(update={"for_customer": one.person_id in acting}) for one in shown.newcomers]
    return shown.model_copy(update={"newcomers": told})


async def _newcomers(
    db: AsyncSession, contract: Contract, viewer: Viewer, today: date
) -> list[messages.Newcomer]:
    ahead = select(Joining).where(Joining.process_id == contract.process_id, Joining.from_day > today)
    ahead = ahead.where(Joining.from_day <= contract.ends_on)
    rows = (await db.exec(ahead.order_by(col(Joining.from_day), col(Joining.proposed_at)))).all()
    staying = await membership.staying(db, contract)
    members = await membership.members(db, contract, today)
    return [
        await _newcomer(db, one, viewer, members)
        for one in rows
        if one.consented_at is None or one.person_id in staying
    ]


async def _newcomer(
    db: AsyncSession, waits: Joining, viewer: Viewer, members: list[Any]
) -> messages.Newcomer:
    agreed = await joining.agreed(db, waits)
    open_still, asked = waits.consented_at is None, viewer.person_id in members
    return messages.Newcomer(
        **waits.model_dump(include={"person_id", "from_day", "proposed_by"}),
        agreed=len(agreed.intersection(members)),
        asked=len(members),
        consents=waits.agreed_at is not None,
        joined=not open_still,
        may_answer=open_still and asked and viewer.person_id not in agreed,
        may_refuse=open_still and asked,
    )


async def _room(db: AsyncSession, contract: Contract, viewer: Viewer, today: date) -> dict[str, Any]:
    size = size_of(contract)
    coming = len(await membership.staying(db, contract))
    coming += len(await joining.waiting_of(db, contract, today))
    why_not = await _why_not(db, contract, viewer, today)
    if why_not is None and coming >= size.most:
        why_not = "group_too_large"
    return {
        "members": coming,
        "largest_group": size.most,
        "fewest": size.fewest,
        "may_propose": why_not is None,
        "why_not": why_not,
        "more_is_large": size.is_large(coming + 1),
    }


async def _why_not(db: AsyncSession, contract: Contract, viewer: Viewer, today: date) -> str | None:
    """As `ProposeMember` would refuse it, whoever it is."""
    represents = await representatives.on_day(db, contract, today)
    if not may(viewer.role, "propose_member"):
        return "not_yours_to_decide"
    if viewer.role is Role.SUPERVISEE and viewer.person_id != represents:
        return "not_the_representative"
    if contract.status != "signed":
        return "contract_not_signed"
    if await continuation.has_ended(db, contract.process_id):
        return "process_ended"
    return "outside_the_contract" if today >= contract.ends_on else None
