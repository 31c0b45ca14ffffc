"""An event that changes nothing at a listener only moves its place: one statement, without a transaction around it."""

from uuid import UUID, uuid4

import sqlalchemy as sa

from services.messages.contracts import ContractExpired, ContractGivenUp
from services.runtime.events.positions import positions_of
from services.runtime.events.streams import stream_name
from services.runtime.storage.database import transaction
from tests.house import House
from tests.integration.runtime.small_services import (
    AS_OF,
    LISTENER,
    SPEAKER,
    contract_expired,
    deliver,
    effects,
    envelope,
    open_listener,
    say,
    until,
)


async def give_up(house: House, process_id: UUID, version: int) -> None:
    """Of no use to a listener that hears of expired contracts alone."""
    event = ContractGivenUp(process_id=process_id, version=version, asked=[], given_up_at=AS_OF)
    await deliver(house, event, envelope(event, version))


async def moved_to(house: House, process_id: UUID) -> int | None:
    async with transaction(house.services[LISTENER].engine) as db:
        return (await positions_of(db, SPEAKER, [process_id])).get(process_id)


async def test_what_changes_nothing_here_is_passed_by_one_statement(house: House) -> None:
    await open_listener(house, contract_expired)
    await house.quiet()
    engine, said, commits, process_id = house.services[LISTENER].engine, [], [], uuid4()
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    sa.event.listen(engine.sync_engine, "commit", lambda _: commits.append(1))
    for version in (1, 2):
        await give_up(house, process_id, version)
        await house.quiet()
    assert len([one for one in said if "position" in one]) == 2 and not commits
    assert await moved_to(house, process_id) == 2


async def test_what_was_passed_by_comes_before_what_is_not(house: House) -> None:
    """Its order holds: what comes too early waits for it, and what comes again has no effect."""
    await open_listener(house, contract_expired)
    process_id = uuid4()
    await say(house, ContractExpired(process_id=process_id, version=3))
    await give_up(house, process_id, 2)
    await until(lambda: refused_once(house))
    assert await effects(house) == [] and await moved_to(house, process_id) is None
    for version in (1, 1, 2):
        await give_up(house, process_id, version)
    await house.quiet()
    assert [version for _, _, version in await effects(house)] == [3]
    assert await moved_to(house, process_id) == 3


async def refused_once(house: House) -> bool:
    """Both that came too early were handed out, and wait."""
    at = await house.jetstream.consumer_info(stream_name(SPEAKER), LISTENER)
    return bool(at.num_ack_pending == 2)
