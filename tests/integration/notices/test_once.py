"""Every mail once: through redelivery, a mail server that is away or closes, and addresses that do not exist."""

import asyncio
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.messages.contracts import SignatureAsked
from services.messages.envelope import Event, event_subject, owner
from services.messages.intake import StepOverdue
from services.messages.notices import CountNotices, NoticeCounts
from services.messages.values import Party
from services.notices.mailing import sending
from services.notices.mailing.post import MailServer, connected
from services.runtime.events.waking import Waking
from services.runtime.service import Service
from tests.house import House
from tests.integration.notices.builders import NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox
from tests.patience import PATIENCE_S


async def until(house: House, wanted: NoticeCounts) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while await house.ask(CountNotices()) != wanted:
            await asyncio.sleep(0.02)


async def say_again(house: House, said: list[tuple[Event, dict[str, str]]]) -> None:
    for event, headers in said:
        body = event.model_dump_json().encode()
        await house.jetstream.publish(event_subject(type(event)), body, headers=headers)


async def test_events_delivered_three_times_in_another_order_write_the_same_letters(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    events = [commission.received(), commission.signed(), commission.planned(3)]
    events += [commission.moved(1, timedelta(days=1)), commission.cancelled(1, timedelta(days=1), sequence=2)]
    said = []
    for event in events:
        said.append((event, await notices.say(owner(type(event)), event)))
        await notices.quiet()
    first = await notices.rows("notices", "select natural_key, status from notice order by 1")
    ids = sorted(mailbox.ids())
    again = said * 3
    random.Random(7).shuffle(again)
    await say_again(notices, again)
    await notices.quiet()
    assert await notices.rows("notices", "select natural_key, status from notice order by 1") == first
    assert sorted(mailbox.ids()) == ids
    assert len(set(ids)) == len(ids) == 1 + 3 + 4 + 3 + 3


async def test_twelve_people_and_their_supervisor_are_written_to_about_five_years_of_sessions(
    house: House,
) -> None:
    """More values than one statement takes. Nobody answers for the addresses, so that all of them wait."""
    await house.open("notices")
    house.move_clock(NOW)
    names = ("contact", "member", "medlem", "supervisor")
    commission = Commission(people={name: uuid4() for name in names})
    planned = commission.planned(260)
    attendees = [*planned.attendee_ids, *(uuid4() for _ in range(10))]
    for event in (commission.received(), commission.signed()):
        await house.say(owner(type(event)), event)
    await house.say("sessions", planned.model_copy(update={"attendee_ids": attendees}))
    letters = "select natural_key from notice where kind like 'session%'"
    async with asyncio.timeout(PATIENCE_S):
        while len(await house.rows("notices", letters)) < 13 * (1 + 260):
            await asyncio.sleep(0.05)


async def test_letters_are_the_same_when_the_events_come_in_another_order_from_the_start(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Within a source the version decides; between sources a letter waits for the process to be known."""
    planned = commission.planned(1)
    await notices.say("sessions", planned)
    await notices.say("contracts", commission.signed())
    await notices.say("intake", commission.received())
    await notices.quiet()
    assert len(set(mailbox.ids())) == len(mailbox.mails) == 1 + 3 + 4


async def test_a_mail_server_that_was_away_for_more_than_ten_tries_gets_each_mail_once(
    notices: House, commission: Commission, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("_FIRST_PAUSE_S", "_LONGEST_PAUSE_S"):
        monkeypatch.setattr(sending, pause, 0.02)
    tries = calls_counted(monkeypatch)
    port = notices.smtp_port
    mailbox.close()
    for event in (commission.received(), commission.signed(), commission.planned(4)):
        await notices.say(owner(type(event)), event)
    await until(notices, NoticeCounts(waiting=1 + 3 + 4 + 12, sent=0, dropped=0, refused=0))
    while len(tries) <= 12:
        await asyncio.sleep(0.02)
    report = await notices.services["notices"].report()
    assert (report.due_now, [one.who for one in report.away]) == (8, ["mail"])
    mailbox.open(port)
    await until(notices, NoticeCounts(waiting=12, sent=8, dropped=0, refused=0))
    assert len(mailbox.mails) == len(set(mailbox.ids())) == 8
    await notices.quiet()
    assert (await notices.services["notices"].report()).away == []


def calls_counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that the mail server was called."""
    called: list[str] = []

    def calling(server: MailServer) -> Any:
        called.append(server.host)
        return connected(server)

    monkeypatch.setattr(sending, "connected", calling)
    return called


async def test_a_mail_server_that_refuses_our_sender_loses_no_mail(
    notices: House, commission: Commission, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every mail would fare the same: none of them is given up for it."""
    for pause in ("_FIRST_PAUSE_S", "_LONGEST_PAUSE_S"):
        monkeypatch.setattr(sending, pause, 0.02)
    tries = calls_counted(monkeypatch)
    mailbox.refuses_sender = True
    await notices.say("intake", commission.received())
    while len(tries) <= 12:
        await asyncio.sleep(0.02)
    mailbox.refuses_sender = False
    await until(notices, NoticeCounts(waiting=0, sent=1, dropped=0, refused=0))


async def test_what_was_sent_before_the_server_closed_is_not_sent_again(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    mailbox.breaks_after = 4
    for event in (commission.received(), commission.signed(), commission.planned(2)):
        await notices.say(owner(type(event)), event)
    await until(notices, NoticeCounts(waiting=10, sent=4, dropped=0, refused=0))
    mailbox.breaks_after = None
    notices.move_clock(NOW + timedelta(minutes=10))
    await until(notices, NoticeCounts(waiting=6, sent=8, dropped=0, refused=0))
    assert len(mailbox.mails) == len(set(mailbox.ids())) == 8


async def test_an_address_that_does_not_exist_is_shown_and_stops_nobody(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    commission.people["medlem"] = commission.people["gone"]
    await say(notices, commission.received(), commission.signed(), commission.planned(1))
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=3, sent=7, dropped=0, refused=1)
    (refused,) = await notices.rows("notices", "select refusal, reply from notice where status = 'refused'")
    assert tuple(refused) == ("no_such_address", "550 5.1.1")


async def test_a_letter_that_cannot_be_written_is_refused_in_the_end_and_stops_nobody(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    stranger = SignatureAsked(
        process_id=commission.process_id,
        version=1,
        party=Party.SUPERVISOR,
        person_id=commission.process_id,
        level=0,
    )
    await say(notices, stranger, commission.signed())
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=1, sent=4, dropped=0, refused=0)
    # The clock goes on by itself meanwhile, so that a try may come before it is moved to.
    while due := await notices.rows("notices", "select not_before from notice where status = 'waiting'"):
        if due[0]["not_before"] > notices.clock.now():
            notices.move_clock(due[0]["not_before"])
        await notices.quiet()
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=0, sent=4, dropped=0, refused=1)
    (row,) = await notices.rows("notices", "select refusal, tries from notice where status = 'refused'")
    assert (row["refusal"], row["tries"]) == ("UnknownReader", 10)


async def test_a_letter_waits_while_nobody_answers_for_its_organisation(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    overdue = StepOverdue(process_id=commission.process_id, step="matching", level=1)
    await say(notices, commission.received(), overdue)
    assert await notices.ask(CountNotices()) == NoticeCounts(waiting=1, sent=1, dropped=0, refused=0)


async def test_a_letter_that_falls_due_while_the_due_ones_are_looked_for_is_not_slept_over(
    notices: House, commission: Commission, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(notices, commission.received(), commission.signed(), commission.planned(1))
    [coming] = await notices.rows(
        "notices", "select min(not_before) as at from notice where status = 'waiting'"
    )
    slept_until: asyncio.Future[datetime | None] = asyncio.get_running_loop().create_future()

    look = sending._due_at

    async def meanwhile(service: Service[Any]) -> Any:
        found = await look(service)
        notices.clock.move_to(coming["at"])
        return found

    async def sleeps(_: object, *until: datetime | None) -> None:
        if until:  # the loops of codes and events sleep until they are told
            slept_until.set_result(until[0])
        await asyncio.Event().wait()

    await notices.stop("notices")
    monkeypatch.setattr(sending, "_due_at", meanwhile)
    monkeypatch.setattr(Waking, "next_call", sleeps)
    await notices.open("notices")
    async with asyncio.timeout(PATIENCE_S):
        assert await slept_until == coming["at"]
