"""What the console hears from sessions, and which facts of it a card takes in."""

from services.console.board import cards, series_rows
from services.messages import sessions
from services.runtime.commands.transactions import Work


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
    waits = {"replan_since": said_at, "replan_by": event.replan_by, "unused": event.unused}
    await series_rows.hear(work, event, status=status, fell=event.cancelled_by in sessions.FELL, **waits)


async def session_replanned(event: sessions.SessionReplanned, work: Work) -> None:
    await series_rows.replace(work, event)


async def place_changed(event: sessions.PlaceChanged, work: Work) -> None:
    await cards.hear(work, event)


async def session_left_out(event: sessions.SessionLeftOut, work: Work) -> None:
    await series_rows.hear(work, event, replan_since=None, replan_by=None)


async def session_held(event: sessions.SessionHeld, work: Work) -> None:
    await series_rows.hear(work, event, status="held")


async def session_not_attended(event: sessions.SessionNotAttended, work: Work) -> None:
    await series_rows.hear(work, event, status="no_show")


async def record_corrected(event: sessions.RecordCorrected, work: Work) -> None:
    """One that stays called off, in whose place another came, is no row of the count again."""
    since = work.heard.said_at if event.replan_by else None
    waits = {"replan_since": since, "replan_by": event.replan_by, "unused": event.unused}
    await series_rows.hear(work, event, status=event.status, **waits)


async def absence_reported(event: sessions.AbsenceReported, work: Work) -> None:
    await cards.hear(work, event)


async def absence_taken_back(event: sessions.AbsenceTakenBack, work: Work) -> None:
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
