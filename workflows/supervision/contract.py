"""The fourth phase: the contract is drafted, completed by us, and signed."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow

from services.messages import contracts
from workflows.activities import Activities
from workflows.supervision import proposal
from workflows.supervision.course import Course, Ended
from workflows.supervision.facts import ContractSigned
from workflows.supervision.state import Phase
from workflows.supervision.steps import reminding
from workflows.supervision.waits import Awaited, Wait


async def agree_contract(course: Course) -> None:
    """Drafted here; we complete it, for as long as it takes; people sign it in order, within their time.

    Next: workflows/activities.py:Activities.draft_contract
    """
    if not course.enter(Phase.CONTRACT):
        return
    state = course.state
    while state.signed is None:
        if Awaited.SIGNATURES in state.waits:
            await be_signed(course)
        elif state.is_reproposed:
            await corrected(course)
        elif Awaited.PAPER in state.waits:
            await be_completed(course)
        else:
            await draft(course)
    await course.start_afresh(Phase.SESSIONS)


async def draft(course: Course) -> None:
    """Its owner answers when to remind, and of what. Skipped by a person: asked again tomorrow."""
    course.waiting.close(Awaited.DRAFT)
    times = await course.do(
        Activities.draft_contract,
        lambda: contracts.DraftContract(
            process_id=course.id, renews=course.state.renews, as_of=workflow.now()
        ),
    )
    now = workflow.now()
    if times is None:
        await course.waiting.until_over(Awaited.DRAFT, now + timedelta(days=1))
    elif times.signing_reminders_at:
        wait = Wait(since=now, reminders_at=times.signing_reminders_at, ends_at=times.signing_expires_at)
        course.state.wait_for_signatures(wait)
    else:
        course.state.wait_for_paper(Wait(since=now, reminders_at=times.completing_reminders_at))


async def corrected(course: Course) -> None:
    """Until the correction of what was accepted is answered, or comes to nothing: then the draft says what stands."""
    state = course.state

    def gone_on() -> bool | None:
        return (
            not state.is_reproposed or state.signed is not None or Awaited.SIGNATURES in state.waits or None
        )

    while not gone_on():
        answered = await course.waiting.hear(
            Awaited.PROPOSAL_ANSWER,
            gone_on,
            lambda: proposal.while_valid(state.proposal),
            reminding(course, "proposal_answer"),
        )
        if answered is None:
            await proposal.expire(course)
    for what in (Awaited.PROPOSAL_ANSWER, Awaited.PAPER):
        course.waiting.close(what)


async def be_completed(course: Course) -> None:
    """Our own work, which is reminded of. Where a draft has an end, its owner sees to that, and says so."""

    def remind(level: int) -> Awaitable[object]:
        return course.do(
            Activities.remind_of_draft,
            lambda: contracts.RemindOfDraft(process_id=course.id, level=level, as_of=workflow.now()),
        )

    what = Awaited.PAPER
    await course.waiting.hear(what, gone_on_from(course, what), lambda: Wait(since=workflow.now()), remind)


async def be_signed(course: Course) -> None:
    """By its parties, in their time; or a party says no, and it is a draft again."""

    def remind(level: int) -> Awaitable[object]:
        return course.do(
            Activities.remind_signer,
            lambda: contracts.RemindSigner(process_id=course.id, level=level, as_of=workflow.now()),
        )

    what = Awaited.SIGNATURES
    told = gone_on_from(course, what)
    if await course.waiting.hear(what, told, lambda: Wait(since=workflow.now()), remind) is None:
        await expire(course)


def gone_on_from(course: Course, what: Awaited) -> Callable[[], bool | None]:
    """Whether the paper waits for something else by now, or for nothing more."""
    state = course.state
    return lambda: state.signed is not None or what not in state.waits or None


async def expire(course: Course) -> None:
    """Its owner decides. What it finds instead is what is gone on by, unless more was heard meanwhile."""
    waits, asked_about = course.state.waits, course.state.waits[Awaited.SIGNATURES]
    found = await course.do(
        Activities.expire_contract,
        lambda: contracts.ExpireContract(process_id=course.id, as_of=workflow.now()),
    )
    if found and found.status == "expired":
        raise Ended("contract_expired")
    if course.state.signed or waits.get(Awaited.SIGNATURES) is not asked_about:
        return
    if found is None:
        course.waiting.open_until(Awaited.SIGNATURES, None)
    else:
        go_on_by(course, found)


def go_on_by(course: Course, found: contracts.SigningFound) -> None:
    wait = Wait(since=workflow.now(), reminders_at=found.reminders_at, ends_at=found.expires_at)
    if found.agreed:
        course.state.signed = ContractSigned(
            continuation_at=found.agreed.continuation_reminders_at,
            ends_at=found.agreed.ends_at,
        )
    elif found.status == "draft":
        course.state.wait_for_paper(wait)
    else:
        course.state.wait_for_signatures(wait)
