"""Reminders of a step that is late: to those whose turn it is, then to a coordinator."""

from collections.abc import Awaitable, Callable

from temporalio import workflow

from services.messages import intake
from workflows.activities import Activities
from workflows.deadlines import working_days_after
from workflows.supervision.course import Course
from workflows.supervision.waiting import Reminder


def step_reminders(course: Course, step: intake.Step, days: tuple[int, int]) -> list[Reminder]:
    now = workflow.now()
    return [
        (working_days_after(now, after), step_reminder(course, step, level))
        for level, after in enumerate(days, start=1)
    ]


def step_reminder(course: Course, step: intake.Step, level: int) -> Callable[[], Awaitable[object]]:
    return lambda: course.do(
        Activities.remind_of_step,
        intake.RemindOfStep(process_id=course.id, step=step, level=level, as_of=workflow.now()),
    )
