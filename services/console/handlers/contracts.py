"""What the console hears from contracts, and which facts of it a card takes in."""

from datetime import datetime

from services.console.board import cards
from services.messages import contracts
from services.messages.envelope import Event
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def trial_prepared(event: contracts.TrialPrepared, work: Work) -> None:
    await _hear_of_trial(event, work, "prepared")


async def trial_asked(event: contracts.TrialAsked, work: Work) -> None:
    await cards.hear(work, event)


async def trial_accepted(event: contracts.TrialAccepted, work: Work) -> None:
    await cards.hear(work, event)


async def trial_put_off(event: contracts.TrialPutOff, work: Work) -> None:
    state = "declined" if event.declined else "put_off"
    await _hear_of_trial(event, work, state, trial_act_by=event.act_by)


async def trial_agreed(event: contracts.TrialAgreed, work: Work) -> None:
    await cards.hear(work, event)


async def trial_handed_over(event: contracts.TrialHandedOver, work: Work) -> None:
    await cards.hear(work, event)


async def trial_moved(event: contracts.TrialMoved, work: Work) -> None:
    """Its decision is due on another day: what was late is late no longer."""
    await _hear_of_trial(event, work, "prepared")


async def trial_reminded(event: contracts.TrialReminded, work: Work) -> None:
    await cards.hear(work, event)


async def trial_overdue(event: contracts.TrialOverdue, work: Work) -> None:
    await _hear_of_trial(event, work, "overdue", trial_act_by=event.act_by)


async def trial_decided(event: contracts.TrialDecided, work: Work) -> None:
    """After a go the contract comes next; else the process is over."""
    decided = {"trial_state": event.outcome, "trial_since": event.decided_at, "trial_act_by": None}
    if event.outcome == "go":
        return await cards.hear(work, event, mend_by=event.complete_by, **decided)
    await cards.hear(work, event, ended_as="closed", ended_at=event.decided_at, **decided)


async def _hear_of_trial(event: Event, work: Work, state: str, trial_act_by: datetime | None = None) -> None:
    since = work.heard.said_at
    await cards.hear(work, event, trial_state=state, trial_since=since, trial_act_by=trial_act_by)


async def contract_completed(event: contracts.ContractCompleted, work: Work) -> None:
    await cards.hear(work, event, paper_ended_at=work.heard.said_at)


async def draft_dated(event: contracts.DraftDated, work: Work) -> None:
    await cards.hear(work, event, draft_lapses_at=event.lapses_at)


async def draft_overdue(event: contracts.DraftOverdue, work: Work) -> None:
    await cards.hear(work, event, draft_late_level=event.level)


async def consent_asked(event: contracts.ConsentAsked, work: Work) -> None:
    await cards.hear(work, event)


async def consent_given(event: contracts.ConsentGiven, work: Work) -> None:
    await cards.hear(work, event, consents_refused=event.refusing)


async def consent_refused(event: contracts.ConsentRefused, work: Work) -> None:
    facts = {"consent_refused_at": event.refused_at, "consent_act_by": event.act_by}
    await cards.hear(work, event, consents_refused=event.refusing, **facts)


async def signature_asked(event: contracts.SignatureAsked, work: Work) -> None:
    """Once more: what is waited for, and how long it is late, stays as it was."""
    if event.again_at or event.amends:
        return await cards.hear(work, event)
    asked = {"awaited_party": event.party.value, "awaited_level": event.level, "act_by": event.act_by}
    asked |= {"declined_at": None, "mend_by": None, "draft_late_level": 0}
    await cards.hear(work, event, awaited_at=work.heard.said_at, **asked)


async def signature_given(event: contracts.SignatureGiven, work: Work) -> None:
    await cards.hear(work, event, awaited_level=0, awaited_at=event.signed_at)


async def signing_declined(event: contracts.SigningDeclined, work: Work) -> None:
    """The paper is a draft again."""
    declined_at = work.heard.said_at
    again = {"declined_at": declined_at, "mend_by": event.complete_by, "draft_late_level": 0}
    again |= {"paper_ended_at": declined_at}
    await cards.hear(work, event, awaited_party=None, awaited_level=0, consents_refused=0, **again)


async def contract_withdrawn(event: contracts.ContractWithdrawn, work: Work) -> None:
    """A draft again, by our own hand."""
    again = {"mend_by": event.complete_by, "draft_late_level": 0, "consents_refused": 0}
    again |= {"paper_ended_at": work.heard.said_at}
    await cards.hear(work, event, awaited_party=None, awaited_level=0, **again)


async def meeting_arranged(event: contracts.MeetingArranged, work: Work) -> None:
    await cards.hear(work, event)


async def meeting_corrected(event: contracts.MeetingCorrected, work: Work) -> None:
    await cards.hear(work, event)


async def meeting_held(event: contracts.MeetingHeld, work: Work) -> None:
    await cards.hear(work, event)


async def meeting_waived(event: contracts.MeetingWaived, work: Work) -> None:
    await cards.hear(work, event)


async def contract_given_up(event: contracts.ContractGivenUp, work: Work) -> None:
    ended = {"ended_as": "closed", "ended_at": event.given_up_at}
    await cards.hear(work, event, awaited_party=None, awaited_level=0, consents_refused=0, **ended)


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    dates = {"starts_on": event.terms.starts_on, "ends_on": event.terms.ends_on}
    await cards.hear(work, event, signed_at=event.signed_at, awaited_party=None, awaited_level=0, **dates)


async def amendment_drafted(event: contracts.AmendmentDrafted, work: Work) -> None:
    await cards.hear(work, event)


async def amendment_too_late(event: contracts.AmendmentTooLate, work: Work) -> None:
    waits = {"change_too_late_at": work.heard.said_at, "take_change_back_by": event.act_by}
    await cards.hear(work, event, **waits)


async def amendment_ended(event: contracts.AmendmentEnded, work: Work) -> None:
    """Who was to be the supervisor is it not: what they told is of no paper any more."""
    ended = {"paper_ended_at": work.heard.said_at} if event.supervisor_id else {}
    await cards.hear(work, event, change_too_late_at=None, take_change_back_by=None, **ended)


async def contract_amended(event: contracts.ContractAmended, work: Work) -> None:
    await cards.hear_of_another_end(work, event)


async def contract_expired(event: contracts.ContractExpired, work: Work) -> None:
    await cards.hear(work, event, contract_expired_at=work.heard.said_at)


async def continuation_due(event: contracts.ContinuationDue, work: Work) -> None:
    await cards.hear(work, event, continuation_asked_at=work.heard.said_at)


async def continuation_said(event: contracts.ContinuationSaid, work: Work) -> None:
    await cards.hear(work, event)


async def continuation_taken_back(event: contracts.ContinuationTakenBack, work: Work) -> None:
    """The question is open again."""
    none = {"continuation": None, "successor_id": None, "continuation_at": None}
    await cards.hear(work, event, **none)


async def continuation_chosen(event: contracts.ContinuationChosen, work: Work) -> None:
    chosen = {"continuation": event.choice, "successor_id": event.successor_id}
    await cards.hear(work, event, continuation_at=work.heard.said_at, **chosen)


async def process_terminated(event: contracts.ProcessTerminated, work: Work) -> None:
    """How it goes on is decided by it: it closes, on another day than was agreed."""
    chosen = {"continuation": "close", "successor_id": None, "continuation_at": event.terminated_at}
    days = {"ends_on": event.last_day, "early_end_on": event.last_day}
    await cards.hear_of_termination(work, event, **days, **chosen)


async def ending_to_confirm(event: contracts.EndingToConfirm, work: Work) -> None:
    waits = {"ending_to_confirm_at": work.heard.said_at, "confirm_ending_by": event.act_by}
    await cards.hear(work, event, **waits)


async def ending_confirmed(event: contracts.EndingConfirmed, work: Work) -> None:
    await cards.hear(work, event, ending_to_confirm_at=None, confirm_ending_by=None)


async def earlier_end_proposed(event: contracts.EarlierEndProposed, work: Work) -> None:
    await cards.hear(work, event)


async def earlier_end_agreed(event: contracts.EarlierEndAgreed, work: Work) -> None:
    await cards.hear(work, event)


async def earlier_end_taken_back(event: contracts.EarlierEndTakenBack, work: Work) -> None:
    await cards.hear(work, event)


async def earlier_end_refused(event: contracts.EarlierEndRefused, work: Work) -> None:
    await cards.hear(work, event)


async def process_paused(event: contracts.ProcessPaused, work: Work) -> None:
    goes_on = local_date(event.goes_on_at) if event.goes_on_at else None
    paused = {"paused_from": event.from_day, "goes_on": goes_on, "pause_overdue_at": None}
    paused["supervisor_awaited_at"] = work.heard.said_at if event.awaits_supervisor else None
    await cards.hear_of_another_end(work, event, **paused)


async def process_resumed(event: contracts.ProcessResumed, work: Work) -> None:
    await cards.hear_of_pauses_end(work, event)


async def pause_overdue(event: contracts.PauseOverdue, work: Work) -> None:
    await cards.hear(work, event, pause_overdue_at=work.heard.said_at, pause_act_by=event.act_by)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    ended = {"ended_as": "renewed", "ended_at": event.renewed_at}
    await cards.hear(work, event, successor_id=event.successor_id, **ended)


async def renewal_lapsed(event: contracts.RenewalLapsed, work: Work) -> None:
    await cards.hear(work, event, renewal_lapsed_at=event.lapsed_at)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await cards.hear(work, event, ended_as="closed", ended_at=event.closed_at)


async def member_proposed(event: contracts.MemberProposed, work: Work) -> None:
    await cards.hear(work, event)


async def newcomer_asked(event: contracts.NewcomerAsked, work: Work) -> None:
    await cards.hear(work, event)


async def member_not_joining(event: contracts.MemberNotJoining, work: Work) -> None:
    await cards.hear(work, event)


async def member_joined(event: contracts.MemberJoined, work: Work) -> None:
    await cards.hear(work, event)
