"""Half-way and at the end the goals are looked at: opened when the sessions have come there, chased while late."""

from datetime import datetime

from temporalio import workflow

from services.messages import sessions
from workflows.activities import Activities
from workflows.deadlines import days_after
from workflows.supervision.course import Course

REVIEW_DAYS = 14


def is_over(course: Course, review: str) -> bool:
    """A review that is over is not waited for any longer."""
    return f"review_{review}" in course.state.outcomes


async def open_review(course: Course, kind: sessions.ReviewKind) -> None:
    order = sessions.OpenReview(process_id=course.id, kind=kind, as_of=workflow.now())
    await course.do(Activities.open_review, order)
    course.state.due[kind] = days_after(workflow.now(), REVIEW_DAYS)


async def chase_review(course: Course, kind: sessions.ReviewKind, was_due: datetime) -> None:
    if is_over(course, kind):
        return
    order = sessions.RemindReview(process_id=course.id, kind=kind, as_of=workflow.now())
    await course.do(Activities.remind_review, order)
    course.state.due[kind] = days_after(was_due, REVIEW_DAYS)
