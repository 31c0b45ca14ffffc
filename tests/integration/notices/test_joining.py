"""Who joins a group is told of what is theirs from their first day on; who is asked is asked by a link of their own."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.messages.contracts import (
    MemberAsked,
    MemberJoined,
    MemberNotJoining,
    MemberProposed,
    NewcomerAsked,
)
from services.runtime.finland import morning_of
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, coordinator, person, say
from tests.integration.notices.mailbox import Mailbox, entries, words_of
from tests.integration.notices.sessions.planned_sessions import planned

FIRST_DAY = date(2027, 2, 1)
"""Between the first and the second session."""


def proposed(commission: Commission, newcomer: UUID) -> MemberProposed:
    people = commission.people
    told = {"newcomer_id": newcomer, "asked": [people["medlem"]], "proposed_by": people["member"]}
    return MemberProposed.model_validate(_of(commission) | told | {"proposed_at": NOW})


def asked(commission: Commission, newcomer: UUID) -> NewcomerAsked:
    told = {"newcomer_id": newcomer, "version": 1, "asked_at": NOW}
    return NewcomerAsked.model_validate(_of(commission) | told)


def joined(commission: Commission, newcomer: UUID) -> MemberJoined:
    members = [commission.people["member"], commission.people["medlem"], newcomer]
    told = {"person_id": newcomer, "version": 1, "members": members, "joined_at": NOW}
    return MemberJoined.model_validate(_of(commission) | told)


def refused(commission: Commission, newcomer: UUID) -> MemberNotJoining:
    people = commission.people
    members = [people["member"], people["medlem"]]
    told = {"newcomer_id": newcomer, "members": members, "proposed_by": people["member"]}
    return MemberNotJoining.model_validate(_of(commission) | told)


def _of(commission: Commission) -> dict[str, Any]:
    return {"process_id": commission.process_id, "from_day": FIRST_DAY}


def readers(mailbox: Mailbox) -> set[str]:
    return {mail["To"].addresses[0].addr_spec.split("@")[0] for mail in mailbox.mails}


async def test_who_is_asked_has_a_link_and_who_joins_their_part_of_the_plan(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    newcomer = await person(notices, "uusi")
    await planned(notices, commission, mailbox, 3)
    mailbox.mails.clear()
    await say(notices, proposed(commission, newcomer))
    [mail] = mailbox.mails
    assert readers(mailbox) == {"medlem"}
    assert "Uusi Öhman" in words_of(mail) and "1.2.2027" in words_of(mail)
    mailbox.mails.clear()
    await say(notices, asked(commission, newcomer))
    assert readers(mailbox) == {"uusi"}
    mailbox.mails.clear()
    await say(notices, joined(commission, newcomer))
    assert readers(mailbox) == {"uusi", "member", "medlem", "supervisor", "coordinator", "contact"}
    [welcome] = mailbox.to("uusi@kunta.example")
    assert [one["dtstart"].dt for one in entries(welcome)] == [FIRST + timedelta(days=14 * n) for n in (1, 2)]
    assert {str(one["uid"]) for one in entries(welcome)} == {
        f"{one}@luotsi.invalid" for one in commission.sessions[1:]
    }
    [customer] = mailbox.to("contact@kunta.example")
    assert "alkaen 3." in words_of(customer) and "Uusi" not in words_of(customer)


async def test_what_is_before_the_first_day_is_not_told_to_who_joins_and_what_is_after_is(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    newcomer = await person(notices, "uusi")
    await planned(notices, commission, mailbox, 3)
    await say(notices, joined(commission, newcomer))
    for place, told in ((0, False), (1, True)):
        mailbox.mails.clear()
        await say(notices, commission.moved(place, timedelta(hours=1)))
        assert ("uusi" in readers(mailbox)) is told and "medlem" in readers(mailbox)
    mailbox.mails.clear()
    await say(notices, commission.cancelled(2))
    assert "uusi" in readers(mailbox)
    rows = await notices.rows(
        "notices",
        "SELECT facts FROM notice WHERE person_id = $1 AND kind = 'session_reminder' AND status = 'waiting'",
        newcomer,
    )
    assert len(rows) == 1


async def test_a_plan_that_comes_after_who_joined_is_theirs_from_their_day_on(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    newcomer = await person(notices, "uusi")
    await say(notices, commission.received(), commission.signed(), joined(commission, newcomer))
    series = commission.planned(3)
    mailbox.mails.clear()
    await say(notices, series.model_copy(update={"attendee_ids": [*series.attendee_ids, newcomer]}))
    [mail] = mailbox.to("uusi@kunta.example")
    assert len(entries(mail)) == 2
    [other] = mailbox.to("medlem@kunta.example")
    assert len(entries(other)) == 3


async def test_a_no_is_told_without_whose_it_was(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    newcomer = await person(notices, "uusi")
    await planned(notices, commission, mailbox)
    await say(notices, proposed(commission, newcomer))
    mailbox.mails.clear()
    await say(notices, refused(commission, newcomer))
    assert readers(mailbox) == {"member", "medlem", "coordinator"}
    mailbox.mails.clear()
    notices.move_clock(morning_of(FIRST_DAY))
    await notices.quiet()
    assert not [mail for mail in mailbox.mails if "raukesi" in str(mail["Subject"])]


async def test_what_nobody_answered_is_told_on_its_day_to_who_acts_and_the_coordinator(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    newcomer = await person(notices, "uusi")
    await planned(notices, commission, mailbox)
    await say(notices, proposed(commission, newcomer))
    mailbox.mails.clear()
    notices.move_clock(morning_of(FIRST_DAY))
    await notices.quiet()
    lapsed = [mail for mail in mailbox.mails if "raukesi" in str(mail["Subject"])]
    assert {mail["To"].addresses[0].addr_spec for mail in lapsed} == {
        "member@kunta.example",
        "coordinator@kunta.example",
    }


async def test_where_who_acts_for_the_group_leaves_the_others_are_asked_for_another(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 3)
    mailbox.mails = []
    left = commission.left("member")
    others = [commission.people["medlem"], commission.people["contact"]]
    await say(notices, left.model_copy(update={"remaining": others}))
    told = [mail["Subject"] for mail in mailbox.to("medlem@kunta.example")]
    assert told == ["Gruppen saknar företrädare: arbetshandledning TO-1007"]


async def test_a_member_who_has_just_joined_is_asked_about_the_next_one_on_the_morning_of_their_first_day(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    newcomer, next_one = await person(notices, "uusi"), await person(notices, "toinen")
    await planned(notices, commission, mailbox)
    await say(notices, proposed(commission, next_one))
    mailbox.mails.clear()
    first_day = FIRST_DAY - timedelta(days=10)
    told = {"newcomer_id": next_one, "person_id": newcomer, "first_day": first_day, "proposed_at": NOW}
    asked_too = MemberAsked.model_validate(_of(commission) | told)
    await say(notices, asked_too, asked_too.model_copy(update={"person_id": commission.people["medlem"]}))
    assert readers(mailbox) == set(), "neither before their day, nor who has the letter already"
    notices.move_clock(morning_of(first_day))
    await notices.quiet()
    [mail] = mailbox.to("uusi@kunta.example")
    assert "Toinen Öhman" in words_of(mail) and "/join/" in words_of(mail)
