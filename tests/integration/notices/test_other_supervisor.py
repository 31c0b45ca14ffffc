"""Another supervisor takes over: one letter to each, and every calendar has what is its owner's."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.messages.contracts import EarlierEndProposed, EarlierEndRefused
from services.messages.sessions import (
    ReplannedSession,
    ReviewDue,
    SeriesAmended,
    SeriesCutShort,
    SeriesPaused,
    SessionsHandedOver,
)
from services.messages.values import Party
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.notices.builders import FIRST, LENGTH, Commission, called_off, person, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned

LATER = timedelta(days=28)


def handed_over(commission: Commission, moved_by: timedelta, **facts: Any) -> SessionsHandedOver:
    """The second and the third session to the one who was the coordinator's choice; the third has another time."""
    told = []
    for place, by in ((1, timedelta(0)), (2, moved_by)):
        starts_at = FIRST + timedelta(days=14 * place) + by
        told.append(
            ReplannedSession(
                session_id=commission.sessions[place],
                number=place + 1,
                starts_at=starts_at,
                ends_at=starts_at + LENGTH,
                confirm_by=starts_at + LENGTH + timedelta(days=1),
                sequence=1 if by else 0,
                calendar_uid=commission.sessions[place],
            )
        )
    people = commission.people
    members = [people[name] for name in ("member", "medlem")]
    fixed: dict[str, Any] = {
        "process_id": commission.process_id,
        "version": 2,
        "from_day": local_date(FIRST) + timedelta(days=1),
        "until_day": None,
        "former_supervisor_id": people["supervisor"],
        "supervisor_id": people["contact"],
        "sessions": told,
        "moved_ids": [commission.sessions[2]] if moved_by else [],
        "waiting": 0,
        "attendee_ids": [*members, people["contact"]],
    }
    return SessionsHandedOver.model_validate(fixed | facts)


def again(commission: Commission, place: int, starts_at: datetime) -> ReplannedSession:
    return ReplannedSession(
        session_id=commission.sessions[place],
        number=place + 1,
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        confirm_by=starts_at + LENGTH + timedelta(days=1),
        sequence=3,
        calendar_uid=commission.sessions[place],
    )


def told_to(mailbox: Mailbox, name: str) -> dict[str, str]:
    """How each session stands in the file of their one letter with any."""
    [mail] = [one for one in mailbox.to(f"{name}@kunta.example") if entries(one)]
    return {str(one["uid"]).partition("@")[0]: str(one["status"]) for one in entries(mail)}


async def test_the_old_ones_calendar_is_cleared_the_new_ones_filled_and_the_members_hear_of_new_times(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    event = handed_over(commission, timedelta(days=1))
    await say(notices, event)
    [gone] = [one for one in mailbox.to("supervisor@kunta.example") if entries(one)]
    assert [str(one["status"]) for one in entries(gone)] == ["CANCELLED"] * 2
    assert [one["sequence"] for one in entries(gone)] == [1, 2]
    [new] = [one for one in mailbox.to("contact@kunta.example") if entries(one)]
    assert {str(one["uid"]) for one in entries(new)} == {
        f"{one}@luotsi.invalid" for one in commission.sessions[1:]
    }
    assert "CANCELLED" not in {str(one.get("status", "")) for one in entries(new)}
    [told] = mailbox.to("medlem@kunta.example")
    [moved] = entries(told)
    assert moved["dtstart"].dt == FIRST + timedelta(days=29)
    assert "ny arbetshandledare (" in words_of(told), "by name"
    # What comes after that is for the new one, and the reminders of their own sessions too.
    rows = await notices.rows(
        "notices",
        "select person_id, status, count(*) as number from notice where kind = 'session_reminder' "
        "and facts->>'session_id' = any($1::text[]) group by 1, 2",
        [str(one) for one in commission.sessions[1:]],
    )
    waiting = {row["person_id"]: row["number"] for row in rows if row["status"] == "waiting"}
    people = commission.people
    assert waiting == {people[one]: 2 for one in ("member", "medlem", "contact")}
    mailbox.mails = []
    await say(notices, commission.moved(2, timedelta(days=2), sequence=2))
    assert mailbox.to("supervisor@kunta.example") == []
    assert mailbox.to("contact@kunta.example") != []


async def test_who_stands_in_hears_of_the_group_on_their_days_and_the_first_one_does_not(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 5)
    await say(notices, handed_over(commission, timedelta(0), until_day=local_date(FIRST + LATER)))
    notices.move_clock(FIRST + timedelta(days=2))
    mailbox.mails = []
    await say(notices, commission.left("medlem"))
    assert mailbox.to("contact@kunta.example") != [] and mailbox.to("supervisor@kunta.example") == []


@pytest.mark.parametrize("asked", ["earlier_end", "review"])
async def test_who_stands_in_is_asked_what_they_alone_can_answer_on_their_days(
    notices: House, commission: Commission, mailbox: Mailbox, asked: str
) -> None:
    """The first one's link would lead to no page; what comes of an earlier end they are told as well."""
    await planned(notices, commission, mailbox, 5)
    stands_in, until = await person(notices, "sijainen"), local_date(FIRST + LATER)
    members = [commission.people[name] for name in ("member", "medlem")]
    theirs = {"supervisor_id": stands_in, "attendee_ids": [*members, stands_in], "until_day": until}
    await say(notices, handed_over(commission, timedelta(0), **theirs))
    notices.move_clock(FIRST + timedelta(days=2))
    mailbox.mails = []
    own = {"process_id": commission.process_id}
    end = {"number": 1, "by": "commissioner", "last_day": until, "answer_by": until, "asked": ["supervisor"]}
    review = {"kind": "interim", "due_at": FIRST + LATER}
    say_it = EarlierEndProposed.model_validate(own | end) if asked == "earlier_end" else None
    await say(notices, say_it or ReviewDue.model_validate(own | review))
    assert len(mailbox.to("sijainen@kunta.example")) == 1
    assert mailbox.to("supervisor@kunta.example") == []
    if say_it:
        await say(
            notices,
            EarlierEndRefused.model_validate(own | {"number": 1, "by": "supervisor", "last_day": until}),
        )
        assert len(mailbox.to("sijainen@kunta.example")) == 2
        assert len(mailbox.to("supervisor@kunta.example")) == 1


async def test_after_who_stands_in_the_letters_are_the_first_ones_again(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 5)
    mailbox.mails = []
    await say(notices, handed_over(commission, timedelta(0), until_day=local_date(FIRST + LATER)))
    [told] = mailbox.to("member@kunta.example")
    assert entries(told) == [] and "sijainen" in words_of(told)
    mailbox.mails = []
    await say(notices, commission.moved(4, timedelta(days=2)))
    assert mailbox.to("supervisor@kunta.example") != []


@pytest.mark.parametrize(
    ("days", "reader", "other"), [(0, "contact", "supervisor"), (-1, "supervisor", "contact")]
)
async def test_the_last_day_of_who_stands_in_is_theirs_and_the_day_after_it_the_first_ones(
    notices: House, commission: Commission, mailbox: Mailbox, days: int, reader: str, other: str
) -> None:
    await planned(notices, commission, mailbox, 3)
    until = local_date(FIRST + LATER) + timedelta(days=days)
    await say(notices, handed_over(commission, timedelta(0), until_day=until))
    mailbox.mails = []
    await say(notices, commission.moved(2, timedelta(hours=3)))
    assert len(mailbox.to(f"{reader}@kunta.example")) == 1
    assert mailbox.to(f"{other}@kunta.example") == []


async def test_what_waits_for_another_supervisor_is_called_no_pause(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    people, sessions = commission.people, commission.sessions
    paused = SeriesPaused(
        process_id=commission.process_id,
        by=Party.SUPERVISOR,
        awaits_supervisor=True,
        from_day=FIRST.date() + timedelta(days=10),
        until_day=None,
        ends_on=FIRST.date() + timedelta(days=200),
        paused_ids=sessions[1:3],
        paused_sequences=[1, 1],
        charged_ids=[],
        sessions=[],
        changed_ids=[],
        lost=0,
        held=[],
        supervisor_id=people["supervisor"],
        attendee_ids=[people[name] for name in ("medlem", "supervisor")],
    )
    await say(notices, paused)
    off = {str(one): "CANCELLED" for one in sessions[1:3]}
    assert told_to(mailbox, "medlem") == off and told_to(mailbox, "supervisor") == off
    for mail in mailbox.mails:
        assert not {"tauko", "tauolla", "paus"} & set(words_of(mail).lower().split()), words_of(mail)
        assert {"työnohjaaja", "arbetshandledaren", "supervisor"} & set(words_of(mail).lower().split())


async def test_a_pauses_file_has_for_each_supervisor_their_own_sessions_alone(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """The second and third are who stands in's; what of the second's goes to a later day is the first one's again."""
    await planned(notices, commission, mailbox, 4)
    people, sessions = commission.people, commission.sessions
    until = local_date(FIRST + timedelta(days=35))
    await say(notices, handed_over(commission, timedelta(0), until_day=until))
    mailbox.mails = []
    places = {1: FIRST + timedelta(days=70), 2: FIRST + timedelta(days=29), 3: FIRST + timedelta(days=42)}
    told = [again(commission, place, starts_at) for place, starts_at in places.items()]
    paused = SeriesPaused(
        process_id=commission.process_id,
        by=Party.COMMISSIONER,
        from_day=FIRST.date() + timedelta(days=10),
        until_day=FIRST.date() + timedelta(days=20),
        ends_on=FIRST.date() + timedelta(days=200),
        paused_ids=[],
        paused_sequences=[],
        charged_ids=[],
        sessions=told,
        changed_ids=[sessions[1], sessions[2]],
        lost=0,
        held=[],
        supervisor_id=people["supervisor"],
        attendee_ids=[people[name] for name in ("medlem", "supervisor", "contact")],
    )
    await say(notices, paused)
    every = {str(sessions[place]): "CONFIRMED" for place in places}
    assert told_to(mailbox, "medlem") == every
    assert told_to(mailbox, "supervisor") == {
        one: how for one, how in every.items() if one != str(sessions[2])
    }
    assert told_to(mailbox, "contact") == {str(sessions[1]): "CANCELLED", str(sessions[2]): "CONFIRMED"}
    [mail] = [one for one in mailbox.to("contact@kunta.example") if entries(one)]
    [gone] = [one for one in entries(mail) if str(one["status"]) == "CANCELLED"]
    assert gone["dtstart"].dt == FIRST + timedelta(days=14)
    assert "3. " in words_of(mail) and "2. " not in words_of(mail)


async def test_after_a_changed_contract_each_supervisors_file_has_their_own_sessions_alone(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """The second and third are who stands in's; by the new interval the third is the first one's again."""
    await planned(notices, commission, mailbox, 4)
    people, sessions = commission.people, commission.sessions
    until = local_date(FIRST + timedelta(days=35))
    await say(notices, handed_over(commission, timedelta(0), until_day=until))
    mailbox.mails = []
    places = {1: FIRST + timedelta(days=21), 2: FIRST + timedelta(days=42)}
    told = [again(commission, place, starts_at) for place, starts_at in places.items()]
    amended = SeriesAmended(
        process_id=commission.process_id,
        version=4,
        effective_from=FIRST.date() + timedelta(days=10),
        ends_on=FIRST.date() + timedelta(days=200),
        sessions=told,
        changed_ids=[sessions[1], sessions[2]],
        taken_ids=[sessions[3]],
        taken_sequences=[1],
        lost=1,
        supervisor_id=people["supervisor"],
        attendee_ids=[people[name] for name in ("member", "medlem", "supervisor")],
    )
    await say(notices, amended)
    second, third, fourth = (str(one) for one in sessions[1:])
    every = {second: "CONFIRMED", third: "CONFIRMED", fourth: "CANCELLED"}
    assert told_to(mailbox, "member") == told_to(mailbox, "medlem") == every
    assert told_to(mailbox, "supervisor") == {third: "CONFIRMED", fourth: "CANCELLED"}
    assert told_to(mailbox, "contact") == {second: "CONFIRMED", third: "CANCELLED"}
    words = words_of(mailbox.to("member@kunta.example")[0])
    assert "10.2.2027" in words and "ei löytynyt päivää: 1" in words
    waiting = await notices.rows(
        "notices",
        "select facts->>'session_id' as id from notice where kind = 'session_reminder' "
        "and status = 'waiting' and person_id = $1",
        people["contact"],
    )
    assert [row["id"] for row in waiting] == [second]


async def test_what_waits_for_the_end_of_a_pause_is_not_said_to_have_found_no_day(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    mailbox.mails = []
    people = commission.people
    amended = SeriesAmended(
        process_id=commission.process_id,
        version=2,
        effective_from=FIRST.date() + timedelta(days=10),
        ends_on=FIRST.date() + timedelta(days=200),
        sessions=[],
        changed_ids=[],
        taken_ids=[],
        taken_sequences=[],
        lost=0,
        held=10,
        supervisor_id=people["supervisor"],
        attendee_ids=[people[name] for name in ("member", "medlem", "supervisor")],
    )
    await say(notices, amended)
    words = words_of(mailbox.to("member@kunta.example")[0])
    assert "Sopimus on tauolla: tapaamisia, jotka suunnitellaan muutetun sopimuksen mukaan" in words
    assert "alla" not in words and "ei löytynyt" not in words and "muuttuu 30.1.2027." in words


async def test_a_plan_that_waits_while_its_supervisor_is_replaced_brings_only_what_is_theirs_still(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    mailbox.refusals |= {"supervisor": "451 4.7.1 greylisted"}
    await say(notices, commission.received(), commission.signed(), commission.planned(3))
    mailbox.refusals = {}
    await say(notices, handed_over(commission, timedelta(days=1)))
    notices.move_clock(notices.clock.now() + timedelta(hours=6))
    await notices.quiet()
    theirs = [one for mail in mailbox.to("supervisor@kunta.example") for one in entries(mail)]
    assert [(one["method"], one["dtstart"].dt) for one in theirs] == [("PUBLISH", FIRST)]


async def test_at_the_end_each_supervisors_calendar_loses_the_sessions_that_were_theirs(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """While somebody stands in until the third session, the later ones are called off."""
    await planned(notices, commission, mailbox, 5)
    await say(notices, handed_over(commission, timedelta(0), until_day=local_date(FIRST + LATER)))
    await say(notices, *(called_off(commission.cancelled(place)) for place in (2, 3, 4)))
    mailbox.mails = []
    people = commission.people
    cut = SeriesCutShort(
        process_id=commission.process_id,
        by=Party.COMMISSIONER,
        last_day=local_date(FIRST) + timedelta(days=20),
        session_ids=commission.sessions[2:],
        attendee_ids=[people[name] for name in ("member", "contact", "supervisor")],
    )
    await say(notices, cut)
    gone = {name: told_to(mailbox, name) for name in ("member", "contact", "supervisor")}
    third, *later = (str(one) for one in commission.sessions[2:])
    assert gone == {
        "member": dict.fromkeys([third, *later], "CANCELLED"),
        "contact": {third: "CANCELLED"},
        "supervisor": dict.fromkeys(later, "CANCELLED"),
    }
