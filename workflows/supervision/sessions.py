"""The fifth phase, most of the year: the sessions are held."""

from typing import assert_never

from temporalio import workflow

from services.messages import sessions
from workflows.activities import Activities
from workflows.supervision.continuation import ask_continuation, open_questions
from workflows.supervision.course import Course
from workflows.supervision.reviews import chase_review, open_review
from workflows.supervision.state import Phase
from workflows.supervision.waits import Due


async def hold_sessions(course: Course) -> None:
    """One wake a session, a day after it: what nobody recorded is asked for, a review that is due is opened.

    Next: workflows/activities.py:Activities.plan_series
    """
    if not course.enter(Phase.SESSIONS):
        return
    if course.waiting.earliest() is None:
        await plan_series(course)
    while due := await course.waiting.first_due():
        await look_at(course, due)


async def plan_series(course: Course) -> None:
    plan = await course.do(
        Activities.plan_series, lambda: sessions.PlanSeries(process_id=course.id, as_of=workflow.now())
    )
    course.waiting.open_until(Due.SERIES, plan.wake_at if plan else None)
    open_questions(course)


async def look_at(course: Course, due: Due) -> None:
    match due:
        case Due.SERIES:
            await settle_series(course)
        case Due.INTERIM_REVIEW:
            await chase_review(course, "interim")
        case Due.FINAL_REVIEW:
            await chase_review(course, "final")
        case Due.CONTINUATION:
            await ask_continuation(course)
        case _:
            assert_never(due)


async def settle_series(course: Course) -> None:
    seen = await course.do(
        Activities.settle_series, lambda: sessions.SettleSeries(process_id=course.id, as_of=workflow.now())
    )
    if seen and seen.review:
        await open_review(course, seen.review)
    if seen and seen.wake_at is None:
        course.waiting.close(Due.SERIES)
    else:
        course.waiting.open_until(Due.SERIES, seen.wake_at if seen else None)
