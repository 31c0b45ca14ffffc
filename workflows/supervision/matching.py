"""The second phase: who will supervise?"""

from temporalio import workflow

from workflows.supervision.course import Course
from workflows.supervision.state import Phase
from workflows.supervision.steps import reminding
from workflows.supervision.waits import Awaited, Wait


async def match(course: Course) -> None:
    if not course.enter(Phase.MATCHING):
        return
    state = course.state
    await course.waiting.hear(
        Awaited.MATCHING,
        lambda: state.matching,
        lambda: Wait.after(state.screening, workflow.now()),
        reminding(course, "matching"),
    )
