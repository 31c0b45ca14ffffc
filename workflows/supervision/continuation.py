"""The last phase: renew or close? Asked before the end, carried out on the last day."""

from datetime import date, datetime, timedelta

from temporalio import workflow

from services.messages import contracts
from workflows.activities import Activities
from workflows.deadlines import morning_of
from workflows.supervision.course import Course
from workflows.supervision.state import Phase

CONTINUATION_DAYS = (30, 14)


async def ask_continuation(course: Course) -> None:
    """Asked 30 days before the end and once more; the service knows if it was answered."""
    await course.do(
        Activities.ask_continuation, contracts.AskContinuation(process_id=course.id, as_of=workflow.now())
    )
    again = days_before_end(course, CONTINUATION_DAYS[1])
    if workflow.now() < again:
        course.state.due["continuation"] = again


async def renew_or_close(course: Course) -> None:
    """On the contract's last day what was chosen is carried out; no choice closes."""
    if not course.enter(Phase.CONTINUATION):
        return
    await course.waiting.sleep_until(morning_of(last_day(course)))
    await course.do(Activities.end_process, contracts.EndProcess(process_id=course.id, as_of=workflow.now()))


def first_question_at(course: Course) -> datetime:
    return days_before_end(course, CONTINUATION_DAYS[0])


def days_before_end(course: Course, days: int) -> datetime:
    return morning_of(last_day(course) - timedelta(days=days))


def last_day(course: Course) -> date:
    return course.state.ends_on or workflow.now().date()
