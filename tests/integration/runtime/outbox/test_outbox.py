"""A change and its event are one; the relay loses nothing, whatever dies when."""

import asyncio
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from services.messages.contracts import ExpireContract, SigningFound
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.events.relaying import Relay
from services.runtime.storage.tables import outbox
from tests.house import House
from tests.integration.runtime.outbox.acts import (
    a_large_event,
    an_outbox,
    announce_one,
    published,
    running,
    sending,
)
from tests.integration.runtime.small_services import (
    EXPIRED,
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
from tests.patience import PATIENCE_S


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs after it."""


class DiesBeforeItMarks(Relay):
    """Killed between the broker's acknowledgement and the commit."""

    async def _mark(self, connection: AsyncConnection, ids: list[int]) -> None:
        raise Killed


class MarksBeforeItPublishes(Relay):
    """The planted bug: it commits the mark first, and is killed before it has published."""

    async def publish_batch(self, connection: AsyncConnection) -> int:
        waiting = sa.select(outbox.c.id).where(outbox.c.published_at.is_(None))
        await self._mark(connection, list((await connection.execute(waiting)).scalars()))
        await connection.commit()
        raise Killed


async def test_a_change_and_its_event_are_there_together_or_not_at_all(house: House) -> None:
    breaks = True

    async def expire_and_break(order: ExpireContract, work: Work) -> SigningFound:
        done = await expire_contract(order, work)
        if breaks:
            raise ZeroDivisionError
        return done

    expire_and_break.__name__ = "expire_contract"
    await open_speaker(house, expire_and_break)
    order = an_order()
    with pytest.raises(Fault, match="ZeroDivisionError"):
        await house.ask(order)
    assert await counts(house) == {"thing": 0, "outbox": 0, "aggregate_version": 0}
    breaks = False
    await house.ask(order)
    assert await counts(house) == {"thing": 1, "outbox": 1, "aggregate_version": 1}


async def counts(house: House) -> dict[str, int]:
    tables = ("thing", "outbox", "aggregate_version")
    return {table: (await house.rows(SPEAKER, f"SELECT count(*) FROM {table}"))[0][0] for table in tables}


async def test_twenty_identical_commands_at_once_are_one_thing_and_one_event(house: House) -> None:
    await open_speaker(house, expire_contract)
    order = an_order()
    assert await asyncio.gather(*(house.ask(order) for _ in range(20))) == [EXPIRED] * 20
    await house.quiet()
    assert await counts(house) == {"thing": 1, "outbox": 1, "aggregate_version": 1}
    assert len(await stream_ids(house)) == 1


async def test_a_relay_killed_before_it_marks_loses_nothing_and_its_event_is_applied_once(
    house: House,
) -> None:
    await open_listener(house, contract_expired)
    async with an_outbox(house) as engine:
        await announce_one(house, engine, uuid4())
        await ends_killed(DiesBeforeItMarks(engine, sending(house)))
        assert not await published(house)
        async with running(Relay(engine, sending(house))):
            await until(lambda: published(house))
    await house.quiet()
    assert await lost(house) == 0
    assert 1 <= len(await stream_ids(house)) <= 2
    assert len(await effects(house)) == 1


async def test_a_relay_that_marks_before_it_publishes_is_seen_to_lose_events(house: House) -> None:
    """The planted bug: the same kill as above, and `lost` is no longer zero."""
    async with an_outbox(house) as engine:
        for _ in range(3):
            await announce_one(house, engine, uuid4())
        await ends_killed(MarksBeforeItPublishes(engine, sending(house)))
        assert await published(house)
        async with running(Relay(engine, sending(house))):
            await announce_one(house, engine, uuid4())
            await until(lambda: published(house))
    assert await lost(house) == 3


async def test_a_change_whose_event_is_too_large_is_refused_with_the_field_and_not_made(house: House) -> None:
    async def expire_and_tell_all(order: ExpireContract, work: Work) -> SigningFound:
        found = await expire_contract(order, work)
        await announce(work.db, a_large_event(order.process_id, members=30_000))
        return found

    expire_and_tell_all.__name__ = "expire_contract"
    await open_speaker(house, expire_and_tell_all)
    with pytest.raises(Refusal) as refused:
        await house.ask(an_order())
    assert (refused.value.code, refused.value.field) == ("too_large", "supervisee_ids")
    assert await counts(house) == {"thing": 0, "outbox": 0, "aggregate_version": 0}


async def ends_killed(relay: Relay) -> None:
    """Its connection goes with it, as at the end of a process."""
    with pytest.raises(Killed):
        await asyncio.wait_for(relay.run(), PATIENCE_S)


async def test_the_listener_of_a_service_hears_what_another_service_said(house: House) -> None:
    """Both ends at once: command, outbox, relay, stream, listener, effect."""
    await open_speaker(house, expire_contract)
    await open_listener(house, contract_expired)
    order = an_order()
    await house.ask(order)
    await house.quiet()
    said = await stream_ids(house)
    assert await effects(house) == [(said[0], order.process_id, 1)]
