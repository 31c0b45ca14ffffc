"""The third phase: a proposal is sent, and answered while it is valid."""

from temporalio import workflow

from services.messages import intake
from workflows.activities import Activities
from workflows.supervision.course import Course, Ended
from workflows.supervision.facts import ProposalAnswered, ProposalSent
from workflows.supervision.state import Phase
from workflows.supervision.steps import reminding
from workflows.supervision.waits import Awaited, Wait


async def propose(course: Course) -> None:
    """Until the commissioner accepts or declines, or the proposal's last day has passed."""
    if not course.enter(Phase.PROPOSAL):
        return
    while True:
        await sent(course)
        answer = await answered(course)
        if answer != "ask_change":
            break
        course.state.proposal = None
    if answer != "accept":
        raise Ended(f"proposal_{answer}")


async def sent(course: Course) -> None:
    """The next proposal, once a change of the last one was asked for."""
    state = course.state
    await course.waiting.hear(
        Awaited.PROPOSAL,
        lambda: state.proposal,
        lambda: Wait.after(state.answer or state.matching, workflow.now()),
        reminding(course, "proposal"),
    )


async def answered(course: Course) -> str:
    """The last day is that of the proposal that was sent last: one may be sent anew while one is open."""
    state = course.state
    while True:
        answer = await course.waiting.hear(
            Awaited.PROPOSAL_ANSWER,
            lambda: state.answer,
            lambda: while_valid(state.proposal),
            reminding(course, "proposal_answer"),
        )
        if answer:
            return answer.answer
        await expire(course)


def while_valid(proposal: ProposalSent | None) -> Wait:
    wait = Wait.after(proposal, workflow.now())
    return wait.model_copy(update={"ends_at": proposal.expires_at}) if proposal else wait


async def expire(course: Course) -> None:
    """Its owner decides. What it finds instead is what is gone on by, unless more was heard meanwhile."""
    state, asked_about = course.state, course.state.proposal
    found = await course.do(
        Activities.expire_proposal,
        lambda: intake.ExpireProposal(process_id=course.id, as_of=workflow.now()),
    )
    if state.answer or state.withdrawn or state.proposal is not asked_about:
        return
    if found and found.expired and not found.stands:
        raise Ended("proposal_expired")
    if found is None:
        course.waiting.open_until(Awaited.PROPOSAL_ANSWER, None)
    elif found.answer or found.stands:
        state.answer = ProposalAnswered(answer=found.answer or "accept", reminders_at=found.reminders_at)
    else:
        state.take_proposal(ProposalSent(reminders_at=found.reminders_at, expires_at=found.expires_at))
