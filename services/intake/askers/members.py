"""What contracts says of a process's beginning: who its members are, and that the paper is signed."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries
from services.intake.tables import Inquiry
from services.messages.contracts import ContractSigned


async def name(db: AsyncSession, process_id: UUID, supervisee_ids: Sequence[UUID]) -> None:
    """The latest word holds: who is no longer named is no longer a member."""
    inquiry = await inquiries.hold_or_wait(db, process_id)
    inquiry.supervisee_ids = list(supervisee_ids)


async def try_out(db: AsyncSession, process_id: UUID, supervisee_ids: Sequence[UUID]) -> None:
    """Whoever of them the contract does not name reads on what was theirs until then.

    A trial is made from intake's own proposal, as in `sign`.
    """
    if await db.get(Inquiry, process_id) is None:
        return
    inquiry = await inquiries.hold_or_wait(db, process_id)
    inquiry.tried_by = list(dict.fromkeys([*inquiry.tried_by, *supervisee_ids]))


async def add(db: AsyncSession, process_id: UUID, person_id: UUID) -> None:
    """Somebody has joined; whoever has left reads on what was theirs."""
    inquiry = await inquiries.hold_or_wait(db, process_id)
    inquiry.supervisee_ids = list(dict.fromkeys([*inquiry.supervisee_ids, person_id]))


async def sign(db: AsyncSession, event: ContractSigned) -> None:
    """From now on the members see the commissioner's expectations.

    A first contract is made from intake's own proposal: one without any is none of intake's, and never will be.
    """
    if event.renews is None and await db.get(Inquiry, event.process_id) is None:
        return
    await name(db, event.process_id, event.parties.supervisee_ids)
    (await inquiries.hold_or_wait(db, event.process_id)).contract_signed_at = event.signed_at
