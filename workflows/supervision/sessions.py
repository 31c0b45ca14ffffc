"""The fifth phase, most of the year: the sessions are held."""

from typing import assert_never

from temporalio import workflow

from services.messages import sessions
from workflows.activities import Activities
from workflows.supervision.continuation import ask_continuation, open_questions
from workflows.supervision.course import Course
from workflows.supervision.reviews import open_review
from workflows.supervision.state import Phase
from workflows.supervision.waits import Due


async def hold_sessions(course: Course) -> None:
    """It wakes where a review may have been reached, and where it is asked how to go on; sessions pass by themselves.

    Next: workflows/activities.py:Activities.propose_plan
    """
    if not course.enter(Phase.SESSIONS):
        return
    if not course.state.terminated and not course.state.proposed:
        await propose_plan(course)
    while due := await course.waiting.first_due():
        await look_at(course, due)


async def propose_plan(course: Course) -> None:
    """The first plan, whose deadlines are its owner's; the series is looked at once one of them is confirmed."""
    await course.do(
        Activities.propose_plan,
        lambda: sessions.ProposeFirstPlan(process_id=course.id, as_of=workflow.now()),
    )
    course.state.begin_to_look_ahead()
    open_questions(course)


async def look_at(course: Course, due: Due) -> None:
    match due:
        case Due.SERIES:
            await look_at_series(course)
        case Due.CONTINUATION:
            await ask_continuation(course)
        case _:
            assert_never(due)


async def look_at_series(course: Course) -> None:
    """What a person had skipped is tried again the next day."""
    seen = await course.do(
        Activities.look_at_series, lambda: sessions.LookAtSeries(process_id=course.id, as_of=workflow.now())
    )
    opened = seen is None or seen.review is None or await open_review(course, seen.review)
    if seen and opened and seen.wake_at is None:
        course.waiting.close(Due.SERIES)
    else:
        course.waiting.open_until(Due.SERIES, seen.wake_at if seen and opened else None)
