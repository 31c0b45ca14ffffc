"""A supervisor whose sessions of several processes change at once gets one letter, and everybody else their own."""

import asyncio
import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from services.messages.notices import ChooseMails
from services.notices.mailing import sending
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, coordinator, people_registered, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import settling
from tests.patience import PATIENCE_S

LATER = timedelta(days=7)
SUPERVISOR = "supervisor@kunta.example"


async def three_of_one(house: House) -> list[Commission]:
    """Three processes with the same people."""
    first = await people_registered(house)
    await coordinator(house)
    commissions = [first, *(Commission(people=first.people) for _ in range(2))]
    for number, one in enumerate(commissions, start=1001):
        received = one.received().model_copy(update={"number": f"TO-{number}"})
        await say(house, received, one.signed(), one.planned(2))
    return commissions


async def test_a_supervisor_of_several_processes_gets_one_letter_of_all_that_has_changed(
    notices: House, mailbox: Mailbox
) -> None:
    commissions = await three_of_one(notices)
    mailbox.mails.clear()
    with settling(notices, timedelta(minutes=2)):
        for one in commissions:
            await say(notices, *one.called_off(0, LATER))
            notices.move_clock(notices.clock.now() + timedelta(seconds=5))
        assert mailbox.mails == []
        notices.move_clock(notices.clock.now() + timedelta(minutes=1, seconds=46))
        await notices.quiet()
    [mail] = mailbox.to(SUPERVISOR)
    assert mail["Subject"] == "Changed times: several of your supervisions"
    told = words_of(mail)
    assert all(f"TO-{number}" in told for number in (1001, 1002, 1003)) and "/calendar" in told
    assert told.count("(before ") == 3
    found = entries(mail)
    assert {str(one["uid"]) for one in found} == {f"{one.sessions[0]}@luotsi.invalid" for one in commissions}
    assert {(int(one["sequence"]), one["dtstart"].dt) for one in found} == {(2, FIRST + LATER)}
    notices.move_clock(notices.clock.now() + timedelta(minutes=5))
    await notices.quiet()
    assert len(mailbox.to("member@kunta.example")) == 3
    assert len(mailbox.to(SUPERVISOR)) == 1


async def test_changes_of_one_process_lead_its_supervisor_to_it(notices: House, mailbox: Mailbox) -> None:
    first, *_others = await three_of_one(notices)
    mailbox.mails.clear()
    await say(notices, first.series_moved(0, 1, by=timedelta(days=1)))
    [mail] = mailbox.to(SUPERVISOR)
    assert mail["Subject"] == "Changed times: supervision TO-1001" and len(entries(mail)) == 2


async def test_a_supervisor_who_wants_single_invitations_gets_one_a_session(
    notices: House, mailbox: Mailbox
) -> None:
    commissions = await three_of_one(notices)
    own = commissions[0].people["supervisor"]
    await notices.ask(ChooseMails(person_id=own, invitations="single", as_of=NOW))
    await notices.quiet()
    mailbox.mails.clear()
    with settling(notices, timedelta(minutes=2)):
        for one in commissions:
            await say(notices, one.moved(0, LATER))
        notices.move_clock(notices.clock.now() + timedelta(minutes=3))
        await notices.quiet()
    assert [one["method"] for mail in mailbox.to(SUPERVISOR) for one in entries(mail)] == ["REQUEST"] * 3


async def none_is_due_yet(*_: object) -> int:
    """In the place of the service's own loop: the tests send."""
    return 0


async def test_two_processes_that_each_take_a_part_of_what_is_due_write_one_letter_of_it(
    notices: House, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    commissions = await three_of_one(notices)
    mailbox.mails.clear()
    service, both, taken = notices.services["notices"], asyncio.Barrier(2), itertools.count()
    send_batch, take_due = sending.send_batch, sending._take_due

    async def with_the_other(connection: AsyncConnection, now: datetime) -> Sequence[Row[Any]]:
        rows = await take_due(connection, now)
        if next(taken) < 2:
            await both.wait()
        return rows

    monkeypatch.setattr(sending, "send_batch", none_is_due_yet)
    monkeypatch.setattr(sending, "_take_due", with_the_other)
    monkeypatch.setattr(sending, "_BATCH", 5)
    with settling(notices, timedelta(minutes=2)):
        for one in commissions:
            await say(notices, *one.called_off(0, LATER))
        notices.move_clock(notices.clock.now() + timedelta(minutes=3))
        await asyncio.gather(send_batch(service), send_batch(service))
        while await send_batch(service):
            pass
    [mail] = mailbox.to(SUPERVISOR)
    assert mail["Subject"] == "Changed times: several of your supervisions" and len(entries(mail)) == 3
    assert len(mailbox.to("member@kunta.example")) == 3


async def test_what_changes_while_another_process_sends_the_letter_is_told_by_the_next_one(
    notices: House, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = await three_of_one(notices)
    mailbox.mails.clear()
    service, send_batch, send = notices.services["notices"], sending.send_batch, sending._send
    under_way, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(connection: AsyncConnection, *given: Any) -> None:
        if not under_way.is_set():
            under_way.set()
            await goes_on.wait()
        await send(connection, *given)

    async def all_that_is_due() -> None:
        while await send_batch(service):
            pass

    monkeypatch.setattr(sending, "send_batch", none_is_due_yet)
    monkeypatch.setattr(sending, "_BATCH", 1)
    with settling(notices, timedelta(minutes=2)):
        for one in (first, second):
            await say(notices, *one.called_off(0, LATER))
        notices.move_clock(notices.clock.now() + timedelta(minutes=3))
        async with asyncio.timeout(PATIENCE_S):
            while not await _begun(notices):
                await send_batch(service)
        monkeypatch.setattr(sending, "_send", slowly)
        sends = [asyncio.create_task(all_that_is_due())]
        await under_way.wait()
        for event in third.called_off(0, LATER):
            await notices.say("sessions", event)
        await _until_written(notices, third)
        notices.move_clock(notices.clock.now() + timedelta(minutes=3))
        sends.append(asyncio.create_task(all_that_is_due()))
        async with asyncio.timeout(PATIENCE_S):
            while not sends[1].done() and not await notices.rows("notices", _WAITS_FOR_A_TURN):
                await asyncio.sleep(0.02)
        goes_on.set()
        await asyncio.gather(*sends)
    told = {str(one["uid"]) for mail in mailbox.to(SUPERVISOR) for one in entries(mail)}
    assert told == {f"{one.sessions[0]}@luotsi.invalid" for one in (first, second, third)}


_WAITS_FOR_A_TURN = "select 1 from pg_locks where locktype = 'advisory' and not granted"


async def _until_written(house: House, one: Commission) -> None:
    """The house is not quiet before the letter is sent."""
    written = "select count(*) as n from notice where process_id = $1 and kind = 'session_replanned'"
    async with asyncio.timeout(PATIENCE_S):
        while (await house.rows("notices", written, one.process_id))[0]["n"] < 3:
            await asyncio.sleep(0.02)


async def _begun(house: House) -> bool:
    """Whether the letter is the next to be sent."""
    due = "select kind from notice where status = 'waiting' order by not_before, place limit 1"
    return [row["kind"] for row in await house.rows("notices", due)] == ["calendar_changed"]
