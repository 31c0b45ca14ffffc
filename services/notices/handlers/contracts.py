"""What notices hears from contracts: signing, changes, pauses, endings, who joins."""

from services.messages import contracts
from services.notices import dropping, process_facts
from services.notices.occasions import (
    amendment_letters,
    contract_letters,
    earlier_end_letters,
    ending_letters,
    joining_letters,
    meeting_letters,
    pause_letters,
    trial_letters,
)
from services.runtime.commands.transactions import Work
from services.runtime.finland import ONE_DAY, local_date


async def consent_asked(event: contracts.ConsentAsked, work: Work) -> None:
    await contract_letters.ask_to_consent(event, work)


async def consent_given(event: contracts.ConsentGiven, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_yes_after_no(event, work)


async def consent_refused(event: contracts.ConsentRefused, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_refusal(event, work)


async def contract_completed(event: contracts.ContractCompleted, work: Work) -> None:
    await contract_letters.tell_who_is_left_out(event, work)


async def contract_withdrawn(event: contracts.ContractWithdrawn, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_withdrawal(event, work)


async def contract_given_up(event: contracts.ContractGivenUp, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_giving_up(event, work)
    await meeting_letters.tell_that_time_is_off(event, work)


async def meeting_arranged(event: contracts.MeetingArranged, work: Work) -> None:
    await meeting_letters.tell_of_meeting(event, work)


async def meeting_held(event: contracts.MeetingHeld, work: Work) -> None:
    await meeting_letters.tell_that_time_is_off(event, work, event.held_on)


async def meeting_waived(event: contracts.MeetingWaived, work: Work) -> None:
    await meeting_letters.tell_that_time_is_off(event, work)


async def meeting_corrected(event: contracts.MeetingCorrected, work: Work) -> None:
    if event.outcome != "open":
        await meeting_letters.tell_that_time_is_off(event, work, event.held_on)


async def draft_overdue(event: contracts.DraftOverdue, work: Work) -> None:
    await contract_letters.remind_of_draft(event, work)


async def signature_asked(event: contracts.SignatureAsked, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.ask_to_sign(event, work)


async def signature_given(event: contracts.SignatureGiven, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def signing_declined(event: contracts.SigningDeclined, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_declining(event, work)


async def trial_prepared(event: contracts.TrialPrepared, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def trial_asked(event: contracts.TrialAsked, work: Work) -> None:
    await trial_letters.ask(event, work)


async def trial_accepted(event: contracts.TrialAccepted, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def trial_agreed(event: contracts.TrialAgreed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    acts = {process_facts.TRIES: [event.parties.representative_id]}
    await process_facts.set_parties(work.db, event.process_id, acts)
    await trial_letters.tell_of_yes(event, work)


async def trial_put_off(event: contracts.TrialPutOff, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await trial_letters.tell_of_putting_off(event, work)


async def trial_reminded(event: contracts.TrialReminded, work: Work) -> None:
    await trial_letters.remind(event, work)


async def trial_handed_over(event: contracts.TrialHandedOver, work: Work) -> None:
    """The days that were the leaver's stay theirs; what comes is told to who is chosen."""
    tomorrow = local_date(work.heard.said_at) + ONE_DAY
    new = event.parties.supervisor_id
    await process_facts.hold_from(work.db, event.process_id, event.former_id, new, tomorrow)
    await trial_letters.tell_of_handing_over(event, work)


async def trial_overdue(event: contracts.TrialOverdue, work: Work) -> None:
    await trial_letters.tell_of_silence(event, work)


async def trial_decided(event: contracts.TrialDecided, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await trial_letters.tell_of_decision(event, work)


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    await contract_letters.tell_of_signing(event, work)


async def amendment_drafted(event: contracts.AmendmentDrafted, work: Work) -> None:
    await amendment_letters.tell_of_draft(event, work)


async def amendment_too_late(event: contracts.AmendmentTooLate, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await amendment_letters.tell_of_too_late(event, work)


async def amendment_ended(event: contracts.AmendmentEnded, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await amendment_letters.tell_of_end(event, work)


async def contract_amended(event: contracts.ContractAmended, work: Work) -> None:
    await amendment_letters.tell_of_change(event, work)


async def contract_expired(event: contracts.ContractExpired, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_expiry(event, work)


async def continuation_due(event: contracts.ContinuationDue, work: Work) -> None:
    await contract_letters.ask_how_to_go_on(event, work)


async def continuation_chosen(event: contracts.ContinuationChosen, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_choice(event, work)


async def continuation_taken_back(event: contracts.ContinuationTakenBack, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_taking_back(event, work)


async def process_terminated(event: contracts.ProcessTerminated, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def ending_to_confirm(event: contracts.EndingToConfirm, work: Work) -> None:
    await ending_letters.ask_to_confirm(event, work)


async def ending_confirmed(event: contracts.EndingConfirmed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await ending_letters.tell_of_confirmation(event, work)


async def earlier_end_proposed(event: contracts.EarlierEndProposed, work: Work) -> None:
    await earlier_end_letters.ask(event, work)


async def earlier_end_refused(event: contracts.EarlierEndRefused, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await earlier_end_letters.tell_of_refusal(event, work)


async def earlier_end_taken_back(event: contracts.EarlierEndTakenBack, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await earlier_end_letters.tell_of_taking_back(event, work)


async def process_resumed(event: contracts.ProcessResumed, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def pause_overdue(event: contracts.PauseOverdue, work: Work) -> None:
    await pause_letters.ask_about_long_pause(event, work)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.end_with_successor(event, work)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    if not event.told_with_end:
        await contract_letters.tell_of_closing(event, work)


async def member_proposed(event: contracts.MemberProposed, work: Work) -> None:
    await joining_letters.ask_members(event, work)


async def member_asked(event: contracts.MemberAsked, work: Work) -> None:
    await joining_letters.ask_later_member(event, work)


async def newcomer_asked(event: contracts.NewcomerAsked, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await joining_letters.ask_newcomer(event, work)


async def member_not_joining(event: contracts.MemberNotJoining, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await joining_letters.tell_of_no(event, work)


async def member_joined(event: contracts.MemberJoined, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await joining_letters.tell_of_joining(event, work)
