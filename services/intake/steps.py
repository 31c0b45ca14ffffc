"""Steps that wait for a person: said to be overdue when the process asks, unless somebody has acted."""

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries
from services.intake.offers import proposals
from services.intake.tables import StepReminder
from services.messages.intake import InquiryStatus, RemindOfStep, Step, StepOverdue
from services.runtime.events.announcing import announce
from services.runtime.storage.database import execute

_WAITS_IN: dict[Step, frozenset[InquiryStatus]] = {
    "screening": frozenset({InquiryStatus.RECEIVED}),
    "matching": frozenset({InquiryStatus.RECEIVED, InquiryStatus.IN_MATCHING}),
    "proposal": frozenset({InquiryStatus.RECEIVED, InquiryStatus.IN_MATCHING, InquiryStatus.MATCHED}),
    "proposal_answer": frozenset({InquiryStatus.PROPOSED, InquiryStatus.REPROPOSED}),
}


def is_done(step: Step, status: InquiryStatus) -> bool:
    """proposal: the provider's turn, done when it is sent. proposal_answer: the client's turn."""
    return status not in _WAITS_IN[step]


async def remind_of_step(db: AsyncSession, order: RemindOfStep) -> None:
    """One StepOverdue for each level, and for each proposal that is sent. Refuses: unknown_process."""
    inquiry = await inquiries.hold(db, order.process_id)
    if is_done(order.step, InquiryStatus(inquiry.status)) or not await _is_first(db, order):
        return
    await announce(db, StepOverdue(process_id=order.process_id, step=order.step, level=order.level))


async def _is_first(db: AsyncSession, order: RemindOfStep) -> bool:
    last = await proposals.latest(db, order.process_id)
    revision = last.revision if last else 0
    reminder = insert(StepReminder).values(revision=revision, **order.model_dump(exclude={"as_of"}))
    kept = reminder.on_conflict_do_nothing().returning(col(StepReminder.level))
    return (await execute(db, kept)).first() is not None
