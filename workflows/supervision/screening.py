"""The first phase: is it supervision?"""

from services.messages.intake import ScreeningOutcome
from workflows.supervision.course import Course, Ended
from workflows.supervision.state import Phase
from workflows.supervision.steps import reminding
from workflows.supervision.waits import Awaited, Wait


async def screen(course: Course) -> None:
    """A coordinator decides; silence is reminded of, and then waited out.

    Next: services/intake/screening.py:decide
    """
    if not course.enter(Phase.SCREENING):
        return
    state = course.state
    decided = await course.waiting.hear(
        Awaited.SCREENING,
        lambda: state.screening,
        lambda: Wait(since=state.began_at, reminders_at=state.screening_reminders_at),
        reminding(course, "screening"),
    )
    if decided is None or decided.outcome != ScreeningOutcome.SUPERVISION:
        raise Ended("redirected")
