"""A process whose history is lost begins anew in its phase, from what the services know of it.

The services keep every fact, and a process only waits. So its state is built from their answers: the phase, and of
each wait its times, or that it is over, whereupon the process asks the owner what comes next, as after any wait.
Whoever imports running processes from elsewhere ends here too, once the services know them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.messages import contracts, intake, sessions
from services.messages.contracts import ContractProgress
from services.messages.intake import InquiryProgress, InquiryStatus, ScreeningOutcome
from services.messages.process import BeginLost, ProcessBegun, ProcessesBegun
from services.messages.sessions import ReviewCard
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.logs import log
from workflows.lost import begun
from workflows.resources import Resources
from workflows.running_processes import workflow_id
from workflows.supervision import facts
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waits import Awaited, Pause, Wait

AT_ONCE = 20
"""Processes of one order: each is asked about at three services, within the time that an answer may take."""
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Known:
    """What the services say of one process."""

    inquiry: InquiryProgress
    paper: ContractProgress
    reviews: Sequence[ReviewCard] = ()


async def begin_lost(order: BeginLost, work: Work[Resources]) -> ProcessesBegun:
    """Before the first of them, what every process needs.

    Next: workflows/supervision/process.py:SupervisionProcess.run
    """
    if order.after is None:
        await work.resources.releases.make_current_if_none_is(work.resources.release)
        await work.resources.processes.begin_billing()
    processes, ids = work.resources.processes, await begun.by_id(work.db, order.after, AT_ONCE)
    lost = [one for one in ids if not await processes.is_known(one)]
    return ProcessesBegun(
        processes=[ProcessBegun(process_id=one, phase=await begin(work, one)) for one in lost],
        known=len(ids) - len(lost),
        go_on_after=ids[-1] if len(ids) == AT_ONCE else None,
    )


async def begin(work: Work[Resources], process_id: UUID, *, also_completed: bool = False) -> str:
    """Its phase; `ended` and `unknown` begin nothing. also_completed: what Temporal holds for over too."""
    try:
        known = await known_of(work.ask, process_id)
    except Refusal as refusal:
        if refusal.code != "unknown_process":
            raise
        return UNKNOWN
    state = state_of(process_id, known, work.clock.now())
    if state is None:
        return Phase.ENDED
    await work.resources.processes.make_way(workflow_id(process_id), SupervisionProcess)
    await work.resources.processes.begin(state, also_completed=also_completed)
    await begun.note(work.db, process_id, state.began_at)
    return state.phase


async def begin_again(work: Work[Resources], process_id: UUID) -> None:
    """Of one that Temporal holds for ended. One that was begun elsewhere is no matter of ours."""
    if await begun.began_at(work.db, process_id) is None:
        return
    phase = await begin(work, process_id, also_completed=True)
    if phase not in (Phase.ENDED, UNKNOWN):
        log.warning("process_ended_from_outside", process_id=str(process_id), begun_anew_in=phase)


async def known_of(ask: Asker, process_id: UUID) -> Known:
    """Refuses: unknown_process."""
    inquiry = await ask(intake.ShowProgress(process_id=process_id))
    paper = await ask(contracts.ShowProgress(process_id=process_id))
    reviews = await _reviews(ask, process_id) if paper.status == "signed" else []
    return Known(inquiry, paper, reviews)


async def _reviews(ask: Asker, process_id: UUID) -> Sequence[ReviewCard]:
    try:
        return (await ask(sessions.ListReviews(process_id=process_id))).reviews
    except Refusal as refusal:
        if refusal.code != "unknown_process":  # it has not heard of the contract yet
            raise
        return []


def state_of(process_id: UUID, known: Known, now: datetime) -> ProcessState | None:
    """As if it had been told everything, with a history that begins now. None: it has ended."""
    if known.inquiry.is_over or known.paper.is_over:
        return None
    state = ProcessState(process_id=process_id, began_at=now, renews=known.inquiry.renews)
    if known.paper.status == "signed":
        _hold_sessions(state, known, now)
    elif known.paper.status or known.inquiry.renews:
        _agree_contract(state, known.inquiry)
    else:
        _before_the_contract(state, known.inquiry, now)
    return state


def _before_the_contract(state: ProcessState, inquiry: InquiryProgress, now: datetime) -> None:
    at = inquiry.reminders_at
    match inquiry.status:
        case InquiryStatus.RECEIVED:
            state.screening_reminders_at = at
        case InquiryStatus.IN_MATCHING:
            state.phase = Phase.MATCHING
            outcome = ScreeningOutcome.SUPERVISION
            state.screening = facts.ScreeningDecided(outcome=outcome, reminders_at=at)
        case InquiryStatus.MATCHED:
            state.phase = Phase.PROPOSAL
            state.matching = facts.SupervisorMatched(reminders_at=at)
        case InquiryStatus.PROPOSED:
            state.phase = Phase.PROPOSAL
            state.proposal = _proposal(inquiry)
        case _ if inquiry.trial_ends_at:
            _try_out(state, inquiry.trial_ends_at, now)
        case _:
            _agree_contract(state, inquiry)


def _proposal(inquiry: InquiryProgress) -> facts.ProposalSent | None:
    if inquiry.expires_at is None:
        return None
    return facts.ProposalSent(reminders_at=inquiry.reminders_at, expires_at=inquiry.expires_at)


def _try_out(state: ProcessState, ends_at: datetime, now: datetime) -> None:
    """Its owner is asked at once when something is due."""
    state.phase = Phase.TRIAL
    state.answer = facts.ProposalAnswered(answer="accept", reminders_at=[], trial_ends_at=ends_at)
    state.waits = {Awaited.TRIAL: Wait(since=now, ends_at=now)}


def _agree_contract(state: ProcessState, inquiry: InquiryProgress) -> None:
    """The draft is asked for again, which says what the paper waits for."""
    state.phase = Phase.CONTRACT
    if inquiry.status == InquiryStatus.REPROPOSED:
        state.proposal = _proposal(inquiry)


def _hold_sessions(state: ProcessState, known: Known, now: datetime) -> None:
    """The first plan is asked for again, which changes nothing where there is one; the series is looked at at once."""
    paper = known.paper
    state.phase = Phase.SESSIONS
    state.signed = facts.ContractSigned(continuation_at=paper.continuation_at, ends_at=paper.ends_at or now)
    state.terminated = True if paper.is_terminated else None
    state.planned = facts.SeriesPlanned(wake_at=now)
    state.pauses = [Pause.model_validate(one.model_dump()) for one in paper.pauses]
    for review in known.reviews:
        if review.status == "open":
            state.waits[Awaited.of_review(review.kind)] = Wait(since=review.opened_at)
        else:
            state.closed_reviews.append(review.kind)
