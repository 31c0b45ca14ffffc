"""Half-way and at the end the goals are looked at: each is opened when the sessions have come there.

While one is late, its owner reminds of it by itself. Only the end waits for the final one, and not for ever.
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
