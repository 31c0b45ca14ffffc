"""The third phase: a proposal is sent, and answered while it is valid."""

from datetime import date, timedelta

from temporalio import workflow

from services.messages import intake
from workflows.activities import Activities
from workflows.deadlines import end_of, morning_of
from workflows.supervision.course import Course, Ended
from workflows.supervision.state import Phase
from workflows.supervision.steps import step_reminder, step_reminders

PROPOSAL_DAYS = (3, 6)
PROPOSAL_REMINDER_DAYS = 3


async def propose(course: Course) -> None:
    """Until the commissioner accepts or declines, or the proposal's last day has passed."""
    if not course.enter(Phase.PROPOSAL):
        return
    answer = "ask_change"
    while answer == "ask_change":
        await course.waiting.expect("proposal_sent", step_reminders(course, "proposal", PROPOSAL_DAYS))
        answer = await answer_to_proposal(course)
        course.state.forget("proposal_sent", "proposal_answered")
    if answer != "accept":
        raise Ended(f"proposal_{answer}")


async def answer_to_proposal(course: Course) -> str:
    """The last day is the validity's that was sent last: a proposal may be sent anew while one is open."""
    last_day = None
    while last_day != valid_until(course):
        last_day = valid_until(course)
        reminder = morning_of(last_day - timedelta(days=PROPOSAL_REMINDER_DAYS))
        chase = [(reminder, step_reminder(course, "proposal_answer", 1))]
        if await course.waiting.comes_true("proposal_answered", chase, end_of(last_day)):
            return course.state.outcomes["proposal_answered"]
    await course.do(
        Activities.expire_proposal, intake.ExpireProposal(process_id=course.id, as_of=workflow.now())
    )
    return "expired"


def valid_until(course: Course) -> date:
    return course.state.valid_until or course.state.began_at.date()
