"""The fourth phase: the contract is drafted, completed and signed."""

from collections.abc import Awaitable
from datetime import timedelta

from temporalio import workflow

from services.messages import contracts
from workflows.activities import Activities
from workflows.supervision.course import Course, Ended
from workflows.supervision.state import Phase
from workflows.supervision.waits import Awaited, Wait


async def agree_contract(course: Course) -> None:
    """Drafted here; people complete and sign it in order. Reminders on the way, and an end where it has one.

    Next: workflows/activities.py:Activities.draft_contract
    """
    if not course.enter(Phase.CONTRACT):
        return
    while course.state.signed is None and Awaited.SIGNATURES not in course.state.waits:
        await draft(course)
    if not await signed_in_time(course):
        await course.do(
            Activities.expire_contract,
            lambda: contracts.ExpireContract(process_id=course.id, as_of=workflow.now()),
        )
        raise Ended("contract_expired")
    await course.start_afresh(Phase.SESSIONS)


async def draft(course: Course) -> None:
    """Its owner answers until when people have to sign. Skipped by a person: asked again tomorrow."""
    times = await course.do(
        Activities.draft_contract,
        lambda: contracts.DraftContract(
            process_id=course.id, renews=course.state.renews, as_of=workflow.now()
        ),
    )
    now = workflow.now()
    if times is None:
        await course.waiting.until_over(Awaited.DRAFT, now + timedelta(days=1))
    else:
        course.waiting.open(
            Awaited.SIGNATURES,
            Wait(since=now, reminders_at=times.reminders_at, ends_at=times.expires_at),
        )


async def signed_in_time(course: Course) -> bool:
    def remind(level: int) -> Awaitable[object]:
        return course.do(
            Activities.remind_signer,
            lambda: contracts.RemindSigner(process_id=course.id, level=level, as_of=workflow.now()),
        )

    state = course.state
    signed = await course.waiting.hear(
        Awaited.SIGNATURES, lambda: state.signed, lambda: Wait(since=workflow.now()), remind
    )
    return signed is not None
