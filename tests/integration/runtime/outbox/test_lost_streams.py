"""A stream that is lost is told again from the outbox, and what was heard is not applied twice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from deploy import streams
from services.runtime import service
from services.runtime.cancelling import cancel_all
from services.runtime.events import keeping_stream
from services.runtime.events.streams import stream_name
from tests.house import House
from tests.integration.runtime.outbox.acts import published
from tests.integration.runtime.small_services import (
    LISTENER,
    SPEAKER,
    an_order,
    contract_expired,
    effects,
    expire_contract,
    lost,
    open_listener,
    open_speaker,
    stream_ids,
    until,
)


async def lose_the_stream(house: House) -> None:
    await house.jetstream.delete_stream(stream_name(SPEAKER))


async def lose_the_stream_and_have_an_empty_one_made(house: House) -> None:
    await lose_the_stream(house)
    await streams.declare(house.servers.broker, 64 << 20)


@pytest.mark.parametrize("loss", [lose_the_stream, lose_the_stream_and_have_an_empty_one_made])
async def test_a_deleted_stream_is_told_everything_again_and_each_event_is_applied_once(
    house: House, monkeypatch: pytest.MonkeyPatch, loss: Callable[[House], Awaitable[None]]
) -> None:
    """Two were heard before, two are in it and unheard, and one is said afterwards."""
    monkeypatch.setattr(keeping_stream, "_LOOK_EVERY_S", 0.05)
    speaking = await open_speaker(house, expire_contract)
    listening = await open_listener(house, contract_expired)
    orders = [an_order() for _ in range(5)]
    for order in orders[:2]:
        await house.ask(order)
    await house.quiet()
    await cancel_all(listening)
    for order in orders[2:4]:
        await house.ask(order)
    await until(lambda: published(house))
    await loss(house)
    await house.ask(orders[4])
    house._tasks += [asyncio.ensure_future(house.services[LISTENER].listeners[SPEAKER].run())]
    await until(lambda: heard(house, len(orders)))
    await house.quiet()
    happened = [aggregate for _, aggregate, _ in await effects(house)]
    assert sorted(happened) == sorted(order.process_id for order in orders)
    assert await lost(house) == 0
    assert not any(task.done() for task in speaking)


async def test_a_stream_that_a_speaker_may_not_make_is_waited_for_until_the_operator_has(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_stream, "_LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(service, "KeptStream", kept_by_the_operator)
    speaking = await open_speaker(house, expire_contract)
    orders = [an_order() for _ in range(2)]
    await house.ask(orders[0])
    await until(lambda: published(house))
    await lose_the_stream(house)
    await house.ask(orders[1])
    await until(lambda: waits_for(house, "broker"))
    assert stream_name(SPEAKER) not in await streams_of(house)
    await streams.declare(house.servers.broker, 64 << 20)
    await until(lambda: holds(house, len(orders)))
    assert not any(task.done() for task in speaking)


def kept_by_the_operator(*stream: Any, makes: bool) -> keeping_stream.KeptStream:
    """As in production."""
    assert makes
    return keeping_stream.KeptStream(*stream, makes=False)


async def waits_for(house: House, who: str) -> bool:
    return who in {one.who for one in house.services[SPEAKER].dependencies.away()}


async def streams_of(house: House) -> set[str | None]:
    return {one.config.name for one in await house.jetstream.streams_info()}


async def holds(house: House, number: int) -> bool:
    return len(await stream_ids(house)) == number


async def heard(house: House, number: int) -> bool:
    return len(await effects(house)) >= number
