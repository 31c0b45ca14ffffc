"""The fourth phase: the contract is drafted, completed and signed."""

from collections.abc import Awaitable, Callable

from temporalio import workflow

from services.messages import contracts
from workflows.activities import Activities
from workflows.deadlines import days_after
from workflows.supervision.course import Course, Ended
from workflows.supervision.state import Phase

SIGNING_DAYS = (3, 7, 14)
SIGNING_ENDS_DAYS = 30


async def agree_contract(course: Course) -> None:
    """Drafted here; people complete and sign it in order. Reminders at 3, 7 and 14 days, the end at 30.

    Next: workflows/activities.py:Activities.draft_contract
    """
    if not course.enter(Phase.CONTRACT):
        return
    await course.do(
        Activities.draft_contract,
        contracts.DraftContract(process_id=course.id, renews=course.state.renews, as_of=workflow.now()),
    )
    if not await signed_in_time(course):
        await course.do(
            Activities.expire_contract, contracts.ExpireContract(process_id=course.id, as_of=workflow.now())
        )
        raise Ended("contract_expired")
    await course.start_afresh(Phase.SESSIONS)


async def signed_in_time(course: Course) -> bool:
    drafted = workflow.now()  # people have their full time, however long the draft had to wait
    chase = [
        (days_after(drafted, days), signing_reminder(course, level))
        for level, days in enumerate(SIGNING_DAYS, start=1)
    ]
    # A renewal's contract may be drafted long before its people come together.
    ends = None if course.state.renews else days_after(drafted, SIGNING_ENDS_DAYS)
    return await course.waiting.comes_true("contract_signed", chase, ends)


def signing_reminder(course: Course, level: int) -> Callable[[], Awaitable[object]]:
    return lambda: course.do(
        Activities.remind_signer,
        contracts.RemindSigner(process_id=course.id, level=level, as_of=workflow.now()),
    )
