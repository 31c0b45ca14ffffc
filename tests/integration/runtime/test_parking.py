"""What cannot be handled is parked with its reason, the next ones go on, and it is handled again on order."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.messages.contracts import ContractExpired
from services.messages.operations import ListParked, ParkedMessage, ReplayParked, ReportState
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute
from tests.house import House
from tests.integration.runtime.small_services import (
    LISTENER,
    contract_expired,
    deliver,
    effects,
    envelope,
    note,
    open_listener,
    say,
)


async def parked(house: House) -> list[ParkedMessage]:
    return (await house.ask(ListParked(), of=LISTENER)).messages


async def applied(house: House, process_id: UUID) -> list[int]:
    return [version for _, aggregate, version in await effects(house) if aggregate == process_id]


BAD: dict[str, tuple[dict[str, str | None], dict[str, Any], str]] = {
    "no JSON": ({}, {"body": b"no JSON at all"}, "malformed_event"),
    "not UTF-8": ({}, {"body": b"\xff\xfe\x00"}, "malformed_event"),
    "another shape": ({}, {"body": b'{"process_id": "somebody"}'}, "malformed_event"),
    "type and subject differ": ({"ce_type": "contract_signed"}, {}, "malformed_envelope"),
    "no type": ({"ce_type": None}, {}, "malformed_envelope"),
    "no id": ({"ce_id": None}, {}, "malformed_envelope"),
}


async def test_messages_that_nobody_can_read_are_parked_and_their_aggregates_go_on(house: House) -> None:
    await open_listener(house, contract_expired)
    processes = {bad: uuid4() for bad in BAD}
    for bad, (changed, otherwise, _) in BAD.items():
        first, second = (ContractExpired(process_id=processes[bad], version=n) for n in (1, 2))
        await deliver(house, first, envelope(first, 1, **changed), **otherwise)
        await say(house, second)
    await house.quiet()
    reasons = {one.aggregate_id: one.reason for one in await parked(house)}
    assert {bad: reasons[processes[bad]] for bad in BAD} == {bad: BAD[bad][2] for bad in BAD}
    assert len(await effects(house)) == len(BAD)
    assert {version for _, _, version in await effects(house)} == {2}


NOWHERE: dict[str, dict[str, str | None]] = {
    "no aggregate": {"ce_subject": None},
    "an aggregate that is none": {"ce_subject": "Kuntayhtymä"},
    "a letter that no database stores": {"ce_subject": "a\0b"},
    "no version": {"ce_aggversion": None},
    "version nought": {"ce_aggversion": "0"},
    "a version beyond all numbers": {"ce_aggversion": "9" * 40},
}


async def test_messages_without_a_place_are_parked_once_however_often_they_come(house: House) -> None:
    await open_listener(house, contract_expired)
    event = ContractExpired(process_id=uuid4(), version=1)
    for changed in NOWHERE.values():
        await deliver(house, event, envelope(event, 1, **changed))
    await house.jetstream.publish("events.contracts.contract_expired", b"no headers at all")
    await say(house, event)
    await house.quiet()
    found = await parked(house)
    assert [one.reason for one in found] == ["malformed_envelope"] * (len(NOWHERE) + 1)
    assert await applied(house, event.process_id) == [1]


async def test_what_a_handler_refuses_is_parked_at_once_with_the_refusals_code(house: House) -> None:
    async def refuse_the_first(event: ContractExpired, work: Work) -> None:
        if event.version == 1:
            raise Refusal("unknown_process", "process_id")
        await note(event, work)

    process_id = await one_and_two(house, refuse_the_first)
    assert [(one.reason, one.aggregate_id) for one in await parked(house)] == [
        ("unknown_process", process_id)
    ]
    assert await applied(house, process_id) == [2]


async def one_and_two(house: House, handler: Any) -> UUID:
    """The aggregate of two events that have been brought to their end."""
    handler.__name__ = "contract_expired"
    await open_listener(house, handler)
    process_id = uuid4()
    await say(house, *(ContractExpired(process_id=process_id, version=n) for n in (1, 2)))
    await house.quiet()
    return process_id


async def test_a_handler_that_always_fails_is_tried_ten_times_and_nothing_of_it_stays(house: House) -> None:
    tried = 0

    async def fail_at_the_first(event: ContractExpired, work: Work) -> None:
        nonlocal tried
        await note(event, work)
        if event.version == 1:
            tried += 1
            raise ZeroDivisionError

    process_id = await one_and_two(house, fail_at_the_first)
    assert tried == 10
    assert [one.reason for one in await parked(house)] == ["failed: ZeroDivisionError"]
    assert await applied(house, process_id) == [2]


MORE_THAN_A_STATEMENT_TAKES = 32_768


async def break_a_key(work: Work) -> None:
    for _ in range(2):
        row = sa.text("INSERT INTO position VALUES ('nobody', :id, 1)").bindparams(id=UUID(int=0))
        await execute(work.db, row)


async def give_a_wrong_type(work: Work) -> None:
    connection = await work.db.connection()
    await connection.exec_driver_sql("SELECT $1::int", ("not a number",))


async def say_too_much_at_once(work: Work) -> None:
    """More values than a statement may have: the driver's own error, without a code of the database."""
    places = ",".join(f"(${number}::int)" for number in range(1, MORE_THAN_A_STATEMENT_TAKES + 1))
    connection = await work.db.connection()
    await connection.exec_driver_sql(f"VALUES {places}", tuple(range(MORE_THAN_A_STATEMENT_TAKES)))


async def kill_its_own_connection(work: Work) -> None:
    """The database goes away whenever this message comes, and is there for everybody else."""
    await execute(work.db, sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))


async def ask_a_table_that_nobody_declared(work: Work) -> None:
    await execute(work.db, sa.text("SELECT * FROM effects_of_yesterday"))


async def wait_too_long(work: Work) -> None:
    raise TimeoutError


async def ask_who_never_ends_with_it(work: Work) -> None:
    """The other service is well, but this one question is too much for it."""
    await work.ask(ReportState(), of=LISTENER, timeout_s=1e-6)


MISTAKES = (
    break_a_key,
    give_a_wrong_type,
    say_too_much_at_once,
    kill_its_own_connection,
    ask_a_table_that_nobody_declared,
    wait_too_long,
    ask_who_never_ends_with_it,
)


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_handler_that_always_breaks_the_databases_rules_is_parked_too(
    house: House, mistake: Any
) -> None:
    """Looked at alone, its error may be a collision or a lost connection: it must not come for ever."""

    async def fail_at_the_first(event: ContractExpired, work: Work) -> None:
        if event.version == 1:
            await mistake(work)
        await note(event, work)

    process_id = await one_and_two(house, fail_at_the_first)
    assert [one.reason.split(":")[0] for one in await parked(house)] == ["failed"]
    assert await applied(house, process_id) == [2]


async def test_a_parked_message_is_handled_once_after_its_handler_was_mended(house: House) -> None:
    mended = False

    async def refuse_until_mended(event: ContractExpired, work: Work) -> None:
        await note(event, work)
        if not mended and event.version == 1:
            raise Refusal("unknown_process")

    process_id = await one_and_two(house, refuse_until_mended)
    [message] = await parked(house)
    with pytest.raises(Refusal, match="unknown_process"):
        await house.ask(ReplayParked(parked_id=message.parked_id), of=LISTENER)
    assert await applied(house, process_id) == [2]
    mended = True
    await house.ask(ReplayParked(parked_id=message.parked_id), of=LISTENER)
    assert await applied(house, process_id) == [2, 1]
    assert await parked(house) == []
    with pytest.raises(Refusal, match="unknown_message"):
        await house.ask(ReplayParked(parked_id=message.parked_id), of=LISTENER)
    assert await applied(house, process_id) == [2, 1]


async def test_an_unreadable_message_is_refused_again_and_stays_parked(house: House) -> None:
    await open_listener(house, contract_expired)
    event = ContractExpired(process_id=uuid4(), version=1)
    await deliver(house, event, envelope(event, 1), body=b"{}")
    await house.quiet()
    [message] = await parked(house)
    with pytest.raises(Refusal) as refused:
        await house.ask(ReplayParked(parked_id=message.parked_id), of=LISTENER)
    assert (refused.value.code, refused.value.reason) == ("still_refused", "malformed_event")
    assert await parked(house) == [message]


async def test_an_unknown_parked_id_is_refused(house: House) -> None:
    await open_listener(house, contract_expired)
    with pytest.raises(Refusal, match="unknown_message"):
        await house.ask(ReplayParked(parked_id=uuid4()), of=LISTENER)
