"""What people are sent of their sessions: one letter of the plan, one entry a session in each calendar."""

from datetime import timedelta

from services.messages.notices import ChooseMails
from tests.house import House
from tests.integration.notices.builders import FIRST, NOW, Commission, say
from tests.integration.notices.mailbox import Mailbox, entries, entry, words_of
from tests.integration.notices.sessions.planned_sessions import planned


async def test_each_attendee_gets_one_letter_with_the_whole_plan_in_their_language(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 16)
    assert len(mailbox.mails) == 3
    [mail] = mailbox.to("medlem@kunta.example")
    assert mail["Subject"] == "Alla träffar: arbetshandledning TO-1007"
    assert "sammanlagt 16" in words_of(mail)
    assert "2. on 3.2.2027 kl. 9.00–10.30" in words_of(mail)
    found = entries(mail)
    assert [one["dtstart"].dt for one in found] == [FIRST + timedelta(days=14 * n) for n in range(16)]
    assert {str(one["uid"]) for one in found} == {f"{one}@luotsi.invalid" for one in commission.sessions}
    assert {one["method"] for one in found} == {"PUBLISH"}
    assert not [one for one in found if "attendee" in one]
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file["Content-Type"].params["charset"]) == ("TO-1007.ics", "utf-8")


async def test_the_customer_hears_that_the_days_are_agreed_without_an_entry_in_a_calendar(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    await say(notices, commission.planned(16))
    [mail] = mailbox.to("contact@kunta.example")
    told = words_of(mail)
    assert "16" in told and "20.1.2027" in told and "18.8.2027" in told and not entries(mail)
    assert "Supervisor Öhman" in told


async def test_who_takes_part_themselves_hears_it_as_who_takes_part_alone(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    plan = commission.planned(2)
    people = [*plan.attendee_ids, commission.people["contact"]]
    await say(notices, commission.received(), commission.signed())
    mailbox.mails.clear()
    await say(notices, plan.model_copy(update={"attendee_ids": people}))
    [mail] = mailbox.to("contact@kunta.example")
    assert entries(mail)


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
    assert "because you are the supervisor of this process" in told


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
    # The moved one has asked them already, at the same SEQUENCE.
    assert [(entry(one)["dtstart"].dt, int(entry(one)["sequence"])) for one in mailbox.mails] == [(FIRST, 0)]
    assert {one["To"].addresses[0].addr_spec for one in mailbox.mails} == {"member@kunta.example"}


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
    # Who acts for the group may move it; the others read whom to tell.
    assert "voit siirtää sen kerran maksutta" in " ".join(words.split())
    other = " ".join(words_of(mailbox.to("medlem@kunta.example")[0]).split())
    assert "den som företräder de handledda" in other and "kan du flytta" not in other
    holds = " ".join(words_of(mailbox.to("supervisor@kunta.example")[0]).split())
    assert "New time:" in holds and "free of charge" not in holds
    assert len(mailbox.mails) == 4 and len(mailbox.to("contact@kunta.example")) == 1
    mailbox.mails.clear()
    notices.move_clock(FIRST - timedelta(hours=20))
    await notices.quiet()
    assert mailbox.mails == []
    notices.move_clock(FIRST + timedelta(days=20, hours=4))
    await notices.quiet()
    [reminder] = mailbox.to("member@kunta.example")
    assert "10.2.2027 klo 9.00" in words_of(reminder)


async def test_a_change_that_is_older_than_what_was_told_is_not_told(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await planned(notices, commission, mailbox, 1)
    await say(notices, commission.moved(0, timedelta(days=2), sequence=2))
    mailbox.mails.clear()
    await say(notices, commission.moved(0, timedelta(days=1), sequence=1))
    assert mailbox.mails == []
    assert NOW < FIRST


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
