"""Invitations to a series, and what follows from moving and cancelling: one entry a session in each calendar."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from services.messages.contracts import (
    ContinuationDue,
    EarlierEndProposed,
    EarlierEndRefused,
    EndingToConfirm,
)
from services.messages.notices import ChooseMails, CountNotices
from services.messages.sessions import (
    ReplannedSession,
    RepresentativeProposed,
    ReviewRefused,
    SeriesCutShort,
    SeriesPaused,
)
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, called_off, coordinator, say
from tests.integration.notices.mailbox import Mailbox, entries, entry, words_of
from tests.patience import PATIENCE_S


async def planned(house: House, commission: Commission, mailbox: Mailbox, count: int = 2) -> None:
    await say(house, commission.received(), commission.signed(), commission.planned(count))
    mailbox.mails = [mail for mail in mailbox.mails if entries(mail)]


async def test_each_attendee_gets_one_letter_with_the_whole_plan_in_their_language(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 16)
    assert len(mailbox.mails) == 3
    [mail] = mailbox.to("medlem@kunta.example")
    assert mail["Subject"] == "Alla handledningstillfällen: arbetshandledning TO-1007"
    assert "De är 16" in words_of(mail)
    assert "2. ons 3.2.2027 kl. 9.00–10.30" in words_of(mail)
    found = entries(mail)
    assert [one["dtstart"].dt for one in found] == [FIRST + timedelta(days=14 * n) for n in range(16)]
    assert {str(one["uid"]) for one in found} == {f"{one}@luotsi.invalid" for one in commission.sessions}
    assert {one["method"] for one in found} == {"PUBLISH"}
    assert not [one for one in found if "attendee" in one]
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file["Content-Type"].params["charset"]) == ("TO-1007.ics", "utf-8")


async def test_a_letter_says_with_whom_where_and_why(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "Työnohjaaja: Supervisor Öhman" in told
    assert "Paikka: kuten on sovittu" in told
    assert "koska osallistut tähän työnohjaukseen" in told
    told = words_of(mailbox.to("supervisor@kunta.example")[0])
    assert "Supervisor:" not in told
    assert "because you are the supervisor here" in told


async def test_who_wants_single_invitations_gets_one_a_session_and_at_once_to_those_to_come(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    chosen = await notices.ask(
        ChooseMails(person_id=commission.people["medlem"], invitations="single", as_of=NOW)
    )
    assert (chosen.invitations, chosen.tasks) == ("single", "each")
    await planned(notices, commission, mailbox)
    first, second = mailbox.to("medlem@kunta.example")
    assert first["Subject"] == "Kallelse: arbetshandledning TO-1007, 20.1.2027"
    assert entry(first)["method"] == "REQUEST"
    assert entry(second)["dtstart"].dt == FIRST + timedelta(days=14)
    await say(notices, commission.moved(1, timedelta(days=1)))
    mailbox.mails.clear()
    later = ChooseMails(person_id=commission.people["member"], invitations="single", as_of=NOW)
    for _ in range(2):
        await notices.ask(later)
        await notices.quiet()
    assert [(entry(one)["dtstart"].dt, int(entry(one)["sequence"])) for one in mailbox.mails] == [
        (FIRST, 0),
        (FIRST + timedelta(days=15), 1),
    ]
    assert {one["To"].addresses[0].addr_spec for one in mailbox.mails} == {"member@kunta.example"}


async def test_several_sessions_changed_at_once_are_one_letter_to_each_but_to_who_wants_them_singly(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    single = ChooseMails(person_id=commission.people["medlem"], invitations="single", as_of=NOW)
    await notices.ask(single)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    mailbox.breaks_after = 0
    changes = [
        commission.moved(0, timedelta(days=1)),
        commission.moved(1, timedelta(days=2)),
        commission.cancelled(2),
    ]
    for change in changes:
        await notices.say("sessions", change)
    written = "select count(*) as n from notice where kind in ('session_moved', 'session_cancelled')"
    async with asyncio.timeout(PATIENCE_S):
        while (await notices.rows("notices", written))[0]["n"] < 9:
            await asyncio.sleep(0.05)
    mailbox.breaks_after = None
    await notices.quiet()
    assert len(mailbox.to("medlem@kunta.example")) == 3
    for who in ("member", "supervisor"):
        [mail] = mailbox.to(f"{who}@kunta.example")
        found = entries(mail)
        assert [(int(one["sequence"]), str(one.get("status"))) for one in found] == [
            (1, "CONFIRMED"),
            (1, "CONFIRMED"),
            (1, "CANCELLED"),
        ]
        assert {one["method"] for one in found} == {"PUBLISH"}
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "1. to 21.1.2027 klo 9.00–10.30 (aiemmin ke 20.1.2027 klo 9.00)" in told
    assert "3. ke 17.2.2027 klo 9.00–10.30: peruttu" in told
    assert "/processes/TO-1007/schedule" in told and "koska osallistut" in told


@contextmanager
def settling(house: House, waits: timedelta) -> Iterator[None]:
    """As elsewhere than in a house of tests, where no letter waits."""
    doors = house.services["notices"].resources
    object.__setattr__(doors, "settles", waits)
    try:
        yield
    finally:
        object.__setattr__(doors, "settles", timedelta())


async def test_sessions_moved_one_after_another_are_one_letter_and_one_session_moved_twice_is_told_once(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    day = timedelta(days=1)
    changes = (
        commission.moved(0, day),
        commission.moved(1, 2 * day),
        commission.moved(0, 3 * day, sequence=2),
        commission.cancelled(2),
    )
    with settling(notices, timedelta(hours=2)):
        for change in changes:
            await say(notices, change)
            notices.move_clock(notices.clock.now() + timedelta(hours=1))
        assert mailbox.mails == []
        notices.move_clock(notices.clock.now() + timedelta(hours=2))
        await notices.quiet()
    for who in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{who}@kunta.example")
        assert [int(one["sequence"]) for one in entries(mail)] == [2, 1, 1]
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "1. la 23.1.2027 klo 9.00–10.30 (aiemmin ke 20.1.2027 klo 9.00)" in told
    assert "3. ke 17.2.2027 klo 9.00–10.30: peruttu" in told


async def test_a_session_moved_and_moved_back_and_one_moved_and_cancelled_are_told_as_they_end(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    day = timedelta(days=1)
    back = commission.moved(0, timedelta(), sequence=2)
    with settling(notices, timedelta(hours=2)):
        await say(notices, commission.moved(0, day), back)
        await say(notices, commission.moved(1, day), commission.cancelled(1, day, sequence=2))
        notices.move_clock(notices.clock.now() + timedelta(hours=3))
        await notices.quiet()
    [mail] = mailbox.to("member@kunta.example")
    assert mail["Subject"] == "Peruttu: työnohjaus TO-1007, 3.2.2027"
    assert int(entry(mail)["sequence"]) == 2


async def test_a_series_moved_to_another_weekday_is_one_letter_to_each_with_a_rising_sequence(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, commission.series_moved(1, 2, by=timedelta(days=1)))
    for who in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{who}@kunta.example")
        found = entries(mail)
        assert [(int(one["sequence"]), one["dtstart"].dt) for one in found] == [
            (1, FIRST + timedelta(days=14 * place + 1)) for place in (1, 2)
        ]
    assert "2. to 4.2.2027 klo 9.00–10.30" in words_of(mailbox.to("member@kunta.example")[0])


async def test_a_record_that_is_put_right_is_told_with_both_words_to_all_but_who_said_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    await say(notices, commission.corrected(0, changes_charge=False, revision=1))
    assert mailbox.mails == []
    await say(notices, commission.corrected(0, changes_charge=True, revision=2))
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "Aiempi merkintä: pidetty" in told and "Merkintä nyt: peruttu etukäteen" in told
    assert mailbox.to("supervisor@kunta.example") == []


async def test_nobody_reads_who_else_attends(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    await say(notices, commission.moved(0, timedelta(days=1)))
    assert len(mailbox.to("member@kunta.example")) == 2
    for mail in mailbox.to("member@kunta.example"):
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        assert not [part for part in parts if "medlem" in part.lower() or "supervisor@" in part.lower()]


async def test_move_and_cancellation_change_the_entry_of_the_plan_with_a_rising_sequence(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    day = timedelta(days=1)
    await say(notices, commission.moved(0, day), commission.cancelled(0, day, sequence=2))
    found = [entry(mail) for mail in mailbox.to("member@kunta.example")]
    assert len({one["uid"] for one in found}) == 1
    assert len({one["organizer"] for one in found}) == 1
    assert [int(one["sequence"]) for one in found] == [0, 1, 2]
    assert [one["method"] for one in found] == ["PUBLISH", "REQUEST", "CANCEL"]
    moved = words_of(mailbox.to("member@kunta.example")[1])
    assert "Uusi aika: 21.1.2027 klo 9.00–10.30" in moved
    assert "Aiempi aika: 20.1.2027 klo 9.00" in moved


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


async def test_what_the_supervisor_calls_off_is_one_letter_that_moves_the_calendars_entry(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    await say(notices, *commission.called_off(0, timedelta(days=21)))
    [mail] = mailbox.to("member@kunta.example")
    found = entry(mail)
    assert (found["method"], int(found["sequence"])) == ("REQUEST", 2)
    assert (str(found["uid"]), found["dtstart"].dt) == (
        f"{commission.sessions[0]}@luotsi.invalid",
        FIRST + timedelta(days=21),
    )
    words = words_of(mail)
    assert "Peruttu aika: 20.1.2027 klo 9.00" in words and "Uusi aika: 10.2.2027 klo 9.00" in words
    assert len(mailbox.mails) == 3
    mailbox.mails.clear()
    notices.move_clock(FIRST - timedelta(hours=20))
    await notices.quiet()
    assert mailbox.mails == []
    notices.move_clock(FIRST + timedelta(days=20, hours=4))
    await notices.quiet()
    [reminder] = mailbox.to("member@kunta.example")
    assert "10.2.2027 klo 9.00" in words_of(reminder)


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


async def test_who_takes_part_no_longer_gets_their_calendar_cleared_and_no_more_letters(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, commission.left("medlem"))
    [mail] = mailbox.to("medlem@kunta.example")
    gone = entries(mail)
    assert {(one["method"], one["status"], int(one["sequence"])) for one in gone} == {
        ("PUBLISH", "CANCELLED", 1)
    }
    assert {str(one["uid"]) for one in gone} == {f"{one}@luotsi.invalid" for one in commission.sessions}
    for reader in ("coordinator", "supervisor"):
        [told] = mailbox.to(f"{reader}@kunta.example")
        assert "Medlem Öhman" in words_of(told)
    [customer] = mailbox.to("contact@kunta.example")
    assert "Ohjattavia on nyt 1." in words_of(customer) and "Medlem" not in words_of(customer)
    mailbox.mails.clear()
    await say(notices, commission.moved(1, timedelta(days=1)))
    notices.move_clock(FIRST + timedelta(days=40))
    await notices.quiet()
    assert mailbox.mails and not mailbox.to("medlem@kunta.example")


async def test_a_termination_is_one_letter_to_each_and_takes_the_later_sessions_out_of_calendars(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, *(called_off(commission.cancelled(place)) for place in (1, 2)))
    assert mailbox.mails == []
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.SUPERVISOR,
        last_day=FIRST.date(),
        session_ids=commission.sessions[1:],
        attendee_ids=[commission.people[name] for name in ("member", "medlem", "supervisor")],
    )
    await say(notices, cut)
    for reader in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        gone = entries(mail)
        assert {(one["method"], one["status"]) for one in gone} == {("PUBLISH", "CANCELLED")}
        assert {str(one["uid"]) for one in gone} == {
            f"{one}@luotsi.invalid" for one in commission.sessions[1:]
        }
    for reader in ("contact", "coordinator"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        assert entries(mail) == []
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "20.1.2027" in told and "Irtisanoja: työnohjaaja" in told


async def test_an_end_at_once_is_told_as_one_and_a_coordinator_is_asked_to_confirm_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    asked = await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.SUPERVISEE,
        last_day=FIRST.date(),
        session_ids=commission.sessions,
        attendee_ids=[commission.people[name] for name in ("member", "supervisor")],
        at_once=True,
    )
    await say(notices, cut, EndingToConfirm(process_id=commission.process_id, act_by=FIRST))
    for reader in ("member", "supervisor", "contact"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        assert "20.1.2027" in words_of(mail) or "20 January 2027" in words_of(mail), reader
    assert "ilman irtisanomisaikaa" in words_of(mailbox.to("member@kunta.example")[0])
    [row] = await notices.rows("notices", "SELECT person_id FROM notice WHERE kind = 'ending_to_confirm'")
    assert row["person_id"] == asked


def _proposed(commission: Commission, number: int) -> EarlierEndProposed:
    return EarlierEndProposed(
        process_id=commission.process_id,
        number=number,
        by=Party.SUPERVISEE,
        last_day=FIRST.date(),
        answer_by=FIRST.date() - timedelta(days=2),
        asked=[Party.COMMISSIONER, Party.SUPERVISOR],
    )


async def test_an_earlier_last_day_is_asked_of_the_other_two_and_silence_is_told_to_all(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    await say(notices, _proposed(commission, 1))
    readers = ("contact", "supervisor", "member")
    assert [len(mailbox.to(f"{one}@kunta.example")) for one in readers] == [1, 1, 0]
    refused = EarlierEndRefused(
        process_id=commission.process_id, number=1, by=Party.SUPERVISOR, last_day=FIRST.date()
    )
    await say(notices, refused, _proposed(commission, 2))
    mailbox.mails.clear()
    notices.move_clock(FIRST - timedelta(days=1))
    await notices.quiet()
    [lapsed] = [one for one in mailbox.to("contact@kunta.example") if "rauennut" in words_of(one)]
    assert "20.1.2027" in words_of(lapsed)
    assert [one for one in mailbox.to("coordinator@kunta.example") if "rauennut" in words_of(one)]


async def test_a_pause_is_one_letter_to_each_and_their_calendars_have_the_new_plan_alone(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    first, second, third = commission.sessions
    later = FIRST + timedelta(days=70)
    again = [
        _again(number, session_id, later + timedelta(days=21 * number), sequence)
        for number, session_id, sequence in ((2, third, 1), (3, uuid4(), 0))
    ]
    paused = SeriesPaused(
        process_id=commission.process_id,
        by=Party.COMMISSIONER,
        from_day=FIRST.date() + timedelta(days=1),
        until_day=FIRST.date() + timedelta(days=60),
        ends_on=date(2028, 2, 9),
        paused_ids=[second],
        paused_sequences=[1],
        charged_ids=[],
        sessions=again,
        changed_ids=[one.session_id for one in again],
        lost=0,
        held=[],
        supervisor_id=commission.people["supervisor"],
        attendee_ids=[commission.people[name] for name in ("member", "medlem", "supervisor")],
    )
    await say(notices, paused)
    for reader in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        told = {
            str(one["uid"]).partition("@")[0]: (str(one["status"]), one["sequence"]) for one in entries(mail)
        }
        assert told[str(second)] == ("CANCELLED", 1)
        assert {told[str(one.session_id)][0] for one in again} == {"CONFIRMED"}
        assert str(first) not in told
    for reader in ("contact", "coordinator"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        assert entries(mail) == []
    words = words_of(mailbox.to("member@kunta.example")[0])
    assert "Tauon pyytäjä: tilaaja" in words and "9.2.2028" in words
    assert f"{again[0].number}. " in words
    # Neither the paused time nor the old one is reminded of; the new ones are.
    waiting = "SELECT facts FROM notice WHERE kind = 'session_reminder' AND status = 'waiting'"
    reminded = {str(row["facts"]) for row in await notices.rows("notices", waiting)}
    assert {one for one in (first, second, third) if any(str(one) in told for told in reminded)} == {
        first,
        third,
    }
    assert not [
        told for told in reminded if str(third) in told and again[0].starts_at.date().isoformat() not in told
    ]


def _again(number: int, session_id: UUID, starts_at: datetime, sequence: int) -> ReplannedSession:
    return ReplannedSession(
        session_id=session_id,
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        confirm_by=starts_at + timedelta(days=1),
        sequence=sequence,
        calendar_uid=session_id,
    )


async def test_when_the_one_who_signs_has_left_the_others_are_asked_how_it_goes_on(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    await say(notices, commission.left("member"))
    mailbox.mails.clear()
    due = ContinuationDue(
        process_id=commission.process_id,
        ends_on=FIRST.date(),
        commissioner_id=commission.people["contact"],
        representative_id=commission.people["member"],
    )
    await say(notices, due)
    assert {one["To"].addresses[0].addr_spec for one in mailbox.mails} == {
        "contact@kunta.example",
        "medlem@kunta.example",
    }


async def test_who_acts_for_the_group_from_a_day_on_is_asked_from_that_day_on(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    people = commission.people
    proposed = RepresentativeProposed(
        process_id=commission.process_id,
        representative_id=people["medlem"],
        from_day=FIRST.date(),
        asked=[people["member"]],
        proposed_at=NOW,
    )
    await say(notices, proposed)
    [asked] = mailbox.mails
    assert asked["To"].addresses[0].addr_spec == "member@kunta.example" and "Medlem Öhman" in words_of(asked)
    mailbox.mails.clear()
    await say(notices, commission.named("medlem", FIRST.date()))
    readers = {one["To"].addresses[0].addr_spec.split("@")[0] for one in mailbox.mails}
    assert readers == {"member", "medlem", "supervisor", "contact", "coordinator"}
    assert all("Medlem Öhman" in words_of(one) for one in mailbox.mails)
    for at, reader in ((NOW, "member"), (FIRST, "medlem")):
        if at > notices.clock.now():
            notices.move_clock(at)
        mailbox.mails.clear()
        due = ContinuationDue(
            process_id=commission.process_id,
            ends_on=at.date(),
            commissioner_id=people["contact"],
            representative_id=people[reader],
        )
        await say(notices, due)
        told = {one["To"].addresses[0].addr_spec for one in mailbox.mails}
        assert {f"{reader}@kunta.example", "contact@kunta.example"} <= told
        assert f"{'medlem' if reader == 'member' else 'member'}@kunta.example" not in {
            one["To"].addresses[0].addr_spec for one in mailbox.mails if not entries(one)
        }


async def test_a_review_that_is_not_released_is_told_without_a_name(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    refused = ReviewRefused(
        process_id=commission.process_id,
        kind="interim",
        supervisor_id=commission.people["supervisor"],
        refused_at=NOW,
    )
    await say(notices, refused)
    assert {one["To"].addresses[0].addr_spec for one in mailbox.mails} == {
        "coordinator@kunta.example",
        "supervisor@kunta.example",
    }


async def test_a_members_letter_leads_to_where_they_say_that_they_take_part_no_longer(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    assert "/processes/TO-1007/leave" in words_of(mailbox.to("member@kunta.example")[0])
    assert "/leave" not in words_of(mailbox.to("supervisor@kunta.example")[0])


async def test_the_supervisor_is_told_how_many_cannot_come_and_who_signs_is_asked_when_nobody_can(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox)
    mailbox.mails.clear()
    await say(notices, commission.cannot_come(0, 1), commission.cannot_come(0, 2, asks="member"))
    first, second = mailbox.to("supervisor@kunta.example")
    assert "Cannot come: 1 of 2 supervisees." in words_of(first)
    assert "Cannot come: 2 of 2 supervisees." in words_of(second)
    for name in ("Member", "Medlem"):
        assert name not in words_of(first) + words_of(second)
    [asked] = mailbox.to("member@kunta.example")
    assert "perutaanko tapaaminen" in asked["Subject"] and "/processes/TO-1007/schedule" in words_of(asked)
    assert mailbox.to("medlem@kunta.example") == []
    await say(notices, commission.comes_after_all(0, 1))
    assert "can come after all" in words_of(mailbox.to("supervisor@kunta.example")[-1])
