"""The second phase: who will supervise?"""

from workflows.supervision.course import Course
from workflows.supervision.state import Phase
from workflows.supervision.steps import step_reminders

MATCHING_DAYS = (3, 6)


async def match(course: Course) -> None:
    if course.enter(Phase.MATCHING):
        await course.waiting.expect("supervisor_matched", step_reminders(course, "matching", MATCHING_DAYS))
