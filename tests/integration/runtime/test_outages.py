"""A server is killed and comes back: nothing is lost, nothing happens twice, and nobody has to restart a service."""

import asyncio
from functools import partial

import pytest
import sqlalchemy as sa

from services.messages.contracts import ExpireContract, SigningFound
from services.runtime.commands.refusal import Fault
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute
from tests.house import House
from tests.integration.runtime.small_services import (
    an_order,
    contract_expired,
    effects,
    expire_contract,
    lost,
    open_listener,
    open_speaker,
    until,
)
from tests.patience import PATIENCE_S


async def carried_out(house: House, order: ExpireContract, patience_s: float = 2) -> bool:
    try:
        await house.asker(order, timeout_s=patience_s)
    except Fault:
        return False
    return True


async def kill9(house: House, server: str) -> None:
    await asyncio.to_thread(house.servers.kill9, server)


async def ready(house: House, server: str) -> None:
    await asyncio.to_thread(house.servers.until_ready, server)


async def test_a_service_without_its_database_answers_a_fault_and_recovers_by_itself(house: House) -> None:
    await open_both(house)
    await kill9(house, "postgres")
    assert not await carried_out(house, an_order())
    await ready(house, "postgres")
    order = an_order()
    await until(lambda: carried_out(house, order))
    await all_had_their_effect(house, [order])


@pytest.mark.parametrize("server", ["postgres", "nats"])
async def test_commands_asked_through_an_outage_have_one_effect_each(house: House, server: str) -> None:
    """Asked again until they are answered, as a caller does."""
    tasks = await open_both(house)
    orders = [an_order() for _ in range(30)]
    before = [carried_out(house, order, PATIENCE_S) for order in orders[:10]]
    assert all(await asyncio.gather(*before))
    during = asyncio.gather(*(carried_out(house, order) for order in orders[10:20]))
    await kill9(house, server)
    await during
    await ready(house, server)
    for order in orders:
        await until(partial(carried_out, house, order))
    await all_had_their_effect(house, orders)
    assert not any(task.done() for task in tasks)


async def test_a_migration_under_a_running_service_fails_no_command(house: House) -> None:
    """Each connection has prepared its statements for the tables as they were."""

    async def count_things(order: ExpireContract, work: Work) -> SigningFound:
        await execute(work.db, sa.text("SELECT * FROM thing"))
        return await expire_contract(order, work)

    count_things.__name__ = "expire_contract"
    await open_speaker(house, count_things)
    await asyncio.gather(*(house.ask(an_order()) for _ in range(8)))
    await house.rows("contracts", "ALTER TABLE thing ADD COLUMN since timestamptz DEFAULT now()")
    await asyncio.gather(*(house.ask(an_order()) for _ in range(8)))


async def open_both(house: House) -> list[asyncio.Task[None]]:
    return await open_speaker(house, expire_contract) + await open_listener(house, contract_expired)


async def all_had_their_effect(house: House, orders: list[ExpireContract]) -> None:
    await until(lambda: all_heard(house, orders))
    await house.quiet()
    happened = [aggregate for _, aggregate, _ in await effects(house)]
    assert sorted(happened) == sorted(order.process_id for order in orders)
    assert await lost(house) == 0


async def all_heard(house: House, orders: list[ExpireContract]) -> bool:
    heard = {aggregate for _, aggregate, _ in await effects(house)}
    return heard >= {order.process_id for order in orders}
