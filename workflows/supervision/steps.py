"""Reminders of a step that is late: to those whose turn it is, then to a coordinator."""

from collections.abc import Awaitable, Callable

from temporalio import workflow

from services.messages import intake
from workflows.activities import Activities
from workflows.supervision.course import Course


def reminding(course: Course, step: intake.Step) -> Callable[[int], Awaitable[object]]:
    def remind(level: int) -> Awaitable[object]:
        return course.do(
            Activities.remind_of_step,
            lambda: intake.RemindOfStep(process_id=course.id, step=step, level=level, as_of=workflow.now()),
        )

    return remind
