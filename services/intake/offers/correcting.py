"""An accepted proposal is corrected, as long as its contract is a draft: it stands until the correction is accepted."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.tables import Inquiry, Proposal
from services.messages import intake as messages
from services.messages.contracts import ShowContract
from services.messages.intake import InquiryStatus
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal

_STANDS_IN = (InquiryStatus.ACCEPTED, InquiryStatus.REPROPOSED)


def stands(inquiry: Inquiry) -> bool:
    """Whether one was accepted, whatever was sent since."""
    return inquiry.status in _STANDS_IN


def may_correct(inquiry: Inquiry) -> bool:
    """Whether the paper is a draft still, its owner knows."""
    return stands(inquiry) and not inquiry.ended and inquiry.contract_signed_at is None


async def check_sent(
    ask: Asker, inquiry: Inquiry, last: Proposal | None, order: messages.SendProposal
) -> None:
    """last: the one that is corrected, or its correction.

    Refuses: already_signing, trial_open, too_late_for_a_trial.
    """
    if not stands(inquiry) or last is None:
        return
    await check_is_draft(ask, inquiry.process_id, tries_first=last.trial_sessions > 0)
    if order.trial_sessions:
        raise Refusal("too_late_for_a_trial", "trial_sessions")


async def check_answered(ask: Asker, inquiry: Inquiry, answer: messages.Answer) -> None:
    """Refuses: already_signing."""
    if inquiry.status == InquiryStatus.REPROPOSED and answer == "accept":
        await check_is_draft(ask, inquiry.process_id, tries_first=False)


async def accepted(db: AsyncSession, process_id: UUID) -> Proposal | None:
    """The newest that was."""
    newest_first = (
        select(Proposal)
        .where(Proposal.process_id == process_id, Proposal.answer == "accept")
        .order_by(col(Proposal.revision).desc())
        .limit(1)
    )
    return (await db.exec(newest_first)).first()


async def check_is_draft(ask: Asker, process_id: UUID, *, tries_first: bool) -> None:
    """Also where there is no paper yet, unless a trial comes before it. Refuses: already_signing, trial_open."""
    try:
        contract = await ask(ShowContract(process_id=process_id))
    except Refusal as refusal:
        if refusal.code != "unknown_process":
            raise
        if tries_first:
            raise Refusal("trial_open", "process_id") from None
        return
    if contract.status != "draft":
        raise Refusal("already_signing", "process_id")
