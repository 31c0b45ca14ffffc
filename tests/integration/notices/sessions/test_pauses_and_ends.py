"""What is told of pauses and ends, and what becomes of the calendars."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.messages.contracts import (
    EarlierEndProposed,
    EarlierEndRefused,
    EarlierEndTakenBack,
    EndingToConfirm,
    ProcessClosed,
)
from services.messages.sessions import (
    ReplannedSession,
    ReviewDue,
    SeriesCutShort,
    SeriesPaused,
    SeriesResumed,
)
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import FIRST, Commission, called_off, coordinator, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned, settling


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
        assert {(one["method"], one["status"]) for one in gone} == {("CANCEL", "CANCELLED")}
        assert {str(one["uid"]) for one in gone} == {
            f"{one}@luotsi.invalid" for one in commission.sessions[1:]
        }
    for reader in ("contact", "coordinator"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        assert entries(mail) == []
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "20.1.2027" in told and "Irtisanoja: työnohjaaja" in told
    assert "Tapaamiset pidetään siihen päivään asti" in told and "ei enää pidetä" not in told
    assert "Tauko päättyy" not in told


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (0, "Myöhemmät tapaamiset on peruttu. Peruminen ei maksa mitään."),
        (50, "Kustakin veloitetaan 50 % tapaamisen hinnasta"),
        (None, "veloitetaan vain, jos sopimuksessa on niin sovittu"),
    ],
)
async def test_a_termination_says_what_the_later_sessions_cost(
    notices: House, commission: Commission, mailbox: Mailbox, percent: int | None, said: str
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.COMMISSIONER,
        last_day=FIRST.date(),
        session_ids=commission.sessions[1:],
        attendee_ids=[commission.people["member"]],
        fee_percent=percent,
        review_waived=True,
    )
    await say(notices, cut)
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert said in told and "Loppuarviointia ei pidetä" in told


@pytest.mark.parametrize("agreed", [False, True])
async def test_an_end_that_takes_a_pause_with_it_says_that_what_it_took_out_is_not_held(
    notices: House, commission: Commission, mailbox: Mailbox, agreed: bool
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.COMMISSIONER,
        last_day=FIRST.date(),
        session_ids=[],
        attendee_ids=[commission.people["member"]],
        agreed=agreed,
        stay_out=2,
    )
    await say(notices, cut)
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "Tauko päättyy samalla: tapaamiset, jotka se on ottanut pois" in told


async def test_where_none_stands_before_the_end_the_letter_says_so(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.SUPERVISOR,
        last_day=FIRST.date(),
        session_ids=[],
        attendee_ids=[commission.people["member"]],
        standing=0,
    )
    await say(notices, cut)
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "Loppuarviointi" not in told and "Myöhemmät" not in told and "kalenter" not in told
    assert "Siihen päivään mennessä ei enää pidetä tapaamisia." in told and "kuten on sovittu" not in told


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
        review_by=FIRST.date() + timedelta(days=7),
    )
    off = commission.cancelled(0).model_copy(update={"cancelled_by": "end_at_once"})
    review = {"process_id": commission.process_id, "kind": "final", "due_at": FIRST, "told_with_end": True}
    confirm = EndingToConfirm(process_id=commission.process_id, act_by=FIRST)
    closed = ProcessClosed(process_id=commission.process_id, closed_at=FIRST, told_with_end=True)
    await say(notices, off, cut, ReviewDue.model_validate(review), confirm, closed)
    for reader in ("member", "supervisor", "contact"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        assert [one["method"] for one in entries(mail)] == ["CANCEL"] * (reader != "contact")
        assert "20.1.2027" in words_of(mail) or "20 January 2027" in words_of(mail), reader
    told = " ".join(words_of(mailbox.to("member@kunta.example")[0]).split())
    assert "ilman irtisanomisaikaa" in told and "Loppuarviointi pidetään viimeistään 27.1.2027" in told
    rows = await notices.rows("notices", "SELECT kind FROM notice WHERE person_id = $1", asked)
    assert [row["kind"] for row in rows] == ["ending_to_confirm"]
    assert "Koordinaattori käy päättymisen läpi" in told and "ei peritä mitään" not in told


@pytest.mark.parametrize(
    ("by", "to_staff"), [(Party.SUPERVISEE, ["process_ended_at_once"]), (Party.SUPERVISOR, [])]
)
async def test_an_end_at_once_that_costs_nothing_says_so_and_staff_have_another_letter_of_who_is_in_danger(
    notices: House, commission: Commission, mailbox: Mailbox, by: Party, to_staff: list[str]
) -> None:
    asked = await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    mailbox.mails.clear()
    people = [commission.people[name] for name in ("member", "supervisor")]
    cut = {"process_id": commission.process_id, "by": by, "last_day": FIRST.date()}
    cut |= {"session_ids": commission.sessions, "attendee_ids": people, "at_once": True, "to_decide": False}
    withdraws = by is Party.SUPERVISEE
    await say(notices, SeriesCutShort.model_validate(cut | {"withdraws": withdraws}))
    [mail] = mailbox.to("member@kunta.example")
    told = " ".join(words_of(mail).split())
    assert ("Sopimuksen peruuttaminen" in str(mail["Subject"])) == withdraws == ("Peruuttaja:" in told)
    assert "ei peritä mitään" in told and "Koordinaattori käy päättymisen läpi" not in told
    assert ("sopimus peruutettiin ajoissa" in told) == withdraws == ("Syyn lukevat" not in told)
    rows = await notices.rows("notices", "SELECT kind FROM notice WHERE person_id = $1", asked)
    assert [row["kind"] for row in rows] == to_staff


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


async def test_that_it_is_taken_back_is_told_once_to_who_heard_of_it_and_nothing_is_awaited_any_more(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    await planned(notices, commission, mailbox, 1)
    proposed = _proposed(commission, 1)
    await say(notices, proposed)
    mailbox.mails.clear()
    known = {"process_id": commission.process_id, "number": 1, "by": Party.SUPERVISEE}
    await say(notices, EarlierEndTakenBack(**known, last_day=proposed.last_day))
    notices.move_clock(FIRST - timedelta(days=1))
    await notices.quiet()
    taken_back = ("on peruttu ennen kuin", "was taken back before")
    told = [mail["To"] for mail in mailbox.mails if any(words in words_of(mail) for words in taken_back)]
    assert sorted(one.split()[0] for one in told) == ["Contact", "Member", "Supervisor"]
    assert not [one for one in mailbox.mails if "rauennut" in words_of(one)]


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
        charged_ids=[first],
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
        said = words_of(mail)
        assert "ne näkyvät aikataulussa" in said and "luetellaan alla" not in said
    words = words_of(mailbox.to("member@kunta.example")[0])
    assert "luetellaan alla" in words and "aikataulussa" not in words
    assert "Tauon pyytäjä: tilaaja" in words and "9.2.2028" in words
    for reader in ("contact", "member"):
        assert "maksavat sen, mitä sopimuksessa on sovittu: 1." in words_of(
            mailbox.to(f"{reader}@kunta.example")[0]
        )
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


@pytest.mark.parametrize(
    ("from_day", "words"),
    [(date(2027, 2, 1), "tauko on peruttu"), (date(2027, 1, 20), "aiemmin kuin sovittiin: 1.2.2027")],
)
async def test_a_pause_that_is_called_off_or_over_sooner_is_told_as_such(
    notices: House, commission: Commission, mailbox: Mailbox, from_day: date, words: str
) -> None:
    await planned(notices, commission, mailbox, 2)
    mailbox.mails.clear()
    _, second = commission.sessions
    again = [_again(2, second, FIRST + timedelta(days=30), 1)]
    on = date(2027, 2, 1)
    resumed = SeriesResumed(
        process_id=commission.process_id,
        by=Party.SUPERVISEE,
        from_day=from_day,
        on=on,
        was_to_go_on=date(2027, 3, 1),
        ends_on=date(2028, 1, 12),
        sessions=again,
        changed_ids=[second],
        lost=0,
        held=[],
        supervisor_id=commission.people["supervisor"],
        attendee_ids=[commission.people[name] for name in ("member", "supervisor")],
    )
    await say(notices, resumed)
    for reader in ("member", "contact"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        assert words in words_of(mail) and "12.1.2028" in words_of(mail)
    assert [one["sequence"] for one in entries(mailbox.to("member@kunta.example")[0])] == [1]


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


async def test_an_end_names_the_times_that_each_reader_has_been_told(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """One session is moved and the contract ended before the letter about the new time has gone; one was told."""
    await planned(notices, commission, mailbox, 3)
    day = timedelta(days=1)
    await say(notices, commission.moved(1, day))
    mailbox.mails.clear()
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.SUPERVISOR,
        last_day=FIRST.date(),
        session_ids=commission.sessions[1:],
        attendee_ids=[commission.people[name] for name in ("member", "medlem", "supervisor")],
    )
    with settling(notices, timedelta(hours=2)):
        await say(notices, commission.moved(2, day))
        over = [called_off(commission.cancelled(place, day, sequence=2)) for place in (1, 2)]
        await say(notices, *over, cut)
        notices.move_clock(notices.clock.now() + timedelta(hours=3))
        await notices.quiet()
    for reader in ("member", "medlem", "supervisor"):
        [mail] = mailbox.to(f"{reader}@kunta.example")
        begins = {str(one["uid"]).partition("@")[0]: one["dtstart"].dt for one in entries(mail)}
        assert begins == {
            str(commission.sessions[1]): FIRST + timedelta(days=15),
            str(commission.sessions[2]): FIRST + timedelta(days=28),
        }
    told = words_of(mailbox.to("member@kunta.example")[0])
    assert "4.2.2027" in told and "17.2.2027" in told and "18.2.2027" not in told
