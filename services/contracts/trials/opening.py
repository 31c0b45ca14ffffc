"""The row of a process's trial: found, or opened from the accepted proposal; and what it says of itself."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import terms
from services.contracts.papers.where_rows import in_a_sentence, place_of
from services.contracts.papers.wording import wording
from services.contracts.tables import Contract, Trial
from services.contracts.trials.deadlines import DecisionTimes, decision_times
from services.messages.contracts import Parties, Terms, TrialStatus
from services.messages.intake import ProposalCard
from services.messages.promises import Promises
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import execute

_OF_THE_PAPER = {
    "process_id", "organisation_id", "department_id", "commissioner_id", "representative_id", "supervisor_id",
    "largest_group",
}  # fmt: skip


async def look_up(db: AsyncSession, process_id: UUID, *, lock: bool = True) -> Trial | None:
    found = select(Trial).where(Trial.process_id == process_id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    row: Trial | None = (await db.exec(found)).first()
    return row


async def find(db: AsyncSession, process_id: UUID, *, lock: bool = True) -> Trial:
    """Refuses: unknown_process."""
    trial = await look_up(db, process_id, lock=lock)
    if trial is None:
        raise Refusal("unknown_process", "process_id")
    return trial


async def find_or_open(db: AsyncSession, proposal: ProposalCard, at: datetime) -> Trial:
    """Refuses: proposal_not_accepted, no_trial."""
    if trial := await look_up(db, proposal.process_id):
        return trial
    row = insert(Trial).values(**as_accepted(proposal, at))
    await execute(db, row.on_conflict_do_nothing())
    return await find(db, proposal.process_id)


def as_accepted(proposal: ProposalCard, at: datetime) -> dict[str, Any]:
    """Its columns, before anything was done about it. Refuses: proposal_not_accepted, no_trial."""
    if proposal.answer != "accept":
        raise Refusal("proposal_not_accepted", "process_id")
    if not proposal.trial_sessions or proposal.trial_ends_by is None:
        raise Refusal("no_trial", "process_id")
    return _opened(proposal, at)


def _opened(proposal: ProposalCard, at: datetime) -> dict[str, Any]:
    """Until the members are named, the contact stands for them, as on a draft."""
    paper = Contract(
        process_id=proposal.process_id, version=0, status="draft", drafted_at=at,
        **terms.from_proposal(proposal),
    )  # fmt: skip
    own = {"ends_on": proposal.trial_ends_by, "sessions_agreed": proposal.trial_sessions}
    said = terms.terms_of(paper).model_copy(update=own)
    return {
        **paper.model_dump(include=_OF_THE_PAPER),
        "revision": 0,
        "supervisee_ids": [],
        "terms": said.model_dump(mode="json"),
        "price": proposal.trial_price,
        "sessions": proposal.trial_sessions,
        "decision_days": proposal.trial_decision_days,
        "ends_by": proposal.trial_ends_by,
        "contract_starts_on": proposal.starts_on,
        "three_way_meeting": proposal.three_way_meeting,
        "place": in_a_sentence(place_of(proposal), wording(proposal.language)),
        "starts_at": [],
        "given_up_reason": "",
    }


def terms_of(trial: Trial) -> Terms:
    return Terms.model_validate(trial.terms)


def parties_of(trial: Trial) -> Parties:
    return Parties.model_validate(trial.model_dump())


def decider_of(trial: Trial) -> UUID:
    """The supervisor whose word counts by now: its own, or who is chosen in the place of who has left."""
    return trial.decider_id or trial.supervisor_id


def parties_now(trial: Trial) -> Parties:
    """As parties_of, with who is chosen since."""
    return parties_of(trial).model_copy(update={"supervisor_id": decider_of(trial)})


def promises_of(trial: Trial) -> Promises:
    return terms_of(trial).promises


def last_day(trial: Trial) -> date:
    """Of its sessions, as they stand. Before they are known, the last on which one could be."""
    return local_date(max(trial.starts_at)) if trial.starts_at else trial.ends_by


def standing(trial: Trial) -> list[datetime]:
    """Of its sessions, those that are held or booked."""
    return [at for at in trial.starts_at if at not in trial.called_off]


def times_of(trial: Trial) -> DecisionTimes:
    return decision_times(last_day(trial), trial.decision_days, promises_of(trial))


def status_of(trial: Trial) -> TrialStatus:
    if trial.outcome:
        return "decided"
    if trial.agreed_at:
        return "agreed"
    if trial.put_off_at:
        return "put_off"
    if trial.revision == 0:
        return "to_prepare"
    return "asked" if trial.starts_at else "planning"


async def went_on(db: AsyncSession, process_id: UUID) -> Trial | None:
    """The trial after which both sides said go; none where none was proposed, or it is not decided so."""
    found = select(Trial).where(Trial.process_id == process_id, col(Trial.outcome) == "go")
    row: Trial | None = (await db.exec(found)).first()
    return row
