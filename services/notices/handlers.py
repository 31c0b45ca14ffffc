"""One thin function per message: what notices hears and writes about, the codes, and what it says of its mails."""

from services.messages import billing, contracts, directory, intake, sessions
from services.messages.envelope import Done
from services.messages.notices import (
    ChooseMails,
    CountNotices,
    LeaveUndelivered,
    ListMails,
    ListUndelivered,
    MailChoices,
    MailList,
    MailSettings,
    MailSignInCode,
    NoticeCounts,
    SendAgain,
    SendTrialMail,
    ShowMailChoices,
    ShowMailSettings,
    TrialOutcome,
    UndeliveredMails,
)
from services.notices import choices, dropping, mails, process_facts, same_reader, undelivered, writing
from services.notices.composing.doors import Doors
from services.notices.mailing import codes, trial
from services.notices.occasions import (
    absence_letters,
    amendment_letters,
    contract_letters,
    correction_letters,
    earlier_end_letters,
    ending_letters,
    group_letters,
    inquiry_letters,
    invoice_letters,
    joining_letters,
    pause_letters,
    plan_letters,
    replanning_letters,
    representative_letters,
    role_letters,
    session_letters,
    supervisor_letters,
)
from services.runtime import permitted
from services.runtime.commands.asking import Work


async def count_notices(_: CountNotices, work: Work) -> NoticeCounts:
    return await writing.count(work.db)


async def list_mails(query: ListMails, work: Work) -> MailList:
    return await mails.list_mails(work.db, query)


async def list_undelivered(query: ListUndelivered, work: Work) -> UndeliveredMails:
    return await undelivered.list_undelivered(work.db, query)


async def send_again(order: SendAgain, work: Work) -> Done:
    """Next: services/notices/mailing/sending.py:send_notices"""
    await undelivered.send_again(order, work)
    return Done()


async def leave_undelivered(order: LeaveUndelivered, work: Work) -> Done:
    await undelivered.leave(order, work)
    return Done()


async def show_mail_settings(query: ShowMailSettings, work: Work) -> MailSettings:
    return trial.shown(work.settings, query.viewer)


async def send_trial_mail(order: SendTrialMail, work: Work) -> TrialOutcome:
    await permitted.check(work.ask, order.sent_by, "try_mail", "sent_by")
    return await trial.send(work.settings, order, work.clock.now())


async def mail_sign_in_code(order: MailSignInCode, work: Work) -> Done:
    """Next: services/notices/mailing/codes.py:send_codes"""
    await codes.write(work.db, order)
    return Done()


async def choose_mails(order: ChooseMails, work: Work) -> MailChoices:
    chosen = await choices.choose(work.db, order)
    if order.invitations == "single":
        await session_letters.invite_to_each(order.person_id, work)
    return chosen


async def show_mail_choices(query: ShowMailChoices, work: Work) -> MailChoices:
    return await choices.shown(work.db, query.person_id)


async def person_related(event: directory.PersonRelated, work: Work) -> None:
    await role_letters.tell_of_role(event, work)


async def person_unrelated(event: directory.PersonUnrelated, work: Work) -> None:
    await role_letters.tell_of_role(event, work)


async def person_address_changed(event: directory.PersonAddressChanged, work: Work) -> None:
    await role_letters.tell_earlier_address(event, work)


async def person_name_changed(event: directory.PersonNameChanged, work: Work) -> None:
    await role_letters.tell_of_name(event, work)


async def persons_merged(event: directory.PersonsMerged, work: Work) -> None:
    await same_reader.take_over(work.db, event)
    await role_letters.tell_both_addresses(event, work)


async def admission_asked(event: directory.AdmissionAsked, work: Work) -> None:
    await role_letters.ask_to_admit(event, work)


async def admission_answered(event: directory.AdmissionAnswered, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await role_letters.tell_of_admission(event, work)


async def inquiry_received(event: intake.InquiryReceived, work: Work) -> None:
    await inquiry_letters.acknowledge(event, work)


async def inquiry_changed(event: intake.InquiryChanged, work: Work) -> None:
    await inquiry_letters.follow_change(event, work)


async def inquiry_confirmed(event: intake.InquiryConfirmed, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def inquiry_withdrawn(event: intake.InquiryWithdrawn, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.tell_of_withdrawal(event, work)


async def screening_decided(event: intake.ScreeningDecided, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.redirect(event, work)


async def proposal_sent(event: intake.ProposalSent, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.propose(event, work)


async def proposal_expired(event: intake.ProposalExpired, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await inquiry_letters.tell_of_expiry(event, work)


async def interest_asked(event: intake.InterestAsked, work: Work) -> None:
    await inquiry_letters.ask_for_interest(event, work)


async def interest_declared(event: intake.InterestDeclared, work: Work) -> None:
    await inquiry_letters.tell_of_interest(event, work)


async def supervisor_matched(event: intake.SupervisorMatched, work: Work) -> None:
    await process_facts.set_matched(work.db, event.process_id, event.supervisor_id)
    await dropping.drop_answered(event, work)


async def proposal_answered(event: intake.ProposalAnswered, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def step_overdue(event: intake.StepOverdue, work: Work) -> None:
    await inquiry_letters.remind_of_step(event, work)


async def successor_numbered(event: intake.SuccessorNumbered, work: Work) -> None:
    await contract_letters.number_successor(event, work)


async def consent_asked(event: contracts.ConsentAsked, work: Work) -> None:
    await contract_letters.ask_to_consent(event, work)


async def consent_given(event: contracts.ConsentGiven, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def consent_refused(event: contracts.ConsentRefused, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_refusal(event, work)


async def contract_withdrawn(event: contracts.ContractWithdrawn, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_withdrawal(event, work)


async def contract_given_up(event: contracts.ContractGivenUp, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_giving_up(event, work)


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


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    await contract_letters.tell_of_signing(event, work)


async def amendment_drafted(event: contracts.AmendmentDrafted, work: Work) -> None:
    await amendment_letters.tell_of_draft(event, work)


async def amendment_ended(event: contracts.AmendmentEnded, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await amendment_letters.tell_of_end(event, work)


async def contract_amended(event: contracts.ContractAmended, work: Work) -> None:
    await amendment_letters.tell_of_change(event, work)


async def series_amended(event: sessions.SeriesAmended, work: Work) -> None:
    await amendment_letters.tell_of_series(event, work)


async def sessions_handed_over(event: sessions.SessionsHandedOver, work: Work) -> None:
    await supervisor_letters.tell_of_change(event, work)


async def contract_expired(event: contracts.ContractExpired, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_expiry(event, work)


async def continuation_due(event: contracts.ContinuationDue, work: Work) -> None:
    await contract_letters.ask_how_to_go_on(event, work)


async def continuation_chosen(event: contracts.ContinuationChosen, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def continuation_taken_back(event: contracts.ContinuationTakenBack, work: Work) -> None:
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


async def process_resumed(event: contracts.ProcessResumed, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def pause_overdue(event: contracts.PauseOverdue, work: Work) -> None:
    await pause_letters.ask_about_long_pause(event, work)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.end_with_successor(event, work)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await contract_letters.tell_of_closing(event, work)


async def plan_proposed(event: sessions.PlanProposed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await plan_letters.ask(event, work)


async def plan_overdue(event: sessions.PlanOverdue, work: Work) -> None:
    await plan_letters.tell_of_silence(event, work)


async def other_plan_asked(event: sessions.OtherPlanAsked, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await plan_letters.tell_who_plans(event, work)


async def plan_lapsed(event: sessions.PlanLapsed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await plan_letters.tell_of_lapse(event, work)


async def series_planned(event: sessions.SeriesPlanned, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await session_letters.invite(event, work)


async def session_moved(event: sessions.SessionMoved, work: Work[Doors]) -> None:
    await dropping.drop_answered(event, work)
    await session_letters.move(event, work)


async def series_moved(event: sessions.SeriesMoved, work: Work[Doors]) -> None:
    """All at once, so that each reader has one letter of them."""
    for one in event.sessions:
        facts = one.model_dump(exclude={"previous_starts_at"})
        await session_moved(
            sessions.SessionMoved(process_id=event.process_id, party=event.party, **facts), work
        )


async def session_cancelled(event: sessions.SessionCancelled, work: Work[Doors]) -> None:
    await dropping.drop_answered(event, work)
    await session_letters.call_off(event, work)
    await replanning_letters.ask_for_another_time(event, work)


async def session_replanned(event: sessions.SessionReplanned, work: Work[Doors]) -> None:
    await dropping.drop_answered(event, work)
    await session_letters.tell_of_replacement(event, work)


async def session_left_out(event: sessions.SessionLeftOut, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def series_cut_short(event: sessions.SeriesCutShort, work: Work) -> None:
    await ending_letters.tell_of_termination(event, work)


async def series_paused(event: sessions.SeriesPaused, work: Work) -> None:
    await pause_letters.tell_of_pause(event, work)


async def series_resumed(event: sessions.SeriesResumed, work: Work) -> None:
    await pause_letters.tell_of_resuming(event, work)


async def session_held(event: sessions.SessionHeld, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def session_not_attended(event: sessions.SessionNotAttended, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def record_corrected(event: sessions.RecordCorrected, work: Work) -> None:
    """Next: services/notices/occasions/correction_letters.py:tell"""
    await correction_letters.tell(event, work)
    await replanning_letters.ask_for_another_time(event, work)


async def absence_reported(event: sessions.AbsenceReported, work: Work) -> None:
    await absence_letters.tell(event, work)


async def absence_taken_back(event: sessions.AbsenceTakenBack, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await absence_letters.tell_of_coming(event, work)


async def goals_to_carry_on(event: sessions.GoalsToCarryOn, work: Work) -> None:
    await group_letters.ask_about_going_on(event, work)


async def goal_change_proposed(event: sessions.GoalChangeProposed, work: Work) -> None:
    await group_letters.ask_about_goal(event, work)


async def member_proposed(event: contracts.MemberProposed, work: Work) -> None:
    await joining_letters.ask_members(event, work)


async def newcomer_asked(event: contracts.NewcomerAsked, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await joining_letters.ask_newcomer(event, work)


async def member_not_joining(event: contracts.MemberNotJoining, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await joining_letters.tell_of_no(event, work)


async def member_joined(event: contracts.MemberJoined, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await joining_letters.tell_of_joining(event, work)


async def member_left(event: sessions.MemberLeft, work: Work) -> None:
    await dropping.drop_of_leaver(event, work)
    await group_letters.tell_of_leaving(event, work)


async def representative_proposed(event: sessions.RepresentativeProposed, work: Work) -> None:
    await representative_letters.ask(event, work)


async def representative_refused(event: sessions.RepresentativeRefused, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await representative_letters.tell_of_refusal(event, work)


async def representative_named(event: sessions.RepresentativeNamed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await representative_letters.tell_of_naming(event, work)


async def group_settled(event: sessions.GroupSettled, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def review_refused(event: sessions.ReviewRefused, work: Work) -> None:
    await group_letters.tell_of_refusal(event, work)


async def confirmation_overdue(event: sessions.ConfirmationOverdue, work: Work) -> None:
    await session_letters.ask_what_happened(event, work)


async def review_due(event: sessions.ReviewDue, work: Work) -> None:
    await session_letters.ask_for_review(event, work)


async def review_overdue(event: sessions.ReviewOverdue, work: Work) -> None:
    await session_letters.ask_for_review(event, work)


async def review_done(event: sessions.ReviewDone, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def review_waived(event: sessions.ReviewWaived, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def review_lapsed(event: sessions.ReviewLapsed, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def invoice_issued(event: billing.InvoiceIssued, work: Work) -> None:
    """Next: services/notices/occasions/invoice_letters.py:pass_on"""
    await invoice_letters.pass_on(event, work)


async def dispute_opened(event: billing.DisputeOpened, work: Work) -> None:
    await invoice_letters.tell_of_dispute(event, work)


async def dispute_resolved(event: billing.DisputeResolved, work: Work) -> None:
    await invoice_letters.tell_of_decision(event, work)
