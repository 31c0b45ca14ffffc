"""Reminders of sessions: once, at their time, and of what still holds."""

from datetime import timedelta

from services.messages.notices import CountNotices
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, words_of
from tests.integration.notices.sessions.planned_sessions import planned


async def test_no_reminder_comes_with_the_letter_that_tells_a_new_time(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    to_tomorrow = NOW + timedelta(days=1) - FIRST
    await say(notices, commission.moved(0, to_tomorrow))
    assert [mail["Subject"] for mail in mailbox.to("member@kunta.example")] == [
        "Uusi aika: työnohjaus TO-1007, 13.1.2027"
    ]
    await say(notices, commission.moved(1, to_tomorrow - timedelta(days=13)))
    mailbox.mails.clear()
    notices.move_clock(NOW + timedelta(hours=23))
    await notices.quiet()
    assert [mail["Subject"] for mail in mailbox.to("member@kunta.example")] == [
        "Muistutus: työnohjaus TO-1007, 14.1.2027"
    ]


async def test_who_was_told_a_new_time_in_the_evening_is_not_reminded_of_it_the_next_morning(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    evening = FIRST.replace(day=18, hour=18)
    notices.move_clock(evening)
    await say(notices, commission.moved(0, timedelta(hours=1)))
    notices.move_clock(evening + timedelta(hours=13))
    await notices.quiet()
    assert [mail["Subject"] for mail in mailbox.to("member@kunta.example")] == [
        "Uusi aika: työnohjaus TO-1007, 20.1.2027"
    ]


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


async def test_who_has_several_sessions_on_a_day_is_reminded_of_them_in_one_letter(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    other = Commission(people=commission.people)
    await planned(notices, commission, mailbox, 1)
    await planned(notices, other, mailbox, 2)
    mailbox.mails.clear()
    notices.move_clock(FIRST.replace(day=19, hour=7))
    await notices.quiet()
    [mail] = mailbox.to("supervisor@kunta.example")
    assert mail["Subject"] == "Reminder: coming sessions"
    assert words_of(mail).count("Supervision TO-1007: Wed 20 January 2027 9:00–10:30") == 2
    assert words_of(mail).count("Place: as agreed") == 2
    assert f"Open: {notices.address('console')}/" in words_of(mail).splitlines()
    assert len(mailbox.mails) == 3
    counts = await notices.ask(CountNotices())
    assert (counts.gathered, counts.waiting, counts.refused) == (0, 3, 0)


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
