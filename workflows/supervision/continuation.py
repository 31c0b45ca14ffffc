"""The last phase: renew or close? Asked before the end, carried out on the last day."""

from datetime import timedelta

from temporalio import workflow

from services.messages import contracts
from workflows.activities import Activities
from workflows.supervision.course import Course
from workflows.supervision.state import Phase
from workflows.supervision.waits import Awaited, Due, Wait


def open_questions(course: Course) -> None:
    """When it is asked how to go on, as the contract's owner said."""
    if course.state.signed:
        now = workflow.now()
        course.waiting.open(
            Due.CONTINUATION, Wait(since=now, reminders_at=course.state.signed.continuation_at)
        )


async def ask_continuation(course: Course) -> None:
    """Asked before the end and once more; the service knows if it was answered.

    What was terminated while it was asked is asked nothing more.
    """
    await course.do(
        Activities.ask_continuation,
        lambda: contracts.AskContinuation(process_id=course.id, as_of=workflow.now()),
    )
    asking = course.state.waits.get(Due.CONTINUATION)
    if asking is None:
        return
    asking.note_reminder(asking.level(workflow.now()))
    if not asking.reminders_at:
        course.waiting.close(Due.CONTINUATION)


async def renew_or_close(course: Course) -> None:
    """On the contract's last day what was chosen is carried out; no choice closes. Its owner says that it has ended.

    Where it closes, a final review that is missing is given some days more. A pause leads back to the sessions.
    """
    course.enter(Phase.CONTINUATION)
    state = course.state
    ends_at = state.signed.ends_at if state.signed else workflow.now()
    waits_for = Awaited.LATE_REVIEW if Awaited.LATE_REVIEW in state.waits else Awaited.LAST_DAY
    while state.ended_as is None:
        sooner = [lambda: "final" in state.closed_reviews] if waits_for is Awaited.LATE_REVIEW else []
        await course.waiting.until_over(waits_for, ends_at, lambda: leads_back(course), *sooner)
        if leads_back(course):
            return
        found = await course.do(Activities.end_process, lambda: _end(course))
        state.ended_as = found.ended_as if found else None
        waits_for = Awaited.LATE_REVIEW if found and found.review_missing else Awaited.LAST_DAY
        # What a person had skipped is asked about again tomorrow.
        ends_at = found.ends_at if found else workflow.now() + timedelta(days=1)


def _end(course: Course) -> contracts.EndProcess:
    """With what is known here: contracts may hear of a review later than we."""
    reviewed = "final" in course.state.closed_reviews
    return contracts.EndProcess(process_id=course.id, reviewed=reviewed, as_of=workflow.now())


def leads_back(course: Course) -> bool:
    """A pause is over: there are sessions to come."""
    return course.state.phase is Phase.SESSIONS
