"""Paths that few processes take: what is told late or twice, what a person skips, and going over to another release."""

import asyncio
from collections.abc import Awaitable, Callable

from services.messages.contracts import AskContinuation, DraftContract, ExpireContract
from services.messages.intake import ExpireProposal
from services.messages.sessions import LookAtSeries, ProposeFirstPlan
from services.runtime.commands.refusal import Refusal
from services.runtime.version import VERSION
from tests.workflows.journey import LOOK_AGAIN_S, Journey, at
from tests.workflows.scenarios import LAST_DAY, completed, drafted, proposed, signed, tried
from tests.workflows.stand_in import drafted as as_drafted
from tests.workflows.stand_in import paper_found, proposal_found
from workflows.activities import Activities
from workflows.releases import Releases
from workflows.supervision.facts import (
    Amended,
    Fact,
    ProposalAnswered,
    ReviewClosed,
    Terminated,
    Told,
    TrialDecided,
)
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Resolution
from workflows.worker import temporal_worker

NEXT_RELEASE = "next"
BY_HAND = Resolution(action="skip", reason="somebody looked at it")
AGAIN = Resolution(action="retry", reason="it works by now")


def telling(process: Journey, fact: Fact) -> Callable[[], Awaitable[object]]:
    """What comes while the process waits for an answer."""
    told = Told(event_id=f"meanwhile {fact.kind}", fact=fact)
    return lambda: process.handle.signal(SupervisionProcess.fact, told)


async def proposal_kept_open(process: Journey) -> None:
    """Its end is skipped by a person, then its owner knows of a newer one, which is declined as that one ends."""
    began, services = process.began, process.services
    services.faults[ExpireProposal] = [Refusal("unknown_process")]
    services.finds[ExpireProposal] = [proposal_found(at(began, 41, 0)), proposal_found(at(began, 50, 0))]
    await proposed(process)
    await process.until_day(26)
    await process.resolve(BY_HAND)
    await process.until_day(28)
    services.meanwhile[ExpireProposal] = [
        telling(process, ProposalAnswered(answer="decline", reminders_at=[]))
    ]
    await process.until_day(42)


async def correction_expired(process: Journey) -> None:
    """What was accepted stands, and nobody signs it."""
    ended = proposal_found(at(process.began, 11, 0), expired=True, stands=True)
    process.services.finds[ExpireProposal] = [ended]
    await drafted(process)
    await process.until_day(6)
    await process.hear(process.sent(10))
    await process.until_day(12)
    await process.hear(process.completed())
    await process.until_day(43)


async def signatures_kept_open(process: Journey) -> None:
    """Their end is skipped by a person; its owner finds more time for them, then a draft again; signed meanwhile."""
    began, services = process.began, process.services
    services.faults[ExpireContract] = [Refusal("unknown_process")]
    services.finds[ExpireContract] = [
        paper_found("signing", expires_at=at(began, 45)),
        paper_found("draft"),
        paper_found("draft"),
    ]
    await completed(process)
    await process.until_day(37)
    await process.resolve(BY_HAND)
    await process.until_day(46)
    await process.hear(process.completed())
    services.meanwhile[ExpireContract] = [telling(process, process.signed(LAST_DAY))]
    await process.until_day(77)
    await process.hear(process.completed())  # told late: it is signed
    await process.hear(Terminated(ends_at=at(began, 100, 8)))
    await process.until_day(100)


async def paper_out_already(process: Journey) -> None:
    """It is asked for once more, by a person's word, when its owner has had it signed by some."""
    began, services = process.began, process.services
    times = {"signing_reminders_at": [at(began, 20)], "signing_expires_at": at(began, 30)}
    await proposed(process)
    await process.until_day(5)
    services.faults[DraftContract] = [Refusal("no_proposal")]
    await process.hear(process.answered("accept"))
    await process.until_day(8)
    again = DraftContract(process_id=process.process_id, as_of=at(began, 8))
    services.finds[DraftContract] = [as_drafted(again).model_copy(update=times)]
    await process.resolve(AGAIN)
    await process.until_day(31)


async def quicker_than_the_plan(process: Journey) -> None:
    """The plan is confirmed before the process has noted that one is proposed; one word comes twice."""
    process.services.faults[ProposeFirstPlan] = [Refusal("no_availability")]
    await signed(process)
    again = await process.hear(process.planned())
    await process.tell(again)
    await process.resolve(AGAIN)
    await process.until_day(168)
    await process.hear(Terminated(ends_at=at(process.began, 190, 8)))
    await process.until_day(190)


async def terminated_while_stuck(process: Journey) -> None:
    """What asked for a person is past then."""
    process.services.faults[ProposeFirstPlan] = [Refusal("no_availability")]
    await signed(process)
    await process.hear(Terminated(ends_at=at(process.began, 40, 8)))
    await process.until_day(40)


async def terminated_while_asked(process: Journey) -> None:
    """How to go on is being asked."""
    asked = LAST_DAY - 30
    ends = Terminated(ends_at=at(process.began, asked + 3, 8))
    process.services.meanwhile[AskContinuation] = [telling(process, ends)]
    await signed(process)
    await process.until_day(asked + 3)


async def amended_and_terminated(process: Journey) -> None:
    """Another last day is signed, then it is terminated; what is told late of a last day changes nothing."""
    await signed(process)
    await process.until_day(168)
    await process.hear(another_end(process, LAST_DAY - 40))
    await process.until_day(200)
    await process.hear(Terminated(ends_at=at(process.began, 230, 8)))
    await process.hear(another_end(process, LAST_DAY))
    await process.until_day(230)


def another_end(process: Journey, ends: int) -> Fact:
    asked = [at(process.began, ends - days, 8) for days in (30, 14)]
    since, ends_at = at(process.began, process.today), at(process.began, ends, 8)
    return Amended(since=since, continuation_at=asked, ends_at=ends_at)


async def terminated_while_looked_at(process: Journey) -> None:
    """What was looked at failed: it is of no use any more."""
    ends = Terminated(ends_at=at(process.began, 190, 8))
    process.services.meanwhile[LookAtSeries] = [telling(process, ends)]
    process.services.faults[LookAtSeries] = [Refusal("unknown_process")]
    await signed(process)
    await process.until_day(190)


async def trial_told_of_late(process: Journey) -> None:
    """It was decided by then, and nothing of it is waited for."""
    await tried(process)
    await process.hear(TrialDecided(outcome="go"))
    await process.hear(process.trial_stands(50))
    await process.until_day(55)
    await process.hear(process.completed())
    await process.until_day(86)


async def paused_near_the_end(process: Journey) -> None:
    """While a review is open and the last day is waited for: there are sessions to come after it."""
    await signed(process)
    await process.until_day(332)
    await process.hear(process.paused(335, 350, ends=LAST_DAY + 15))
    await process.until_day(351)
    for review in ("interim", "final"):
        await process.hear(ReviewClosed.model_validate({"review": review}))
    await process.until_day(LAST_DAY + 15)


async def gone_over(process: Journey) -> None:
    """To the next release while a person is asked for, and back on the last days."""
    process.services.faults[ProposeFirstPlan] = [Refusal("no_availability")]
    await signed(process)
    releases = Releases(process.client)
    async with temporal_worker(process.client, Activities(process.services), NEXT_RELEASE):
        await go_over(process, releases, NEXT_RELEASE)
        await process.hear(process.planned())
        for review in ("interim", "final"):
            await process.hear(ReviewClosed.model_validate({"review": review}))
        await process.until_day(335)
        await go_over(process, releases, VERSION)
    await process.until_day(LAST_DAY)


async def go_over(process: Journey, releases: Releases, build: str) -> None:
    """The server counts what it heard a moment ago."""
    before = (await process.handle.describe()).run_id
    await releases.make_current_once_it_works(build)
    while (await process.handle.describe()).run_id == before:
        await releases.wake_older()
        await asyncio.sleep(LOOK_AGAIN_S)
    await process.quiet()


RARER: dict[str, Callable[[Journey], Awaitable[None]]] = {
    path.__name__: path
    for path in (
        proposal_kept_open,
        correction_expired,
        signatures_kept_open,
        paper_out_already,
        quicker_than_the_plan,
        amended_and_terminated,
        terminated_while_stuck,
        terminated_while_asked,
        terminated_while_looked_at,
        trial_told_of_late,
        paused_near_the_end,
        gone_over,
    )
}
