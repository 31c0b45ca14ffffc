"""The fifth phase, most of the year: the sessions are held."""

from functools import partial

from temporalio import workflow

from services.messages import sessions
from workflows.activities import Activities
from workflows.deadlines import days_after
from workflows.supervision.continuation import ask_continuation, first_question_at
from workflows.supervision.course import Course
from workflows.supervision.reviews import chase_review, is_over, open_review
from workflows.supervision.state import Phase


async def hold_sessions(course: Course) -> None:
    """One wake a session, a day after it: what nobody recorded is asked for, a review that is due is opened.

    Next: workflows/activities.py:Activities.plan_series
    """
    if not course.enter(Phase.SESSIONS):
        return
    due = course.state.due
    if not due:
        plan = await course.do(
            Activities.plan_series, sessions.PlanSeries(process_id=course.id, as_of=workflow.now())
        )
        due["series"] = (plan and plan.wake_at) or days_after(workflow.now(), 1)
        due["continuation"] = first_question_at(course)
    while due:
        name = min(due, key=lambda what: due[what])
        was_due = due[name]
        await course.waiting.sleep_until(was_due, partial(is_over, course, name))
        del due[name]
        match name:
            case "series":
                await settle_series(course)
            case "continuation":
                await ask_continuation(course)
            case "interim" | "final":
                await chase_review(course, name, was_due)


async def settle_series(course: Course) -> None:
    seen = await course.do(
        Activities.settle_series, sessions.SettleSeries(process_id=course.id, as_of=workflow.now())
    )
    if seen is None:  # skipped by a person: look again tomorrow
        course.state.due["series"] = days_after(workflow.now(), 1)
        return
    if seen.review:
        await open_review(course, seen.review)
    if seen.wake_at:
        course.state.due["series"] = seen.wake_at
