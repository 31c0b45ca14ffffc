"""One thin function per message: what sessions answers, and what it listens to."""

from datetime import date
from uuid import UUID

from services.messages import contracts, directory
from services.messages import sessions as messages
from services.messages.envelope import Done
from services.messages.policy import Right
from services.messages.values import Utc
from services.runtime import permitted
from services.runtime.commands.asking import Work
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.finland import local_date
from services.sessions import access, contract_facts, reaching
from services.sessions.changes import amending, days_away, ending, handing_over, pausing
from services.sessions.content import carrying, goals, notes, reviews
from services.sessions.content.vault import Vault, key_of_keys
from services.sessions.hours import away, free_times, weekly_hours
from services.sessions.members import joining, leaving, representatives, representing, same_member
from services.sessions.planning import booking
from services.sessions.proposing import answering, proposing, showing
from services.sessions.proposing import replanning as plans_again
from services.sessions.recording import (
    absences,
    attendance,
    cancelled_before,
    correcting,
    recorded_words,
    unrecorded,
)
from services.sessions.rescheduling import moving, replacing, series_moving
from services.sessions.showing import my_sessions, session_card, waiting
from services.sessions.tables import Agreement


async def contract_signed(event: contracts.ContractSigned, work: Work) -> None:
    """Goals may be set from now on. A later version may have other days, or another supervisor."""
    await contract_facts.keep(
        work.db, event.process_id, event.version, event.terms, event.parties, event.renews
    )
    await carrying.begin(work.db, _vault(work), event)
    if event.version > 1:
        await contract_facts.lock(work.db, event.process_id)
        await plans_again.plan_again(work.db, event.process_id, event.signed_at)


async def continuation_chosen(event: contracts.ContinuationChosen, work: Work) -> None:
    await carrying.ask(work.db, event, work.heard.said_at)


async def continuation_taken_back(event: contracts.ContinuationTakenBack, work: Work) -> None:
    await carrying.forget(work.db, event)


async def member_joined(event: contracts.MemberJoined, work: Work) -> None:
    await joining.join(work.db, event)


async def contract_amended(event: contracts.ContractAmended, work: Work) -> None:
    await amending.amend(work.db, event)


async def amendment_drafted(event: contracts.AmendmentDrafted, work: Work) -> None:
    await handing_over.begin(work.db, event)


async def amendment_ended(event: contracts.AmendmentEnded, work: Work) -> None:
    """Next: services/sessions/changes/handing_over.py:give_up"""
    await handing_over.give_up(work.db, event, work.clock.now())


async def find_sessions_after(query: messages.FindSessionsAfter, work: Work) -> messages.SessionsAfter:
    return await handing_over.after(work.db, query)


async def find_last_planned(query: messages.FindLastPlanned, work: Work) -> messages.LastPlanned:
    return await amending.last_planned(work.db, query)


async def find_last_recorded(query: messages.FindLastRecorded, work: Work) -> messages.LastRecorded:
    return await amending.last_recorded(work.db, query.process_id)


async def preview_change(query: messages.PreviewChange, work: Work) -> messages.ChangePlan:
    return await amending.preview(work.db, query)


async def process_terminated(event: contracts.ProcessTerminated, work: Work) -> None:
    await ending.end_early(work.db, event)


async def process_paused(event: contracts.ProcessPaused, work: Work) -> None:
    await pausing.take_out(work.db, event)


async def process_resumed(event: contracts.ProcessResumed, work: Work) -> None:
    await pausing.go_on(work.db, event)


async def preview_pause(query: messages.PreviewPause, work: Work) -> messages.PausePlan:
    latest = await _credentials_end(query.process_id, query.as_of, work)
    return await pausing.preview(work.db, query, latest)


async def preview_resuming(query: messages.PreviewResuming, work: Work) -> messages.PausePlan:
    latest = await _credentials_end(query.process_id, query.as_of, work)
    return await pausing.preview_resuming(work.db, query, latest)


async def process_closed(event: contracts.ProcessClosed, work: Work) -> None:
    await reviews.lapse(work.db, event.process_id, event.closed_at)


async def process_renewed(event: contracts.ProcessRenewed, work: Work) -> None:
    await reviews.lapse(work.db, event.process_id, event.renewed_at)


async def preview_ending(query: messages.PreviewEnding, work: Work) -> messages.EndingPreview:
    return await ending.preview(work.db, query)


async def persons_merged(event: directory.PersonsMerged, work: Work) -> None:
    await same_member.take_over(work, _vault(work), event)


async def supervisor_leaves(event: directory.SupervisorLeaves, work: Work) -> None:
    """Next: services/sessions/hours/away.py:leave"""
    await away.leave(work.db, event.supervisor_id, event.last_day, work.clock.now())


async def offer_availability(order: messages.OfferAvailability, work: Work) -> Done:
    await _check_hours(work, order.supervisor_id, order.offered_by, "offered_by")
    await weekly_hours.offer(work.db, order)
    return Done()


async def withdraw_availability(order: messages.WithdrawAvailability, work: Work) -> Done:
    await _check_hours(work, order.supervisor_id, order.withdrawn_by, "withdrawn_by")
    await weekly_hours.withdraw(work.db, order)
    return Done()


async def list_availability(query: messages.ListAvailability, work: Work) -> messages.AvailabilityList:
    return await weekly_hours.shown_to(work.db, query.supervisor_id, query.viewer)


async def preview_days_away(query: messages.PreviewDaysAway, work: Work) -> messages.DaysAwayPlan:
    return await days_away.preview(work.db, query)


async def report_days_away(order: messages.ReportDaysAway, work: Work) -> messages.DaysAwayPlan:
    await _check_days_away(work, order.supervisor_id, order.reported_by, "reported_by")
    return await days_away.report(work.db, order)


async def take_back_days_away(order: messages.TakeBackDaysAway, work: Work) -> Done:
    await _check_days_away(work, order.supervisor_id, order.taken_back_by, "taken_back_by")
    await days_away.take_back(work.db, order)
    return Done()


async def list_days_away(query: messages.ListDaysAway, work: Work) -> messages.DaysAwayList:
    return await days_away.shown_to(work.db, query)


async def preview_series(query: messages.PreviewSeries, work: Work) -> messages.SeriesPlan:
    """Of the contract as it stands, signed or not."""
    card = await work.ask(contracts.ShowContract(process_id=query.process_id))
    agreed = contract_facts.facts(query.process_id, card.version, card.terms, card.parties)
    agreement = Agreement(**agreed, renews=card.renews)
    return await booking.preview(work.db, agreement, query.as_of)


async def propose_first_plan(order: messages.ProposeFirstPlan, work: Work) -> Done:
    """Next: services/sessions/proposing/proposing.py:propose_first"""
    card = await work.ask(contracts.ShowContract(process_id=order.process_id))
    if card.status != "signed":
        raise Refusal("contract_not_signed", "process_id")
    await contract_facts.keep(work.db, order.process_id, card.version, card.terms, card.parties, card.renews)
    await proposing.propose_first(work.db, order.process_id, order.as_of)
    return Done()


async def preview_plan(query: messages.PreviewPlan, work: Work) -> messages.PlanPreview:
    return await proposing.preview(work.db, query)


async def propose_plan(order: messages.ProposePlan, work: Work) -> Done:
    agreement = await contract_facts.find(work.db, order.process_id, local_date(order.as_of))
    if order.proposed_by != agreement.supervisor_id:
        await permitted.check(work.ask, order.proposed_by, "propose_plan", "proposed_by")
    await proposing.propose(work.db, order)
    return Done()


async def confirm_plan(order: messages.ConfirmPlan, work: Work) -> Done:
    await answering.confirm(work.db, order)
    return Done()


async def ask_other_plan(order: messages.AskOtherPlan, work: Work) -> Done:
    await answering.ask_otherwise(work.db, _vault(work), order)
    return Done()


async def show_plan(query: messages.ShowPlan, work: Work) -> messages.PlanShown:
    return await showing.shown_to(work.db, _vault(work), query)


async def list_sessions(query: messages.ListSessions, work: Work) -> messages.SessionList:
    now = work.clock.now()
    cards = await my_sessions.of_process(work.db, query.process_id, query.viewer, now)
    return messages.SessionList(sessions=cards)


async def list_my_sessions(query: messages.ListMySessions, work: Work) -> messages.SessionList:
    found = [session_card.card(row) for row in await my_sessions.between(work.db, query)]
    part = fitting(found, most=my_sessions.MOST)
    return messages.SessionList(sessions=part, go_on_after=last_of(part, found, "session_id"))


async def show_waiting(query: messages.ShowWaiting, work: Work) -> messages.Waits:
    return await waiting.shown_to(work.db, query)


async def show_session(query: messages.ShowSession, work: Work) -> messages.SessionShown:
    row, process = await access.session_reached(work.db, query.session_id, query.viewer)
    by_others = row.revision or row.recorded_by not in (None, row.supervisor_id)
    words = (
        await recorded_words.shown_to(work.db, _vault(work), row, process, query.viewer) if by_others else []
    )
    now = work.clock.now()
    shown = await session_card.show(work.db, query, now, words)
    if not await unrecorded.waits_for_staff(work.ask, row, query.viewer, now):
        return shown
    return shown.model_copy(update={"card": shown.card.model_copy(update={"may_correct": True})})


async def list_free_times(query: messages.ListFreeTimes, work: Work) -> messages.FreeTimes:
    return await free_times.of_session(work.db, query)


async def move_session(order: messages.MoveSession, work: Work) -> messages.SessionCard:
    await representing.check_moves(work.db, work.ask, order)
    return session_card.card(await moving.move(work.db, order))


async def preview_move_series(query: messages.PreviewMoveSeries, work: Work) -> messages.SeriesMovePlan:
    return await series_moving.preview(work.db, query)


async def move_series(order: messages.MoveSeries, work: Work) -> messages.SeriesMovePlan:
    await representing.check_moves(work.db, work.ask, order)
    return await series_moving.move(work.db, order)


async def preview_move(query: messages.PreviewMove, work: Work) -> messages.MovePreview:
    """Next: services/billing/handlers.py:quote_cancellation"""
    return await moving.preview(work.db, query)


async def preview_cancellation(
    query: messages.PreviewCancellation, work: Work
) -> messages.CancellationPreview:
    """Next: services/billing/handlers.py:quote_cancellation"""
    return await attendance.preview_cancellation(work.db, query)


async def cancel_session(order: messages.CancelSession, work: Work) -> messages.SessionCard:
    await representing.check_cancels(work.db, work.ask, order)
    return session_card.card(await attendance.cancel(work.db, order))


async def report_absence(order: messages.ReportAbsence, work: Work) -> Done:
    await absences.report(work.db, order)
    return Done()


async def take_back_absence(order: messages.TakeBackAbsence, work: Work) -> Done:
    await absences.take_back(work.db, order)
    return Done()


async def replan_session(order: messages.ReplanSession, work: Work) -> messages.SessionCard:
    await permitted.check(work.ask, order.planned_by, "replan_session", "planned_by")
    return session_card.card(await replacing.replan(work.db, order))


async def record_held(order: messages.RecordHeld, work: Work) -> messages.SessionCard:
    await _check_still(work, order.recorded_by, "record_session", "recorded_by")
    return session_card.card(await attendance.record_held(work.db, order))


async def record_no_show(order: messages.RecordNoShow, work: Work) -> messages.SessionCard:
    await _check_still(work, order.recorded_by, "record_session", "recorded_by")
    return session_card.card(await attendance.record_no_show(work.db, order))


async def record_cancelled(order: messages.RecordCancelled, work: Work) -> messages.SessionCard:
    await _check_still(work, order.recorded_by, "record_session", "recorded_by")
    return session_card.card(await cancelled_before.record(work.db, order))


async def correct_record(order: messages.CorrectRecord, work: Work) -> messages.SessionCard:
    return session_card.card(await correcting.correct(work, _vault(work), order))


async def show_record(query: messages.ShowRecord, work: Work) -> messages.RecordState:
    return messages.RecordState(revision=await correcting.revision(work.db, query))


async def look_at_series(order: messages.LookAtSeries, work: Work) -> messages.SeriesState:
    return await reaching.look_at_series(work.db, order.process_id, order.as_of)


async def open_review(order: messages.OpenReview, work: Work) -> messages.ReviewAwaited:
    return await reviews.open_review(work.db, order)


async def record_review(order: messages.RecordReview, work: Work) -> Done:
    await _check_still(work, order.recorded_by, "record_review", "recorded_by")
    await reviews.record(work.db, _vault(work), order)
    return Done()


async def waive_review(order: messages.WaiveReview, work: Work) -> Done:
    by = order.waived_by
    staff = await permitted.may(work.ask, by, "waive_review")
    if not staff:
        await permitted.check(work.ask, by, "waive_review", "waived_by", supervisor_id=by)
    await reviews.waive(work.db, _vault(work), order, staff=staff)
    return Done()


async def list_reviews(query: messages.ListReviews, work: Work) -> messages.ReviewList:
    return await reviews.shown_to(work.db, _vault(work), query, local_date(work.clock.now()))


async def consent_to_review(order: messages.ConsentToReview, work: Work) -> Done:
    await reviews.consent(work, order)
    return Done()


async def refuse_review(order: messages.RefuseReview, work: Work) -> Done:
    await reviews.refuse(work, order)
    return Done()


async def leave_group(order: messages.LeaveGroup, work: Work) -> Done:
    await leaving.leave(work.db, _vault(work), order)
    return Done()


async def name_representative(order: messages.NameRepresentative, work: Work) -> Done:
    """Next: services/notices/occasions/representative_letters.py:ask"""
    process = await access.find(work.db, order.process_id)
    if order.named_by not in process.staying(local_date(order.as_of)):
        await permitted.check(work.ask, order.named_by, "name_representative", "named_by")
    await representatives.name(work.db, order)
    return Done()


async def agree_to_representative(order: messages.AgreeToRepresentative, work: Work) -> Done:
    await representatives.answer(work.db, order)
    return Done()


async def settle_group(order: messages.SettleGroup, work: Work) -> Done:
    await permitted.check(work.ask, order.settled_by, "settle_group", "settled_by")
    await leaving.settle(work.db, order)
    return Done()


async def show_group(query: messages.ShowGroup, work: Work) -> messages.Group:
    return await leaving.shown_to(work.db, _vault(work), query, local_date(work.clock.now()))


async def set_goal(order: messages.SetGoal, work: Work) -> Done:
    await goals.set_goal(work.db, _vault(work), order)
    return Done()


async def score_goal(order: messages.ScoreGoal, work: Work) -> Done:
    await goals.score(work, _vault(work), order)
    return Done()


async def release_goal(order: messages.ReleaseGoal, work: Work) -> Done:
    await goals.release(work.db, _vault(work), order)
    return Done()


async def share_goal(order: messages.ShareGoal, work: Work) -> Done:
    await goals.share(work.db, _vault(work), order)
    return Done()


async def carry_goal_on(order: messages.CarryGoalOn, work: Work) -> Done:
    await goals.carry_on(work.db, _vault(work), order)
    return Done()


async def agree_to_goal_change(order: messages.AgreeToGoalChange, work: Work) -> Done:
    await goals.answer(work.db, _vault(work), order)
    return Done()


async def list_goals(query: messages.ListGoals, work: Work) -> messages.Goals:
    return await goals.shown_to(work.db, _vault(work), query, work.clock.now())


async def write_note(order: messages.WriteNote, work: Work) -> Done:
    await _check_still(work, order.author_id, "write_note", "author_id")
    await notes.write(work.db, _vault(work), order)
    return Done()


async def read_note(query: messages.ReadNote, work: Work) -> messages.Note:
    return await notes.read(work.db, _vault(work), query)


async def _check_still(work: Work, person_id: UUID, action: Right, field: str) -> None:
    """Until their entry ends; whose the session is, is asked beside. Refuses: not_the_supervisor."""
    if not await permitted.may(work.ask, person_id, action, supervisor_id=person_id):
        raise Refusal("not_the_supervisor", field)


async def _check_hours(work: Work, supervisor_id: UUID, person_id: UUID, field: str) -> None:
    """A supervisor's own, as long as they are one, or a coordinator's word. Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, "offer_availability", field, supervisor_id)


async def _check_days_away(work: Work, supervisor_id: UUID, person_id: UUID, field: str) -> None:
    """As of hours. Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, "report_days_away", field, supervisor_id)


async def _credentials_end(process_id: UUID, at: Utc, work: Work) -> date | None:
    """The last day on which all that its supervisor has to hold is valid; none where nothing is known of it."""
    supervisor_id = (await contract_facts.find(work.db, process_id, local_date(at))).supervisor_id
    part = await work.ask(directory.ListSupervisors(with_ended=True))
    cards = list(part.supervisors)
    while part.go_on_after:
        part = await work.ask(directory.ListSupervisors(with_ended=True, after=part.go_on_after))
        cards += part.supervisors
    own = next((one.credentials for one in cards if one.supervisor_id == supervisor_id), {})
    return min(own.values(), default=None)


def _vault(work: Work) -> Vault:
    return Vault(work.db, key_of_keys(work.settings.keys))
