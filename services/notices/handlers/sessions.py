"""What notices hears from sessions: plans, sessions, groups, reviews."""

from services.messages import sessions
from services.notices import dropping, reminders
from services.notices.composing.doors import Doors
from services.notices.occasions import (
    absence_letters,
    amendment_letters,
    correction_letters,
    ending_letters,
    group_letters,
    pause_letters,
    plan_letters,
    replanning_letters,
    representative_letters,
    session_letters,
    supervisor_letters,
)
from services.runtime.commands.transactions import Work


async def series_amended(event: sessions.SeriesAmended, work: Work) -> None:
    await amendment_letters.tell_of_series(event, work)


async def free_limits_changed(event: sessions.FreeLimitsChanged, work: Work) -> None:
    await reminders.follow(event, work)


async def sessions_handed_over(event: sessions.SessionsHandedOver, work: Work[Doors]) -> None:
    await supervisor_letters.tell_of_change(event, work)


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
    await replanning_letters.tell_that_they_moved(event, work)


async def session_cancelled(event: sessions.SessionCancelled, work: Work[Doors]) -> None:
    await dropping.drop_answered(event, work)
    await session_letters.call_off(event, work)
    await replanning_letters.tell_that_it_is_owed(event, work)
    await replanning_letters.ask_for_another_time(event, work)


async def session_replanned(event: sessions.SessionReplanned, work: Work[Doors]) -> None:
    await dropping.drop_answered(event, work)
    await session_letters.tell_of_replacement(event, work)
    await replanning_letters.tell_of_replacement(event, work)


async def place_changed(event: sessions.PlaceChanged, work: Work[Doors]) -> None:
    await session_letters.tell_of_place(event, work)


async def session_left_out(event: sessions.SessionLeftOut, work: Work[Doors]) -> None:
    await dropping.drop_answered(event, work)
    await replanning_letters.tell_that_it_is_left_out(event, work)


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
    await correction_letters.tell_of_no_show(event, work)


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


async def member_left(event: sessions.MemberLeft, work: Work) -> None:
    known = await dropping.drop_of_leaver(event, work)
    await group_letters.tell_of_leaving(event, known, work)


async def representative_proposed(event: sessions.RepresentativeProposed, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await representative_letters.ask(event, work)


async def representative_asked(event: sessions.RepresentativeAsked, work: Work) -> None:
    await representative_letters.ask_who_joins(event, work)


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
    if not event.told_with_end:
        await session_letters.ask_for_review(event, work)


async def review_overdue(event: sessions.ReviewOverdue, work: Work) -> None:
    await session_letters.ask_for_review(event, work)


async def review_done(event: sessions.ReviewDone, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await group_letters.ask_about_review(event, work)


async def review_waived(event: sessions.ReviewWaived, work: Work) -> None:
    await dropping.drop_answered(event, work)


async def review_lapsed(event: sessions.ReviewLapsed, work: Work) -> None:
    await dropping.drop_answered(event, work)
