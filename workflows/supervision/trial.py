"""Where one is proposed, before the contract: sessions are tried, and both sides say whether it goes on."""

from temporalio import workflow

from services.messages import contracts
from workflows.activities import Activities
from workflows.supervision.course import Course, Ended
from workflows.supervision.state import Phase
from workflows.supervision.waits import Awaited, Wait


async def try_out(course: Course) -> None:
    """Its owner says when something is due, and what became of it: a coordinator prepares it meanwhile, all agree.

    Next: workflows/activities.py:Activities.look_at_trial
    """
    state = course.state
    if state.answer is None or state.answer.trial_ends_at is None or not course.enter(Phase.TRIAL):
        return
    while state.tried is None:
        if (
            await course.waiting.hear(Awaited.TRIAL, lambda: state.tried, lambda: until_its_end(course))
            is None
        ):
            await look_at_trial(course)
    course.waiting.close(Awaited.TRIAL)
    if state.tried != "go":
        raise Ended("trial_no_go")


def until_its_end(course: Course) -> Wait:
    """While nobody is asked to agree to anything: until its last day."""
    answer = course.state.answer
    return Wait(since=workflow.now(), ends_at=answer.trial_ends_at if answer else None)


async def look_at_trial(course: Course) -> None:
    """Its owner decides. What it finds is gone on by, unless more was heard meanwhile."""
    state, asked_about = course.state, course.state.waits[Awaited.TRIAL]
    found = await course.do(
        Activities.look_at_trial,
        lambda: contracts.LookAtTrial(process_id=course.id, as_of=workflow.now()),
    )
    if found and found.outcome:
        state.tried = state.tried or found.outcome
    elif state.waits.get(Awaited.TRIAL) is asked_about:
        course.waiting.open_until(Awaited.TRIAL, found.look_at if found else None)
