"""Releases side by side: what an older one does not know is passed over, held or refused, and nothing is lost of it."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import ContractExpired, ShowContract
from services.messages.operations import ListParked
from services.runtime.cancelling import cancel_all
from services.runtime.commands.refusal import Unavailable, UnknownAnswer, UnknownCommand
from services.runtime.commands.transactions import Work
from services.runtime.events import setbacks
from services.runtime.events.handling import Handling
from tests.house import House
from tests.integration.runtime.small_services import (
    LISTENER,
    SPEAKER,
    contract_expired,
    deliver,
    effects,
    envelope,
    expire_contract,
    note,
    open_listener,
    open_speaker,
    say,
    until,
)

NEWER = {"ce_type": "contract_expired2"}
NEWER_SUBJECT = "events.contracts.contract_expired2"


def handling_of(house: House) -> Handling:
    return house.services[LISTENER].listeners[SPEAKER].handling


async def parked(house: House) -> list[str]:
    return [one.reason for one in (await house.ask(ListParked(), of=LISTENER)).messages]


async def applied(house: House, process_id: UUID) -> list[int]:
    return [version for _, aggregate, version in await effects(house) if aggregate == process_id]


async def test_what_an_older_release_passed_over_the_next_one_hears(house: House) -> None:
    loops = await open_listener(house, contract_expired)
    handling = handling_of(house)
    known, handlers = handling.events, handling._handlers
    handling.events, handling._handlers = {}, {}
    process_id = uuid4()
    await say(house, *(ContractExpired(process_id=process_id, version=n) for n in (1, 2)))
    await house.quiet()
    assert (await effects(house), await parked(house)) == ([], [])
    await cancel_all(loops)
    handling.events, handling._handlers = known, handlers
    house._tasks += [asyncio.ensure_future(house.services[LISTENER].listeners[SPEAKER].run())]
    await say(house, ContractExpired(process_id=process_id, version=3))
    await house.quiet()
    assert await applied(house, process_id) == [1, 2, 3]
    assert await house.rows(LISTENER, "SELECT * FROM passed_over") == []


async def test_an_event_that_nobody_here_could_want_holds_up_nothing(house: House) -> None:
    await open_listener(house, contract_expired)
    process_id = uuid4()
    first, second = (ContractExpired(process_id=process_id, version=n) for n in (1, 2))
    eaten = envelope(first, 1, ce_type="contract_eaten")
    await deliver(house, first, eaten, subject="events.contracts.contract_eaten")
    await say(house, second)
    await house.quiet()
    assert await applied(house, process_id) == [2]
    assert await parked(house) == []


async def newer_class_then_the_next(house: House) -> UUID:
    process_id = uuid4()
    first, second = (ContractExpired(process_id=process_id, version=n) for n in (1, 2))
    await deliver(house, first, envelope(first, 1, **NEWER), subject=NEWER_SUBJECT)
    await say(house, second)
    return process_id


async def test_a_newer_class_of_what_is_heard_waits_for_the_release_that_knows_it(house: House) -> None:
    await open_listener(house, contract_expired)
    process_id = await newer_class_then_the_next(house)
    await until(lambda: is_held(house))
    assert (await effects(house), await parked(house)) == ([], [])
    handling = handling_of(house)
    handling.events = {**handling.events, "contract_expired2": ContractExpired}
    handling._handlers = {**handling._handlers, "contract_expired2": note}
    await house.quiet()
    assert await applied(house, process_id) == [1, 2]
    assert await parked(house) == []


async def is_held(house: House) -> bool:
    return bool(await house.rows(LISTENER, "SELECT 1 FROM failure WHERE times > 2"))


async def test_a_newer_class_that_no_release_comes_for_is_parked_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setbacks, "_HELD_FOR_S", 0.3)
    await open_listener(house, contract_expired)
    process_id = await newer_class_then_the_next(house)
    await house.quiet()
    assert await applied(house, process_id) == [2]
    assert await parked(house) == ["unknown_event"]


def unknown_to_the_speaker() -> ShowContract:
    """It answers one command here, and not this one."""
    return ShowContract(process_id=uuid4())


async def test_a_command_that_a_service_does_not_know_is_told_from_one_that_is_away(house: House) -> None:
    with pytest.raises(Unavailable):
        await house.ask(unknown_to_the_speaker())
    await open_speaker(house, expire_contract)
    with pytest.raises(UnknownCommand):
        await house.ask(unknown_to_the_speaker())


async def test_an_event_that_asks_an_older_service_is_tried_again_before_it_is_parked(house: House) -> None:
    tried = 0

    async def ask_what_is_unknown(event: ContractExpired, work: Work[Any]) -> None:
        nonlocal tried
        tried += 1
        if tried <= 3:
            await work.ask(unknown_to_the_speaker())
        await note(event, work)

    ask_what_is_unknown.__name__ = "contract_expired"
    await open_speaker(house, expire_contract)
    await open_listener(house, ask_what_is_unknown)
    event = ContractExpired(process_id=uuid4(), version=1)
    await say(house, event)
    await house.quiet()
    assert await applied(house, event.process_id) == [1]
    assert await parked(house) == []


async def test_an_event_whose_handler_meets_another_release_is_held_and_not_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setbacks, "pause_after", lambda _age_s: 0.01)
    monkeypatch.setattr(setbacks, "about", lambda _delay_s: 0.01)
    tried = 0

    async def contract_expired(event: ContractExpired, work: Work[Any]) -> None:
        nonlocal tried
        tried += 1
        if tried <= 12:
            raise UnknownAnswer("commands.contracts.show_contract")
        await note(event, work)

    await open_listener(house, contract_expired)
    event = ContractExpired(process_id=uuid4(), version=1)
    await say(house, event)
    await house.quiet()
    assert (await applied(house, event.process_id), await parked(house)) == ([1], [])
