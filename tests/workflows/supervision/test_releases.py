"""A release with another order of commands comes beside the one that is at work: what is open goes over, and back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from temporalio import workflow
from temporalio.client import Client

from services.messages.contracts import EndProcess
from services.messages.sessions import ProposeFirstPlan
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import LOOK_AGAIN_S, Journey, a_year_of_sessions, begin
from tests.workflows.scenarios import LAST_DAY, review_missing
from tests.workflows.stand_in import StandIn
from workflows.activities import Activities
from workflows.billing.run import BillingRun
from workflows.releases import Releases
from workflows.supervision.commanding import ATTENTION
from workflows.supervision.facts import ReviewClosed, TrialDecided
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase, ProcessState, Resolution
from workflows.worker import temporal_worker

pytestmark = pytest.mark.servers
OLD, NEW = "old", "new"
MOVES = 2


@workflow.defn(name="SupervisionProcess")
class OtherOrder(SupervisionProcess):
    """Orders something more before each wait: no history of the old release is one of its own."""

    @workflow.init
    def __init__(self, state: ProcessState) -> None:
        super().__init__(state)
        stand_still = self.course.waiting._stand_still

        async def after_an_order(*told: Any) -> None:
            workflow.upsert_search_attributes([ATTENTION.value_set(str(state.attention))])
            await stand_still(*told)

        self.course.waiting._stand_still = after_an_order  # type: ignore[method-assign,assignment]

    @workflow.run
    async def run(self, state: ProcessState) -> str:
        return await super().run(state)


async def stuck(process: Journey) -> None:
    process.services.faults[ProposeFirstPlan] = [Refusal("unknown_process")] * (1 + MOVES)
    await scenarios.signed(process)


async def long_paused(process: Journey) -> None:
    await scenarios.signed(process)
    await process.until_day(100)
    await process.hear(process.paused(120, None, ends=LAST_DAY, long=300))
    await process.until_day(130)


async def waiting_for_its_review(process: Journey) -> None:
    process.services.finds[EndProcess] = [review_missing(process)]
    await scenarios.signed(process)
    await process.until_day(LAST_DAY + 1)


async def begun(process: Journey) -> None:
    await process.until_day(0)


async def following(process: Journey) -> None:
    """On a renewed one: it begins at its contract."""
    await process.until_day(1)
    await process.hear(process.completed())


PHASES: list[Callable[[Journey], Awaitable[None]]] = [
    begun,
    scenarios.screened,
    scenarios.matched,
    scenarios.proposed,
    scenarios.on_trial,
    scenarios.tried,
    scenarios.drafted,
    scenarios.completed,
    scenarios.signed,
    long_paused,
    waiting_for_its_review,
    stuck,
    following,
]
BEGUN_LATER: dict[Callable[[Journey], Awaitable[None]], dict[str, object]] = {
    following: {"renews": uuid4(), "phase": Phase.CONTRACT}
}


async def in_every_phase(client: Client, services: StandIn) -> list[Journey]:
    processes = [await begin(client, services, **BEGUN_LATER.get(brought, {})) for brought in PHASES]
    for process, brought in zip(processes, PHASES, strict=True):
        await brought(process)
    return processes


async def carried(releases: Releases) -> dict[str, int]:
    return {one.build: one.processes for one in await releases.all() if one.processes}


async def go_over(processes: list[Journey], releases: Releases, build: str) -> None:
    """The server counts what it heard a moment ago."""
    await releases.make_current_once_it_works(build)
    assert await releases.wake_older() == len(processes)
    while await carried(releases) != {build: len(processes)}:
        await asyncio.sleep(LOOK_AGAIN_S)
        await releases.wake_older()
    for process in processes:
        await process.quiet()


async def go_on_to_the_end(process: Journey) -> str:
    """Whatever phase it has come to: what is told of an earlier one changes nothing."""
    await process.hear(process.decided())
    await process.hear(process.matched())
    await process.hear(TrialDecided(outcome="go"))
    if (await process.view()).phase in (Phase.PROPOSAL, Phase.CONTRACT):
        await process.hear(process.sent(LAST_DAY))
        await process.hear(process.answered("accept"))
        await process.hear(process.completed())
        await process.hear(process.signed(LAST_DAY))
    await process.resolve(Resolution(action="retry", reason="it works by now"))
    await process.hear(process.resumed(310, ends=LAST_DAY + 200))
    for review in ("interim", "final"):
        await process.hear(ReviewClosed(review=review))
    await process.until_day(LAST_DAY + 200)
    return await process.handle.result()


async def test_open_processes_of_every_phase_go_over_to_a_changed_order_and_back(client: Client) -> None:
    services, releases = StandIn(a_year_of_sessions()), Releases(client)
    activities = Activities(services)
    async with temporal_worker(client, activities, OLD):
        await releases.make_current_once_it_works(OLD)
        processes = await in_every_phase(client, services)
        stand = [await process.view() for process in processes]
        assert {one.phase for one in stand} == set(Phase) - {Phase.ENDED}
        asked = [process.asked() for process in processes]
        async with temporal_worker(client, activities, NEW, [OtherOrder, BillingRun]):
            for build in (NEW, OLD):
                await go_over(processes, releases, build)
                assert [await process.view() for process in processes] == stand
        assert [asked_but_once(process) for process in processes] == asked
        assert {await go_on_to_the_end(process) for process in processes} == {"closed"}


async def test_what_a_release_cannot_carry_on_is_shown_and_goes_back_to_the_one_before(
    client: Client,
) -> None:
    """The old release is gone before the new one has come, which takes over in the middle of a history."""
    services, releases = StandIn(a_year_of_sessions()), Releases(client)
    activities = Activities(services)
    async with temporal_worker(client, activities, OLD):
        await releases.make_current_once_it_works(OLD)
        process = await begin(client, services)
        await scenarios.proposed(process)
    async with temporal_worker(client, activities, NEW, [OtherOrder, BillingRun]):
        await releases.make_current_once_it_works(NEW)
        await releases.hand_over([OLD])
        while not (failing := await releases.failing()):
            await asyncio.sleep(LOOK_AGAIN_S)
        assert [(one.process_id, one.build) for one in failing] == [(process.process_id, NEW)]
    async with temporal_worker(client, activities, OLD):
        await releases.make_current_once_it_works(OLD)
        await releases.hand_over([NEW])
        await process.hear(process.answered("decline"))
        assert await process.handle.result() == "proposal_decline"
        assert await releases.failing() == []


async def test_a_server_that_never_says_that_a_switch_has_spread_holds_nobody_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(self: Releases) -> bool:
        return False

    monkeypatch.setattr(Releases, "_is_known_everywhere", never)
    releases = Releases(client, spreads_within_s=LOOK_AGAIN_S)
    async with temporal_worker(client, Activities(StandIn(a_year_of_sessions())), OLD):
        await releases.make_current_once_it_works(OLD)
        assert await releases.current() == OLD


def asked_but_once(process: Journey) -> list[str]:
    """What was refused is asked again by each release."""
    return list(dict.fromkeys(process.asked()))
