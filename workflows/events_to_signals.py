"""The services' events, as the signals that a process waits for; everything else only moves the position.

Amounts and names stay behind. Each function is an event handler of the worker, named as its event.
"""

from datetime import datetime
from uuid import UUID

from services.messages import contracts, intake, sessions
from services.runtime.commands.transactions import Work
from services.runtime.finland import start_of
from services.runtime.logs import log
from workflows.lost import beginning_anew, begun
from workflows.resources import Resources
from workflows.running_processes import NotBegunYet, Processes
from workflows.supervision import facts
from workflows.supervision.facts import Fact, Told
from workflows.supervision.state import Phase, ProcessState


def _processes(work: Work[Resources]) -> Processes:
    return work.resources.processes


async def _tell(work: Work[Resources], process_id: UUID, fact: Fact, *, reopens: bool = False) -> None:
    """reopens: the process had come to its end with its last proposal, and goes on from there."""
    told = Told(event_id=str(work.heard.event_id), fact=fact)
    if reopens:
        state = ProcessState(process_id=process_id, began_at=work.heard.said_at, phase=Phase.PROPOSAL)
        await _processes(work).reopen(state, told)
        await begun.note(work.db, process_id, state.began_at)
        return
    try:
        await _processes(work).tell(process_id, told)
    except NotBegunYet:
        if await _goes_on_anew(work, process_id):
            await _processes(work).tell(process_id, told)
        else:
            log.info("process_forgotten", process_id=str(process_id), fact=type(fact).__name__)


async def _goes_on_anew(work: Work[Resources], process_id: UUID) -> bool:
    """Of one that Temporal does not know. False: it has ended. Raises NotBegunYet: it never began, or its owner does
    not know it.
    """
    began = await begun.began_at(work.db, process_id)
    if began is None:
        raise NotBegunYet(process_id)
    if begun.is_forgotten(began, work.clock.now()):
        return False
    phase = await beginning_anew.begin(work, process_id)
    if phase == beginning_anew.UNKNOWN:
        raise NotBegunYet(process_id)
    return phase != Phase.ENDED


async def _begin(work: Work[Resources], state: ProcessState) -> None:
    await _processes(work).begin(state)
    await begun.note(work.db, state.process_id, state.began_at)


async def inquiry_received(event: intake.InquiryReceived, work: Work[Resources]) -> None:
    """Next: workflows/supervision/process.py:SupervisionProcess.run"""
    state = ProcessState(
        process_id=event.process_id,
        began_at=event.received_at,
        screening_reminders_at=event.reminders_at,
    )
    await _begin(work, state)


async def continuation_chosen(event: contracts.ContinuationChosen, work: Work[Resources]) -> None:
    """What follows begins at its contract, long before the old year is over."""
    if event.successor_id is None:
        return
    state = ProcessState(
        process_id=event.successor_id,
        began_at=event.chosen_at,
        renews=event.process_id,
        phase=Phase.CONTRACT,
    )
    await _begin(work, state)


async def inquiry_withdrawn(event: intake.InquiryWithdrawn, work: Work[Resources]) -> None:
    await _tell(work, event.process_id, facts.Withdrawn())


async def screening_decided(event: intake.ScreeningDecided, work: Work[Resources]) -> None:
    fact = facts.ScreeningDecided(outcome=event.outcome, reminders_at=event.reminders_at)
    await _tell(work, event.process_id, fact)


async def supervisor_matched(event: intake.SupervisorMatched, work: Work[Resources]) -> None:
    fact = facts.SupervisorMatched(reminders_at=event.reminders_at)
    await _tell(work, event.process_id, fact, reopens=event.reopens)


async def proposal_sent(event: intake.ProposalSent, work: Work[Resources]) -> None:
    fact = facts.ProposalSent(reminders_at=event.reminders_at, expires_at=event.expires_at)
    await _tell(work, event.process_id, fact, reopens=event.reopens)


async def proposal_answered(event: intake.ProposalAnswered, work: Work[Resources]) -> None:
    fact = facts.ProposalAnswered(
        answer=event.answer, reminders_at=event.reminders_at, trial_ends_at=event.trial_ends_at
    )
    await _tell(work, event.process_id, fact)


async def trial_asked(event: contracts.TrialAsked, work: Work[Resources]) -> None:
    await _tell_of_trial(work, event.process_id, event.answer_until)


async def trial_agreed(event: contracts.TrialAgreed, work: Work[Resources]) -> None:
    await _tell_of_trial(work, event.process_id, event.reminder_at)


async def trial_moved(event: contracts.TrialMoved, work: Work[Resources]) -> None:
    await _tell_of_trial(work, event.process_id, event.reminder_at)


async def trial_put_off(event: contracts.TrialPutOff, work: Work[Resources]) -> None:
    """What its process found by itself is no news to it: that somebody said no, is."""
    if event.why == "no_time" or event.declined:
        await _tell_of_trial(work, event.process_id, None)


async def _tell_of_trial(work: Work[Resources], process_id: UUID, look_at: datetime | None) -> None:
    await _tell(work, process_id, facts.TrialStands(since=work.heard.said_at, look_at=look_at))


async def trial_decided(event: contracts.TrialDecided, work: Work[Resources]) -> None:
    """That it has lapsed, its process found by itself. Next: workflows/supervision/trial.py:try_out"""
    if event.outcome != "lapsed":
        await _tell(work, event.process_id, facts.TrialDecided(outcome=event.outcome))


async def contract_completed(event: contracts.ContractCompleted, work: Work[Resources]) -> None:
    """While clauses are missing, nothing is asked of anybody but us."""
    if event.signing_since:
        begun = facts.SigningBegun(
            since=event.signing_since,
            reminders_at=event.signing_reminders_at,
            expires_at=event.signing_expires_at,
        )
        await _tell(work, event.process_id, begun)


async def signing_declined(event: contracts.SigningDeclined, work: Work[Resources]) -> None:
    declined = facts.SigningDeclined(since=work.heard.said_at, reminders_at=event.reminders_at)
    await _tell(work, event.process_id, declined)


async def contract_withdrawn(event: contracts.ContractWithdrawn, work: Work[Resources]) -> None:
    """A draft again, as when a party has said no."""
    again = facts.SigningDeclined(since=work.heard.said_at, reminders_at=event.reminders_at)
    await _tell(work, event.process_id, again)


async def contract_given_up(event: contracts.ContractGivenUp, work: Work[Resources]) -> None:
    await _tell(work, event.process_id, facts.Withdrawn())


async def contract_expired(event: contracts.ContractExpired, work: Work[Resources]) -> None:
    """That nobody signed it in time, its process found by itself; of a draft, its owner did."""
    if event.unready:
        await _tell(work, event.process_id, facts.Withdrawn())


async def contract_signed(event: contracts.ContractSigned, work: Work[Resources]) -> None:
    """Next: workflows/supervision/sessions.py:hold_sessions"""
    fact = facts.ContractSigned(
        continuation_at=event.continuation_reminders_at,
        ends_at=event.ends_at,
    )
    await _tell(work, event.process_id, fact)


async def contract_amended(event: contracts.ContractAmended, work: Work[Resources]) -> None:
    """Only another last day is the process's to know: sessions change without it."""
    if "ends_on" in event.changes:
        fact = facts.Amended(
            since=event.signed_at, continuation_at=event.continuation_reminders_at, ends_at=event.ends_at
        )
        await _tell(work, event.process_id, fact)


async def process_terminated(event: contracts.ProcessTerminated, work: Work[Resources]) -> None:
    await _tell(work, event.process_id, facts.Terminated(ends_at=event.ends_at))


async def process_paused(event: contracts.ProcessPaused, work: Work[Resources]) -> None:
    fact = facts.Paused(
        stops_at=event.stops_at,
        goes_on_at=event.goes_on_at,
        ask_again_at=event.ask_again_at,
        continuation_at=event.continuation_reminders_at,
        ends_at=event.ends_at,
    )
    await _tell(work, event.process_id, fact)


async def process_resumed(event: contracts.ProcessResumed, work: Work[Resources]) -> None:
    fact = facts.Resumed(
        stops_at=start_of(event.from_day),
        goes_on_at=event.goes_on_at,
        continuation_at=event.continuation_reminders_at,
        ends_at=event.ends_at,
    )
    await _tell(work, event.process_id, fact)


async def series_planned(event: sessions.SeriesPlanned, work: Work[Resources]) -> None:
    """A trial's sessions have no review."""
    if not event.trial:
        await _tell(work, event.process_id, facts.SeriesPlanned(wake_at=event.wake_at))


async def review_done(event: sessions.ReviewDone, work: Work[Resources]) -> None:
    await _tell(work, event.process_id, facts.ReviewClosed(review=event.kind))


async def review_waived(event: sessions.ReviewWaived, work: Work[Resources]) -> None:
    await _tell(work, event.process_id, facts.ReviewClosed(review=event.kind))
