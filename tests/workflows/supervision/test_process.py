"""A whole year within its budget, and facts that come twice, late or all at once."""

import asyncio
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.converter import WorkflowSerializationContext

from tests.workflows import scenarios
from tests.workflows.journey import Journey, a_year_of_sessions, begin, working
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import Fact, Told
from workflows.supervision.process import SupervisionProcess

pytestmark = pytest.mark.servers
MOST_ACTIONS = 40
MOST_BYTES = 18_000


async def test_a_year_of_sixteen_sessions_two_reviews_and_a_close_within_its_budget(
    process: Journey, capsys: pytest.CaptureFixture[str]
) -> None:
    await scenarios.year_closed(process)
    assert await process.handle.result() == "closed"
    expected = [(5, "draft_contract"), (7, "propose_first_plan")]
    expected += [(162, "look_at_series"), (162, "open_review interim")]
    expected += [(309, "look_at_series"), (309, "open_review final")]
    expected += [(310, "ask_continuation"), (326, "ask_continuation"), (340, "end_process")]
    assert process.asked() == [f"day {day}: {what}" for day, what in expected]
    cost = await process.cost()
    with capsys.disabled():
        print(
            f"\n  a process-year: {cost.actions} actions (at most {MOST_ACTIONS}), "
            f"{cost.history_bytes} bytes of sealed history (at most {MOST_BYTES}), {cost.events} events"
        )
    assert cost.actions <= MOST_ACTIONS and cost.history_bytes <= MOST_BYTES
    assert len(await process.runs()) == 2


async def test_the_same_fact_twice_changes_nothing(process: Journey) -> None:
    await scenarios.matched(process)
    await process.until_day(3)
    sent = await process.hear(process.sent(24))
    changed = await process.hear(process.answered("ask_change"))
    await process.tell(sent)
    await process.tell(changed)
    assert (await process.view()).waits_until is not None
    await process.until_day(40)
    assert process.asked() == ["day 8: remind_of_step proposal 1", "day 11: remind_of_step proposal 2"]


async def test_facts_that_came_while_no_worker_ran_are_all_taken_in_their_order(client: Client) -> None:
    services = StandIn(a_year_of_sessions())
    process = await begin(client, services)
    facts = [
        told(process.decided()),
        told(process.matched()),
        told(process.sent(3)),
        told(process.answered("ask_change")),
        told(process.sent(24)),
    ]
    for fact in facts:
        await process.handle.signal(SupervisionProcess.fact, fact)
    async with working(client, services):
        await process.until_day(0)
        assert await process.waits_until_day() == (21, "08:00")
    await process.handle.signal(SupervisionProcess.fact, told(process.answered("accept")))
    async with working(client, services):
        await process.quiet()
        assert process.asked() == ["day 0: draft_contract"]


async def test_facts_under_fire_while_it_continues_as_new_are_all_kept(process: Journey) -> None:
    await scenarios.drafted(process)
    storm = [told(process.matched()) for _ in range(50)]
    storm.insert(20, told(process.signed(scenarios.LAST_DAY)))

    async def fire(every: int, of: int) -> None:
        for fact in storm[every::of]:
            await process.handle.signal(SupervisionProcess.fact, fact)

    await asyncio.gather(*(fire(every, 8) for every in range(8)))
    await process.quiet()
    first, second = await process.runs()
    heard = await facts_taken_by(process, first) | await facts_taken_by(process, second)
    assert {fact.event_id for fact in storm} <= heard
    assert first[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    assert process.asked()[-1] == "day 5: propose_first_plan"


async def facts_taken_by(process: Journey, run: list[HistoryEvent]) -> set[str]:
    """Those that the run was told before the last time that it went on."""
    of = WorkflowSerializationContext(namespace=process.client.namespace, workflow_id=process.handle.id)
    converter = process.client.data_converter.with_context(of)
    task = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
    last_task = max(event.event_id for event in run if event.event_type == task)
    taken: set[str] = set()
    for event in run[:last_task]:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            heard = event.workflow_execution_signaled_event_attributes.input.payloads
            (fact,) = await converter.decode(heard, [Told])
            taken.add(fact.event_id)
    return taken


def told(fact: Fact) -> Told:
    return Told(event_id=str(uuid4()), fact=fact)
