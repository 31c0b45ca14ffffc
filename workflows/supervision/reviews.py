"""Half-way and at the end the goals are looked at: opened when the sessions have come there, chased while late."""

from temporalio import workflow

from services.messages import sessions
from workflows.activities import Activities
from workflows.supervision.course import Course
from workflows.supervision.waits import Due


async def open_review(course: Course, kind: sessions.ReviewKind) -> None:
    answer = await course.do(
        Activities.open_review,
        lambda: sessions.OpenReview(process_id=course.id, kind=kind, as_of=workflow.now()),
    )
    wait_for_it(course, kind, answer)


async def chase_review(course: Course, kind: sessions.ReviewKind) -> None:
    answer = await course.do(
        Activities.remind_review,
        lambda: sessions.RemindReview(process_id=course.id, kind=kind, as_of=workflow.now()),
    )
    wait_for_it(course, kind, answer)


def wait_for_it(course: Course, kind: sessions.ReviewKind, answer: sessions.ReviewAwaited | None) -> None:
    """Until it is held or waived, as this process has heard or as its owner answers."""
    due = Due.of_review(kind)
    if kind in course.state.closed_reviews or (answer and answer.due_at is None):
        course.waiting.close(due)
    else:
        course.waiting.open_until(due, answer.due_at if answer else None)
