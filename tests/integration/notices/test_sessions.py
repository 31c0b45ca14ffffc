"""Invitations to a series, and what follows from moving and cancelling: one entry a session in each calendar."""

from datetime import timedelta

from services.messages.notices import CountNotices
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, entry


async def planned(house: House, commission: Commission, mailbox: Mailbox, count: int = 2) -> None:
    await say(house, commission.received(), commission.signed(), commission.planned(count))
    mailbox.mails = [mail for mail in mailbox.mails if entry(mail)]


async def test_each_attendee_is_invited_to_each_session_in_their_language(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    assert len(mailbox.mails) == 6
    first, second = mailbox.to("medlem@kunta.example")
    assert first["Subject"] == "Kallelse: arbetshandledning TO-1007, 20.1.2027"
    assert entry(first)["dtstart"].dt == FIRST
    assert entry(second)["dtstart"].dt == FIRST + timedelta(days=14)
    assert entry(first)["method"] == "REQUEST"
    assert len(mailbox.to("supervisor@kunta.example")) == 2


async def test_nobody_reads_who_else_attends(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    for mail in mailbox.to("member@kunta.example"):
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        assert not [part for part in parts if "medlem" in part.lower() or "supervisor@" in part.lower()]


async def test_move_and_cancellation_change_the_same_entry_with_a_rising_sequence(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    day = timedelta(days=1)
    await say(notices, commission.moved(0, day), commission.cancelled(0, day, sequence=2))
    entries = [entry(mail) for mail in mailbox.to("member@kunta.example")]
    assert len({one["uid"] for one in entries}) == 1
    assert [int(one["sequence"]) for one in entries] == [0, 1, 2]
    assert [one["method"] for one in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    moved = mailbox.to("member@kunta.example")[1].get_body(("plain",))
    assert moved is not None
    assert "Uusi aika: 21.1.2027 klo 9.00–10.30" in moved.get_content()
    assert "Aiempi aika: 20.1.2027 klo 9.00" in moved.get_content()


async def test_a_reminder_comes_the_day_before_at_nine_and_once(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    state = await notices.services["notices"].report()
    nine = FIRST.replace(day=19, hour=7)
    assert (state.due_now, state.next_due) == (0, nine)
    before = len(mailbox.mails)
    notices.move_clock(nine)
    await notices.quiet()
    assert len(mailbox.mails) == before + 3
    assert mailbox.to("member@kunta.example")[-1]["Subject"] == "Muistutus: työnohjaus TO-1007, 20.1.2027"
    assert (await notices.services["notices"].report()).next_due is None


async def test_a_moved_session_is_reminded_of_at_its_new_time_only(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    await say(notices, commission.moved(0, timedelta(days=7)))
    mailbox.mails.clear()
    notices.move_clock(FIRST - timedelta(hours=20))
    await notices.quiet()
    assert mailbox.mails == []
    notices.move_clock(FIRST + timedelta(days=7, hours=-20))
    await notices.quiet()
    assert [mail["Subject"] for mail in mailbox.to("medlem@kunta.example")] == [
        "Påminnelse: arbetshandledning TO-1007, 27.1.2027"
    ]


async def test_a_cancelled_session_is_not_reminded_of(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    await say(notices, commission.cancelled(0))
    mailbox.mails.clear()
    notices.move_clock(FIRST - timedelta(hours=20))
    await notices.quiet()
    assert mailbox.mails == []


async def test_a_reminder_of_a_session_that_has_begun_is_dropped(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    notices.move_clock(FIRST + timedelta(days=3))
    await notices.quiet()
    assert mailbox.mails == []
    counts = await notices.ask(CountNotices())
    assert (counts.dropped, counts.waiting, counts.refused) == (3, 3, 0)


async def test_a_change_that_is_older_than_what_was_told_is_not_told(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    await say(notices, commission.moved(0, timedelta(days=2), sequence=2))
    mailbox.mails.clear()
    await say(notices, commission.moved(0, timedelta(days=1), sequence=1))
    assert mailbox.mails == []
    assert NOW < FIRST
