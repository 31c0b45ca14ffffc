"""Half-way and at the end the goals are looked at: opened when the sessions have come there, then waited for.

While one is late, its owner reminds of it by itself.
"""

from temporalio import workflow

from services.messages import sessions
from workflows.activities import Activities
from workflows.supervision.course import Course
from workflows.supervision.waits import Awaited, Wait


async def open_review(course: Course, kind: sessions.ReviewKind) -> bool:
    """False: a person had this skipped, and it is not open."""
    answer = await course.do(
        Activities.open_review,
        lambda: sessions.OpenReview(process_id=course.id, kind=kind, as_of=workflow.now()),
    )
    if answer and answer.due_at and kind not in course.state.closed_reviews:
        course.waiting.open(Awaited.of_review(kind), Wait(since=workflow.now()))
    return answer is not None


async def until_closed(course: Course) -> None:
    """Until each that was opened is held or waived: without them the process does not come to its end."""
    for what in (Awaited.INTERIM_REVIEW, Awaited.FINAL_REVIEW):
        await course.waiting.until_closed(what)
