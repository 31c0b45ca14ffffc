"""A stream that is lost is told again from the outbox, and what was heard is not applied twice."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from deploy import streams
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


async def heard(house: House, number: int) -> bool:
    return len(await effects(house)) >= number
