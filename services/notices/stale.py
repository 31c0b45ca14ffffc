"""What has happened needs no reminder any more: what still waits to ask for it is dropped, not sent."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from services.messages import contracts, intake, sessions
from services.notices.tables import Notice
from services.runtime.asking import Work
from services.runtime.database import execute

_SCREENING = ("screening_due", "screening_overdue")
_MATCHING = ("matching_due", "matching_overdue")
_PROPOSING = ("proposal_to_make", "proposal_overdue")
_ANSWERING = ("proposal_due",)
_SIGNING = ("contract_to_sign", "signature_due", "signature_overdue")
_CONSENTING = ("consent_to_give",)
_CONTINUING = ("continuation_due",)
_REVIEWING = ("review_due", "review_overdue")

# Which letters a fact about the process answers, whatever else they say.
ANSWERED: dict[type[object], tuple[str, ...]] = {
    intake.ScreeningDecided: _SCREENING,
    intake.SupervisorMatched: _MATCHING,
    intake.ProposalSent: _PROPOSING + _ANSWERING,
    intake.ProposalAnswered: _ANSWERING,
    intake.ProposalExpired: _ANSWERING,
    contracts.SignatureGiven: _SIGNING,
    contracts.SigningDeclined: _SIGNING + _CONSENTING,
    contracts.ContractExpired: _SIGNING + _CONSENTING,
    contracts.ContinuationChosen: _CONTINUING,
    contracts.ProcessRenewed: _CONTINUING,
    contracts.ProcessClosed: _CONTINUING,
}


async def drop_answered(event: object, process_id: UUID, work: Work) -> None:
    """The next party is asked after the signature that makes room for it, so its letter is not among these."""
    await _drop(work, process_id, ANSWERED[type(event)])


async def drop_reminders(work: Work, process_id: UUID, session_id: UUID) -> None:
    """The session is not at its time any more."""
    await _drop(work, process_id, ("session_reminder",), session_id=str(session_id))


async def drop_confirmation(work: Work, process_id: UUID, session_id: UUID) -> None:
    """It is known what happened."""
    await _drop(work, process_id, ("confirmation_due",), session_id=str(session_id))


async def drop_review(work: Work, event: sessions.ReviewDone | sessions.ReviewWaived) -> None:
    await _drop(work, event.process_id, _REVIEWING, review=event.kind)


async def _drop(work: Work, process_id: UUID, kinds: tuple[str, ...], **facts: str) -> None:
    mine = (col(Notice.process_id) == process_id) & col(Notice.kind).in_(kinds)
    for name, value in facts.items():
        mine &= Notice.facts[name].astext == value
    waiting = sa.update(Notice).where(mine & (col(Notice.status) == "waiting"))
    await execute(work.db, waiting.values(status="dropped"))
