"""One function per message: which facts an event puts on its process's card, and the order to build all anew."""

import sys
from datetime import datetime

from services.console.board import assignments, cards, rebuilding, same_person, series_rows
from services.messages import billing, contracts, directory, intake, sessions
from services.messages.console import BoardRebuilt, CoordinatorsInCharge, RebuildBoard, ShowCoordinators
from services.messages.operations import (
    AccessList,
    CountRefusedCodes,
    ListAccess,
    ListOpenings,
    ListSignIns,
    Openings,
    RefusedCodes,
    SignIns,
)
from services.runtime.clock import SystemClock
from services.runtime.commands.asking import Work
from services.runtime.finland import local_date
from services.web.access_log import reading
from services.web.sign_in import refused_codes, signed_in

_ON_TIME = {"late_step": None, "late_level": 0, "late_at": None}


async def rebuild_board(command: RebuildBoard, work: Work) -> BoardRebuilt:
    return await rebuilding.rebuild(work, sys.modules[__name__], command.anew)


async def show_coordinators(query: ShowCoordinators, work: Work) -> CoordinatorsInCharge:
    return CoordinatorsInCharge(coordinators=await assignments.given(work.db, query.process_ids))


async def list_sign_ins(query: ListSignIns, work: Work) -> SignIns:
    return await signed_in.of(work.db, query.person_ids)


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await reading.list_access(query, work)


async def count_refused_codes(query: CountRefusedCodes, work: Work) -> RefusedCodes:
    return await refused_codes.count(query, work, SystemClock().now())


async def list_openings(query: ListOpenings, work: Work) -> Openings:
    return await reading.list_openings(query, work)


# --- directory --------------------------------------------------------------------------------------------


async def organisation_registered(event: directory.OrganisationRegistered, work: Work) -> None:
    await cards.name_organisation(work, event)


async def organisation_changed(event: directory.OrganisationChanged, work: Work) -> None:
    await cards.name_organisation(work, event)


async def department_registered(event: directory.DepartmentRegistered, work: Work) -> None:
    await cards.name_department(work, event)


async def department_changed(event: directory.DepartmentChanged, work: Work) -> None:
    await cards.name_department(work, event)


async def persons_merged(event: directory.PersonsMerged, work: Work) -> None:
    await signed_in.end_all(work.db, event.absorbed_id)
    await same_person.take_over(work, event)


async def person_related(event: directory.PersonRelated, work: Work) -> None:
    await cards.follow_role(work, event)


async def person_unrelated(event: directory.PersonUnrelated, work: Work) -> None:
    """A coordinator who is none any more looks after nothing: it is everybody's again."""
    if event.relation == "coordinator":
        await assignments.take_back(work.db, event.person_id, event.by or event.person_id, work.heard.said_at)
    await cards.follow_role(work, event)


# --- intake -----------------------------------------------------------------------------------------------


async def inquiry_received(event: intake.InquiryReceived, work: Work) -> None:
    asked = {"contact_id": event.contact_id, "asked_name": event.organisation_name}
    how = {"number": event.number, "audience": event.audience.value, "language": event.language}
    await cards.hear(work, event, began_at=event.received_at, step_due_at=_due(event), **asked, **how)


async def inquiry_changed(event: intake.InquiryChanged, work: Work) -> None:
    asked = {"contact_id": event.contact_id, "asked_name": event.organisation_name}
    await cards.hear(work, event, audience=event.audience.value, language=event.language, **asked)


async def inquiry_confirmed(event: intake.InquiryConfirmed, work: Work) -> None:
    await cards.hear(work, event)


async def inquiry_withdrawn(event: intake.InquiryWithdrawn, work: Work) -> None:
    await cards.hear(work, event, withdrawn_at=event.withdrawn_at, **_ON_TIME)


async def successor_numbered(event: intake.SuccessorNumbered, work: Work) -> None:
    known = event.model_dump(exclude={"process_id", "promises"}) | {
        "audience": event.audience and event.audience.value
    }
    await cards.hear(work, event, **known, began_at=work.heard.said_at)


async def screening_decided(event: intake.ScreeningDecided, work: Work) -> None:
    await cards.hear(
        work,
        event,
        outcome=event.outcome.value,
        organisation_id=event.organisation_id,
        department_id=event.department_id,
        screened_at=event.decided_at,
        step_due_at=_due(event),
        **_ON_TIME,
    )


async def interest_asked(event: intake.InterestAsked, work: Work) -> None:
    await cards.hear(work, event)


async def interest_declared(event: intake.InterestDeclared, work: Work) -> None:
    await cards.hear(work, event)


async def supervisor_matched(event: intake.SupervisorMatched, work: Work) -> None:
    known = {"supervisor_id": event.supervisor_id, "matched_at": event.matched_at}
    await cards.hear(work, event, step_due_at=_due(event), **known, **_ON_TIME)


async def supervisor_replaced(event: intake.SupervisorReplaced, work: Work) -> None:
    known = event.model_dump(include={"supervisor_id", "other_supervisor_id"})
    await cards.hear(work, event, **known)


async def proposal_sent(event: intake.ProposalSent, work: Work) -> None:
    known = {"price_cents": event.price_cents, "proposal_until": event.valid_until}
    await cards.hear(work, event, proposal="sent", proposal_at=event.sent_at, **known, **_ON_TIME)


async def proposal_answered(event: intake.ProposalAnswered, work: Work) -> None:
    due = {"step_due_at": _due(event), "complete_by": event.complete_by}
    stands = "accept" if event.stands else event.answer
    await cards.hear(work, event, proposal=stands, proposal_at=event.answered_at, **due, **_ON_TIME)


async def proposal_expired(event: intake.ProposalExpired, work: Work) -> None:
    stands = "accept" if event.stands else "expired"
    await cards.hear(work, event, proposal=stands, proposal_at=work.heard.said_at, **_ON_TIME)


async def step_overdue(event: intake.StepOverdue, work: Work) -> None:
    said_at = work.heard.said_at
    await cards.hear(work, event, late_step=event.step, late_level=event.level, late_at=said_at)


def _due(
    event: intake.InquiryReceived
    | intake.ScreeningDecided
    | intake.SupervisorMatched
    | intake.ProposalAnswered,
) -> datetime | None:
    """When the step that begins with this event is due: its first reminder comes then."""
    return next(iter(event.reminders_at), None)


# --- contracts --------------------------------------------------------------------------------------------


async def contract_completed(event: contracts.ContractCompleted, work: Work) -> None:
    await cards.hear(work, event)


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
    await cards.hear(work, event, awaited_party=None, awaited_level=0, consents_refused=0, **again)


async def contract_withdrawn(event: contracts.ContractWithdrawn, work: Work) -> None:
    """A draft again, by our own hand."""
    again = {"mend_by": event.complete_by, "draft_late_level": 0, "consents_refused": 0}
    await cards.hear(work, event, awaited_party=None, awaited_level=0, **again)


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


async def amendment_ended(event: contracts.AmendmentEnded, work: Work) -> None:
    await cards.hear(work, event)


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
    await cards.hear(work, event, ends_on=event.last_day, pause_overdue_at=None, **chosen)


async def ending_to_confirm(event: contracts.EndingToConfirm, work: Work) -> None:
    waits = {"ending_to_confirm_at": work.heard.said_at, "confirm_ending_by": event.act_by}
    await cards.hear(work, event, **waits)


async def ending_confirmed(event: contracts.EndingConfirmed, work: Work) -> None:
    await cards.hear(work, event, ending_to_confirm_at=None, confirm_ending_by=None)


async def earlier_end_proposed(event: contracts.EarlierEndProposed, work: Work) -> None:
    await cards.hear(work, event)


async def earlier_end_agreed(event: contracts.EarlierEndAgreed, work: Work) -> None:
    await cards.hear(work, event)


async def earlier_end_refused(event: contracts.EarlierEndRefused, work: Work) -> None:
    await cards.hear(work, event)


async def process_paused(event: contracts.ProcessPaused, work: Work) -> None:
    goes_on = local_date(event.goes_on_at) if event.goes_on_at else None
    paused = {"paused_from": event.from_day, "goes_on": goes_on, "pause_overdue_at": None}
    await cards.hear_of_another_end(work, event, **paused)


async def process_resumed(event: contracts.ProcessResumed, work: Work) -> None:
    await cards.hear_of_another_end(work, event, goes_on=event.on, pause_overdue_at=None)


async def pause_overdue(event: contracts.PauseOverdue, work: Work) -> None:
    await cards.hear(work, event, pause_overdue_at=work.heard.said_at, pause_act_by=event.act_by)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    ended = {"ended_as": "renewed", "ended_at": event.renewed_at}
    await cards.hear(work, event, successor_id=event.successor_id, **ended)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await cards.hear(work, event, ended_as="closed", ended_at=event.closed_at)


# --- sessions ---------------------------------------------------------------------------------------------


async def plan_proposed(event: sessions.PlanProposed, work: Work) -> None:
    await cards.hear(work, event, plan_waits_since=None, plan_act_by=None)


async def plan_overdue(event: sessions.PlanOverdue, work: Work) -> None:
    await cards.hear(work, event, plan_waits_since=work.heard.said_at, plan_act_by=event.until)


async def other_plan_asked(event: sessions.OtherPlanAsked, work: Work) -> None:
    await cards.hear(work, event, plan_waits_since=work.heard.said_at, plan_act_by=event.act_by)


async def plan_lapsed(event: sessions.PlanLapsed, work: Work) -> None:
    """With a pause or the contract's end there is nothing to be planned for now."""
    waits = event.why not in ("paused", "terminated")
    since = work.heard.said_at if waits else None
    await cards.hear(work, event, plan_waits_since=since, plan_act_by=event.act_by if waits else None)


async def series_planned(event: sessions.SeriesPlanned, work: Work) -> None:
    await series_rows.plan(work, event, plan_waits_since=None, plan_act_by=None)


async def series_paused(event: sessions.SeriesPaused, work: Work) -> None:
    await series_rows.plan_again(work, event)


async def series_resumed(event: sessions.SeriesResumed, work: Work) -> None:
    await series_rows.plan_again(work, event)


async def series_amended(event: sessions.SeriesAmended, work: Work) -> None:
    await series_rows.plan_again(work, event)


async def sessions_handed_over(event: sessions.SessionsHandedOver, work: Work) -> None:
    await series_rows.hand_over(work, event)


async def series_cut_short(event: sessions.SeriesCutShort, work: Work) -> None:
    await cards.hear(work, event)


async def session_moved(event: sessions.SessionMoved, work: Work) -> None:
    times = event.model_dump(include={"starts_at", "ends_at", "confirm_by"})
    await series_rows.hear(work, event, **times)


async def series_moved(event: sessions.SeriesMoved, work: Work) -> None:
    await series_rows.move_all(work, event)


async def session_cancelled(event: sessions.SessionCancelled, work: Work) -> None:
    said_at = work.heard.said_at if event.replan_by else None
    gone = event.planned_again or event.cancelled_by == "correction"
    status = "replaced" if gone else "cancelled"
    await series_rows.hear(work, event, status=status, replan_since=said_at, replan_by=event.replan_by)


async def session_replanned(event: sessions.SessionReplanned, work: Work) -> None:
    await series_rows.replace(work, event)


async def session_left_out(event: sessions.SessionLeftOut, work: Work) -> None:
    await series_rows.hear(work, event, replan_since=None, replan_by=None)


async def session_held(event: sessions.SessionHeld, work: Work) -> None:
    await series_rows.hear(work, event, status="held")


async def session_not_attended(event: sessions.SessionNotAttended, work: Work) -> None:
    await series_rows.hear(work, event, status="no_show")


async def record_corrected(event: sessions.RecordCorrected, work: Work) -> None:
    """One that stays called off, in whose place another came, is no row of the count again."""
    since = work.heard.said_at if event.replan_by else None
    waits = {"replan_since": since, "replan_by": event.replan_by}
    await series_rows.hear(work, event, status=event.status, **waits)


async def absence_reported(event: sessions.AbsenceReported, work: Work) -> None:
    await cards.hear(work, event)


async def absence_taken_back(event: sessions.AbsenceTakenBack, work: Work) -> None:
    await cards.hear(work, event)


async def member_proposed(event: contracts.MemberProposed, work: Work) -> None:
    await cards.hear(work, event)


async def newcomer_asked(event: contracts.NewcomerAsked, work: Work) -> None:
    await cards.hear(work, event)


async def member_not_joining(event: contracts.MemberNotJoining, work: Work) -> None:
    await cards.hear(work, event)


async def member_joined(event: contracts.MemberJoined, work: Work) -> None:
    await cards.hear(work, event)


async def member_left(event: sessions.MemberLeft, work: Work) -> None:
    if event.settle_by is None:
        return await cards.hear(work, event)
    await cards.hear(work, event, group_unsettled_at=work.heard.said_at, settle_group_by=event.settle_by)


async def representative_proposed(event: sessions.RepresentativeProposed, work: Work) -> None:
    await cards.hear(work, event)


async def representative_refused(event: sessions.RepresentativeRefused, work: Work) -> None:
    await cards.hear(work, event)


async def representative_named(event: sessions.RepresentativeNamed, work: Work) -> None:
    await cards.hear(work, event)


async def group_settled(event: sessions.GroupSettled, work: Work) -> None:
    await cards.hear(work, event, group_unsettled_at=None, settle_group_by=None)


async def confirmation_overdue(event: sessions.ConfirmationOverdue, work: Work) -> None:
    await series_rows.hear(work, event, overdue_at=work.heard.said_at)


async def review_due(event: sessions.ReviewDue, work: Work) -> None:
    await series_rows.hear_review(work, event)


async def review_overdue(event: sessions.ReviewOverdue, work: Work) -> None:
    await series_rows.hear_review(work, event)


async def review_done(event: sessions.ReviewDone, work: Work) -> None:
    await series_rows.hear_review(work, event)


async def review_waived(event: sessions.ReviewWaived, work: Work) -> None:
    await series_rows.hear_review(work, event)


async def review_lapsed(event: sessions.ReviewLapsed, work: Work) -> None:
    await series_rows.hear_review(work, event)


async def review_refused(event: sessions.ReviewRefused, work: Work) -> None:
    await cards.hear(work, event)


async def review_released(event: sessions.ReviewReleased, work: Work) -> None:
    await cards.hear(work, event)


# --- billing ----------------------------------------------------------------------------------------------


async def invoice_held(event: billing.InvoiceHeld, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=event.held_at)


async def invoice_freed(event: billing.InvoiceFreed, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=None)


async def dispute_opened(event: billing.DisputeOpened, work: Work) -> None:
    await cards.hear(work, event, disputed_since=event.open_since)


async def dispute_resolved(event: billing.DisputeResolved, work: Work) -> None:
    await cards.hear(work, event, disputed_since=event.open_since)


async def billed_by_hand(event: billing.BilledByHand, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=event.held_since)


async def bill_taken_back(event: billing.BillTakenBack, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=event.held_since)


async def invoice_issued(event: billing.InvoiceIssued, work: Work) -> None:
    await cards.bill(work, event)
