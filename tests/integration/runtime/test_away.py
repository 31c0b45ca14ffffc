"""Whom a program depends on is away for longer than ten deliveries: nothing is parked, and all is done afterwards."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.contracts import ContractExpired
from services.messages.operations import ListParked, ReportState
from services.runtime.commands.transactions import Work
from services.runtime.events.handling import Handling
from services.runtime.events.positions import Turn
from tests.house import House
from tests.integration.runtime.small_services import (
    LISTENER,
    SPEAKER,
    an_order,
    contract_expired,
    effects,
    expire_contract,
    note,
    open_listener,
    open_speaker,
    say,
    until,
)

MORE_THAN_TEN = 12
Deliveries = Counter[str]


@pytest.fixture
def deliveries(monkeypatch: pytest.MonkeyPatch) -> Deliveries:
    """How often each event was brought to a listener, by its id."""
    counted: Deliveries = Counter()
    apply = Handling.apply

    async def counting(handling: Handling, db: AsyncSession, message: Any) -> Turn:
        counted[message.headers["ce-id"]] += 1
        return await apply(handling, db, message)

    monkeypatch.setattr(Handling, "apply", counting)
    return counted


async def three_events(house: House) -> tuple[UUID, list[str]]:
    process_id = uuid4()
    said = await say(house, *(ContractExpired(process_id=process_id, version=n) for n in (1, 2, 3)))
    return process_id, [headers["ce-id"] for headers in said]


async def tried_more_than_ten_times(deliveries: Deliveries, event_id: str) -> None:
    async def enough() -> bool:
        return deliveries[event_id] > MORE_THAN_TEN

    await until(enough)


async def all_was_done(house: House, process_id: UUID) -> None:
    await house.quiet()
    applied = [version for _, aggregate, version in await effects(house) if aggregate == process_id]
    assert applied == [1, 2, 3]
    assert (await house.ask(ListParked(), of=LISTENER)).messages == []
    assert await house.rows(LISTENER, "SELECT * FROM failure") == []
    assert (await house.ask(ReportState(), of=LISTENER)).away == []


async def test_while_the_database_is_away_events_wait_and_are_applied_afterwards(
    house: House, deliveries: Deliveries
) -> None:
    gate = await house.gate("postgres")
    await open_listener(house, contract_expired)
    before = ContractExpired(process_id=uuid4(), version=1)
    await say(house, before)
    await until(lambda: heard(house, before.process_id))  # it listens
    gate.close()
    process_id, ids = await three_events(house)
    await tried_more_than_ten_times(deliveries, ids[0])
    assert who_is_away(house) == ["database"]
    await gate.open()
    await all_was_done(house, process_id)


async def test_while_the_database_hangs_events_wait_and_are_applied_afterwards(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes what is sent, and never answers."""
    monkeypatch.setenv("LUOTSI_DATABASE_ANSWERS_WITHIN_S", "1")
    gate = await house.gate("postgres")
    await open_listener(house, contract_expired)
    before = ContractExpired(process_id=uuid4(), version=1)
    await say(house, before)
    await until(lambda: heard(house, before.process_id))  # it listens
    gate.hang()
    process_id, _ids = await three_events(house)

    async def it_is_noticed() -> bool:
        return who_is_away(house) == ["database"]

    await until(it_is_noticed)
    gate.go_on()
    await all_was_done(house, process_id)


async def test_while_a_migration_has_not_run_yet_events_wait_and_are_applied_afterwards(
    house: House, deliveries: Deliveries
) -> None:
    await open_listener(house, contract_expired)
    await house.rows(LISTENER, "ALTER TABLE position RENAME COLUMN version TO was_version")
    process_id, ids = await three_events(house)
    await tried_more_than_ten_times(deliveries, ids[0])
    assert who_is_away(house) == ["tables"]
    await house.rows(LISTENER, "ALTER TABLE position RENAME COLUMN was_version TO version")
    await all_was_done(house, process_id)


async def ask_first(event: ContractExpired, work: Work) -> None:
    """A listener that needs another service before it can go on."""
    await work.ask(an_order(event.process_id))
    await note(event, work)


ask_first.__name__ = "contract_expired"  # by which a handler says what it hears


async def test_while_another_service_is_away_events_wait_and_are_applied_afterwards(
    house: House, deliveries: Deliveries
) -> None:
    await open_listener(house, ask_first)
    process_id, ids = await three_events(house)
    await tried_more_than_ten_times(deliveries, ids[0])
    told = (await house.ask(ReportState(), of=LISTENER)).away
    assert [one.who for one in told] == [SPEAKER]
    await open_speaker(house, expire_contract)
    await all_was_done(house, process_id)


async def test_while_the_database_of_another_service_is_away_events_wait_too(
    house: House, deliveries: Deliveries
) -> None:
    await open_listener(house, ask_first)
    gate = await house.gate("postgres")
    await open_speaker(house, expire_contract)
    gate.close()
    process_id, ids = await three_events(house)
    await tried_more_than_ten_times(deliveries, ids[0])
    assert who_is_away(house) == [SPEAKER]
    await gate.open()
    await all_was_done(house, process_id)


async def test_while_the_broker_is_away_events_wait_in_the_outbox_and_are_heard_afterwards(
    house: House,
) -> None:
    gate = await house.gate("nats")
    await open_speaker(house, expire_contract)
    await open_listener(house, contract_expired)
    speaker = house.services[SPEAKER]
    gate.close()
    order = an_order()
    await speaker.transactions.carry_out(expire_contract, order)
    await until(lambda: relay_waits(house))
    await gate.open()
    await until(lambda: heard(house, order.process_id))
    await house.quiet()
    assert (await house.ask(ListParked(), of=LISTENER)).messages == []
    assert (await house.ask(ReportState(), of=SPEAKER)).away == []


async def relay_waits(house: House) -> bool:
    return [one.who for one in house.services[SPEAKER].dependencies.away()] == ["broker"]


async def heard(house: House, process_id: UUID) -> bool:
    return any(aggregate == process_id for _, aggregate, _ in await effects(house))


def who_is_away(house: House) -> list[str]:
    return [one.who for one in house.services[LISTENER].dependencies.away()]
