"""Events arrive more than once and in any order; their effects happen once and in order."""

import asyncio
import random
from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from sqlalchemy import MetaData

from deploy import streams
from services.messages.contracts import ContractExpired
from services.runtime import service
from services.runtime.cancelling import cancel_all
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Handler, Work
from services.runtime.events import consuming, handling, listening, setbacks
from services.runtime.events.handling import Handling
from services.runtime.events.positions import Turn
from services.runtime.events.streams import stream_name
from services.runtime.same_person.same_people import takes_over
from services.runtime.same_person.taking_over import take_over
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.runtime.small_services import (
    LISTENER,
    SPEAKER,
    contract_expired,
    deliver,
    effects,
    envelope,
    note,
    open_listener,
    say,
    until,
)
from tests.patience import PATIENCE_S

Effect = tuple[str, UUID, int]


def faults(happened: list[Effect], said: list[Effect]) -> list[str]:
    """What is wrong with what happened; empty when each event had its effect once and in order."""
    wrong = [f"missing {one}" for one in set(said) - set(happened)]
    wrong += [f"doubled {one}" for one in set(happened) if happened.count(one) > 1]
    for aggregate in {one[1] for one in happened}:
        versions = [one[2] for one in happened if one[1] == aggregate]
        wrong += [f"out of order {versions}"] if versions != sorted(versions) else []
    return wrong


async def deliver_three_times_in_any_order(house: House) -> list[Effect]:
    """Forty events of five aggregates, each three times under another message id."""
    events = [ContractExpired(process_id=id_, version=n) for id_ in ids(5) for n in range(1, 9)]
    messages = [(event, envelope(event, event.version)) for event in events]
    copies = [(event, {**headers, "Nats-Msg-Id": str(uuid4())}) for event, headers in messages * 3]
    random.Random(2027).shuffle(copies)
    for event, headers in copies:
        await deliver(house, event, headers)
    return [(headers["ce-id"], event.process_id, event.version) for event, headers in messages]


def ids(number: int) -> list[UUID]:
    return [uuid4() for _ in range(number)]


async def test_events_delivered_three_times_in_any_order_have_their_effect_once_and_in_order(
    house: House,
) -> None:
    await open_listener(house, contract_expired)
    said = await deliver_three_times_in_any_order(house)
    await house.quiet()
    assert faults(await effects(house), said) == []


async def test_without_the_position_guard_the_same_events_happen_more_than_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: whatever comes is applied. The check above must see it."""

    async def always(*_: object) -> Turn:
        return Turn.APPLY

    monkeypatch.setattr(handling, "take_turn", always)
    await open_listener(house, contract_expired)
    said = await deliver_three_times_in_any_order(house)
    await house.quiet()
    found = faults(await effects(house), said)
    assert any(fault.startswith("doubled") for fault in found)
    assert any(fault.startswith("out of order") for fault in found)


async def test_an_event_that_came_too_early_is_held_until_the_missing_one_has_come(house: House) -> None:
    await open_listener(house, contract_expired)
    process_id = uuid4()
    one, two, three = (ContractExpired(process_id=process_id, version=n) for n in (1, 2, 3))
    other = ContractExpired(process_id=uuid4(), version=1)
    await say(house, one, three, other)
    await until(lambda: _applied(house, 2))
    assert [version for _, _, version in await effects(house)] == [1, 1]
    await say(house, two)
    await house.quiet()
    of_one = [version for _, aggregate, version in await effects(house) if aggregate == process_id]
    assert of_one == [1, 2, 3]


async def test_an_event_is_handled_at_once_also_when_it_comes_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fetch that waited for a full batch would cost its whole time-out: here more than we wait for."""
    monkeypatch.setattr(consuming, "_IDLE_S", 2 * PATIENCE_S)
    await _let_the_server_wait_long(house.jetstream)
    await open_listener(house, contract_expired)
    for number in range(1, 4):
        await say(house, ContractExpired(process_id=uuid4(), version=1))
        await until(partial(_applied, house, number))


async def test_a_deleted_consumer_is_made_again_and_nothing_is_lost_or_doubled(house: House) -> None:
    tasks = await open_listener(house, contract_expired)
    process_id = uuid4()
    await say(house, *(ContractExpired(process_id=process_id, version=n) for n in (1, 2)))
    await house.quiet()
    await house.jetstream.delete_consumer(stream_name(SPEAKER), LISTENER)
    await say(house, *(ContractExpired(process_id=process_id, version=n) for n in (3, 4)))
    await until(lambda: _applied(house, 4))
    await house.quiet()
    assert [version for _, _, version in await effects(house)] == [1, 2, 3, 4]
    assert not any(task.done() for task in tasks)


async def test_a_consumer_that_a_listener_may_not_make_is_waited_for_until_the_operator_has(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "Consumption", kept_by_the_operator)
    tasks = await open_listener(house, contract_expired)
    process_id = uuid4()
    await say(house, ContractExpired(process_id=process_id, version=1))
    await house.quiet()
    await house.jetstream.delete_consumer(stream_name(SPEAKER), LISTENER)
    await say(house, ContractExpired(process_id=process_id, version=2))
    await until(lambda: _waits_for(house, "broker"))
    assert not await _applied(house, 2)
    await streams.declare(house.servers.broker, 64 << 20)
    await until(lambda: _applied(house, 2))
    assert [version for _, _, version in await effects(house)] == [1, 2]
    assert not any(task.done() for task in tasks)


def kept_by_the_operator(*place: Any, makes: bool) -> consuming.Consumption:
    """As in production."""
    assert makes
    return consuming.Consumption(*place, makes=False)


async def _waits_for(house: House, who: str) -> bool:
    return who in {one.who for one in house.services[LISTENER].dependencies.away()}


async def test_a_listener_that_stops_finishes_what_is_in_hand_and_gives_the_rest_back(house: House) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(event: ContractExpired, work: object) -> None:
        begun.set()
        await may_end.wait()
        await contract_expired(event, work)  # type: ignore[arg-type]

    await _let_the_server_wait_long(house.jetstream)
    await say(house, *(ContractExpired(process_id=uuid4(), version=1) for _ in range(5)))
    tasks = await open_listener(house, slow)
    await asyncio.wait_for(begun.wait(), PATIENCE_S)
    asyncio.get_running_loop().call_later(0.1, may_end.set)
    await cancel_all(tasks)
    assert len(await effects(house)) == 1
    pull = await house.jetstream.pull_subscribe_bind(durable=LISTENER, stream=stream_name(SPEAKER))
    given_back: set[int] = set()
    async with asyncio.timeout(PATIENCE_S):
        while len(given_back) < 4:
            given_back |= {one.metadata.sequence.stream for one in await pull.fetch(10, timeout=PATIENCE_S)}
    assert given_back == {2, 3, 4, 5}


async def test_events_that_wait_are_applied_together_and_each_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_LONGEST_TRANSACTION_S", PATIENCE_S)
    monkeypatch.setattr(setbacks, "_LONGEST_DELAY_S", PATIENCE_S * 60)
    fails = uuid4()

    async def fail_one(event: ContractExpired, work: Work) -> None:
        await note(event, work)
        if event.process_id == fails:
            raise ZeroDivisionError

    await cancel_all(await open_listener(house, _named(fail_one)))
    others = ids(9)
    await say(
        house, *(ContractExpired(process_id=one, version=1) for one in (*others[:5], fails, *others[5:]))
    )
    waiting = await _all_that_waits(house, 10)
    listener = house.services[LISTENER].listeners[SPEAKER]
    await listener.take(waiting, asyncio.Event())
    assert [message.metadata.sequence.stream for message in waiting] == [7, 8, 9, 10]
    await listener.take(waiting, asyncio.Event())
    assert [aggregate for _, aggregate, _ in await effects(house)] == others
    together = "SELECT count(*) FROM effect GROUP BY xmin::text ORDER BY count(*)"
    assert [row["count"] for row in await house.rows(LISTENER, together)] == [1, 1, 1, 1, 1, 4]
    assert [row["times"] for row in await house.rows(LISTENER, "SELECT times FROM failure")] == [1]


async def test_a_question_that_fails_for_all_is_no_fault_of_the_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is taken alone, so that the one whose fault it is shows; the others have their effect at once."""
    monkeypatch.setattr(setbacks, "_LONGEST_DELAY_S", PATIENCE_S * 60)
    fails = uuid4()

    async def fail_one(event: ContractExpired, work: Work) -> None:
        await note(event, work)
        if event.process_id == fails:
            raise ZeroDivisionError

    async def fail_with_it(of: Handling, db: object, messages: Iterable[Msg]) -> None:
        if any((one.headers or {})["ce-subject"] == str(fails) for one in messages):
            raise ZeroDivisionError

    monkeypatch.setattr(Handling, "look_ahead", fail_with_it)
    await cancel_all(await open_listener(house, _named(fail_one)))
    others = ids(6)
    await say(
        house, *(ContractExpired(process_id=one, version=1) for one in (*others[:3], fails, *others[3:]))
    )
    waiting = await _all_that_waits(house, 7)
    listener = house.services[LISTENER].listeners[SPEAKER]
    while waiting:
        await listener.take(waiting, asyncio.Event())
    assert [aggregate for _, aggregate, _ in await effects(house)] == others
    assert [row["times"] for row in await house.rows(LISTENER, "SELECT times FROM failure")] == [1]


async def test_what_is_heard_behind_a_merge_is_read_by_it_and_only_once_it_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_LONGEST_TRANSACTION_S", PATIENCE_S)
    merge, kept, absorbed = ids(3)

    async def merge_first(event: ContractExpired, work: Work) -> None:
        await note(event, work)
        if event.process_id == merge:
            await take_over(work.db, MetaData(), kept, absorbed)

    await cancel_all(await open_listener(house, _named(merge_first)))
    await say(house, *(ContractExpired(process_id=one, version=1) for one in (absorbed, merge)))
    await say(house, ContractExpired(process_id=absorbed, version=2))
    waiting = await _all_that_waits(house, 3)
    listener = house.services[LISTENER].listeners[SPEAKER]
    await listener.take(waiting, asyncio.Event())
    assert [message.metadata.sequence.stream for message in waiting] == [3]
    await listener.take(waiting, asyncio.Event())
    assert [aggregate for _, aggregate, _ in await effects(house)] == [absorbed, merge, kept]


async def test_a_merge_that_is_undone_and_parked_is_read_by_nobody(house: House) -> None:
    merge, kept, absorbed = ids(3)

    async def merge_and_fail(event: ContractExpired, work: Work) -> None:
        await note(event, work)
        if event.process_id == merge:
            await take_over(work.db, MetaData(), kept, absorbed)
            raise Refusal("refused_on_purpose")

    await cancel_all(await open_listener(house, _named(merge_and_fail)))
    await say(house, *(ContractExpired(process_id=one, version=1) for one in (merge, absorbed)))
    undone, behind = await _all_that_waits(house, 2)
    listener = house.services[LISTENER].listeners[SPEAKER]
    async with transaction(house.services[LISTENER].engine) as db:
        assert not await listener.handling.hear_again(db, undone)
        assert not takes_over(db)
    listener._transactions.committed(db)
    await listener.take(deque([behind]), asyncio.Event())
    assert [aggregate for _, aggregate, _ in await effects(house)] == [absorbed]


async def test_hundreds_of_events_that_wait_for_their_next_try_hold_up_nobody_else(house: House) -> None:
    """Each takes a place among those under way."""
    await _let_the_server_wait_long(house.jetstream)
    await say(house, *(ContractExpired(process_id=one, version=1) for one in ids(301)))
    await _all_that_waits(house, 300)
    await open_listener(house, contract_expired)
    await until(lambda: _applied(house, 1))


def _named(handler: Handler) -> Handler:
    handler.__name__ = contract_expired.__name__
    return handler


async def _all_that_waits(house: House, number: int) -> deque[Msg]:
    pull = await house.jetstream.pull_subscribe_bind(durable=LISTENER, stream=stream_name(SPEAKER))
    found: deque[Msg] = deque()
    while len(found) < number:
        found += await pull.fetch(number - len(found), timeout=PATIENCE_S)
    return found


async def _let_the_server_wait_long(jetstream: JetStreamContext) -> None:
    """For what is neither acknowledged nor given back, longer than we wait for what is given back."""
    told = await jetstream.consumer_info(stream_name(SPEAKER), LISTENER)
    await jetstream.add_consumer(stream_name(SPEAKER), replace(told.config, ack_wait=10 * PATIENCE_S))


async def _applied(house: House, number: int) -> bool:
    return len(await effects(house)) >= number
