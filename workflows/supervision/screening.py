"""The first phase: is it supervision?"""

from services.messages import intake
from workflows.supervision.course import Course, Ended
from workflows.supervision.state import Phase
from workflows.supervision.steps import step_reminders

SCREENING_DAYS = (2, 4)


async def screen(course: Course) -> None:
    """A coordinator decides within two working days.

    Next: services/intake/screening.py:decide
    """
    if not course.enter(Phase.SCREENING):
        return
    await course.waiting.expect("screening_decided", step_reminders(course, "screening", SCREENING_DAYS))
    if course.state.outcomes["screening_decided"] != intake.ScreeningOutcome.SUPERVISION:
        raise Ended("redirected")
