"""Letters of the paper: asked for, reminded of, signed, renewed and ended."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.messages import contracts, intake, sessions
from services.messages.values import Party
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, coordinator, say
from tests.integration.notices.letters.sent import told
from tests.integration.notices.mailbox import Mailbox, words_of


async def test_signers_are_asked_and_reminded_and_at_last_the_coordinator_hears(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    matched = intake.SupervisorMatched(
        process_id=commission.process_id,
        supervisor_id=commission.people["supervisor"],
        matched_at=NOW,
        reminders_at=DEADLINES,
    )
    await say(notices, commission.received(), matched)
    for level in range(4):
        notices.move_clock(NOW + timedelta(days=level, hours=1))
        asked = contracts.SignatureAsked(
            process_id=commission.process_id,
            version=1,
            party=Party.SUPERVISEE,
            person_id=commission.people["medlem"],
            level=level,
        )
        await say(notices, asked)
    everybody = [commission.people["medlem"], commission.people["supervisor"]]
    expired = contracts.ContractExpired(process_id=commission.process_id, version=1, told=everybody)
    await say(notices, expired)
    assert told(mailbox) == [
        ("contact", "Työnohjaussopimus TO-1007 on rauennut"),
        ("contact", "Yhteydenottosi on saapunut: TO-1007"),
        ("coordinator", "Myöhässä: sopimuksen TO-1007 allekirjoitus"),
        ("coordinator", "Sopimus raukesi: TO-1007"),
        ("medlem", "Din tur att underteckna: handledningsavtal TO-1007 (de handledda)"),
        ("medlem", "Handledningsavtalet TO-1007 har förfallit"),
        ("medlem", "Påminnelse: underteckna handledningsavtalet TO-1007 (de handledda)"),
        ("medlem", "Påminnelse: underteckna handledningsavtalet TO-1007 (de handledda)"),
        ("supervisor", "The supervision contract TO-1007 has expired"),
    ]


async def test_members_are_asked_for_their_consent_and_reminded_of_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    told(mailbox)
    for level in range(3):
        notices.move_clock(NOW + timedelta(days=level, hours=1))
        asked = contracts.ConsentAsked(
            process_id=commission.process_id,
            version=1,
            person_id=commission.people["medlem"],
            level=level,
        )
        await say(notices, asked)
    assert told(mailbox) == [
        ("medlem", "Ditt samtycke: handledningsavtal TO-1007"),
        *[("medlem", "Påminnelse: ditt samtycke till handledningsavtalet TO-1007")] * 2,
    ]


async def test_letters_of_a_change_say_until_when_it_can_be_agreed_to(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    mailbox.mails = []
    change: dict[str, Any] = {"process_id": commission.process_id, "version": 2, "level": 0, "amends": True}
    change["lapses_at"] = datetime(2027, 5, 18, 21, 0, tzinfo=UTC)
    consents = contracts.ConsentAsked(**change, person_id=commission.people["medlem"])
    member = commission.people["member"]
    signs = contracts.SignatureAsked(**change, party=Party.SUPERVISEE, person_id=member)
    await say(notices, consents, signs)
    [asked] = mailbox.to("medlem@kunta.example")
    [turn] = mailbox.to("member@kunta.example")
    assert "Alla svarar senast: ti 18.5.2027" in words_of(asked)
    assert "Kaikki vastaavat viimeistään: ti 18.5.2027" in words_of(turn)


@pytest.mark.parametrize("level", [0, 1, 2])
async def test_each_letter_of_a_contract_names_the_last_day_also_its_reminders(
    notices: House, commission: Commission, mailbox: Mailbox, level: int
) -> None:
    await say(notices, commission.received())
    mailbox.mails = []
    paper: dict[str, Any] = {"process_id": commission.process_id, "version": 1, "level": level}
    paper["lapses_at"] = datetime(2027, 5, 18, 21, 0, tzinfo=UTC)
    consents = contracts.ConsentAsked(**paper, person_id=commission.people["medlem"])
    member = commission.people["member"]
    signs = contracts.SignatureAsked(**paper, party=Party.SUPERVISEE, person_id=member)
    await say(notices, consents, signs)
    [asked] = mailbox.to("medlem@kunta.example")
    [turn] = mailbox.to("member@kunta.example")
    assert "Alla svarar senast: ti 18.5.2027" in words_of(asked)
    assert "Kaikki vastaavat viimeistään: ti 18.5.2027" in words_of(turn)


async def test_a_reminder_within_a_day_of_what_it_reminds_of_comes_once_a_day_after_it(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    """Whoever's turn comes late in the time for signing is not hurried with the same post."""
    await say(notices, commission.received())
    member, medlem = commission.people["member"], commission.people["medlem"]
    key = {"process_id": commission.process_id, "version": 1}
    told(mailbox)
    for level, hours, readers in ((0, 1, ["medlem", "member"]), (1, 19, [])):
        notices.move_clock(NOW + timedelta(hours=hours))
        turn = {"party": Party.SUPERVISEE, "person_id": member, "level": level}
        await say(
            notices,
            contracts.SignatureAsked.model_validate(key | turn),
            contracts.ConsentAsked.model_validate(key | {"person_id": medlem, "level": level}),
        )
        assert [name for name, _ in told(mailbox)] == readers, level
    for hours, readers in ((24, []), (26, ["medlem", "member"]), (60, [])):
        notices.move_clock(NOW + timedelta(hours=hours))
        await notices.quiet()
        assert [name for name, _ in told(mailbox)] == readers, hours


async def test_what_closes_later_for_a_review_that_was_not_held_ended_on_its_last_day(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    closed = contracts.ProcessClosed(
        process_id=commission.process_id, closed_at=NOW, last_day=date(2026, 11, 2), without_review=True
    )
    await say(notices, closed)
    words = words_of(mailbox.to("supervisor@kunta.example")[-1])
    assert "closed on 2 November 2026. The final review was not held" in words


async def test_the_three_signers_hear_of_signing_reviews_and_the_end(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received())
    told(mailbox)
    process = commission.process_id
    people = commission.people
    for event, subject in (
        (commission.signed(), "Työnohjaussopimus TO-1007 on allekirjoitettu"),
        (
            sessions.ReviewDue(process_id=process, kind="interim", due_at=DEADLINES[0]),
            "TO-1007: väliarviointi",
        ),
        (sessions.ReviewOverdue(process_id=process, kind="final"), "Myöhässä: TO-1007, loppuarviointi"),
        (contracts.ProcessClosed(process_id=process, closed_at=NOW), "Työnohjaus TO-1007 on päättynyt"),
    ):
        await say(notices, event)
        found = told(mailbox)
        assert [name for name, _ in found] == ["contact", "member", "supervisor"]
        assert found[0][1] == subject
    asked = contracts.ContinuationDue(
        process_id=process,
        ends_on=date(2027, 12, 15),
        commissioner_id=people["contact"],
        representative_id=people["member"],
    )
    await say(notices, asked)
    assert [name for name, _ in told(mailbox)] == ["contact", "member"]


async def test_a_renewal_is_told_with_the_successors_number_whichever_is_heard_first(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed())
    told(mailbox)
    first, second = uuid4(), uuid4()
    numbered = [
        intake.SuccessorNumbered(
            process_id=one,
            number=number,
            renews=commission.process_id,
            language="fi",
            complete_by=DEADLINES[0],
        )
        for one, number in ((first, "TO-1019"), (second, "TO-1020"))
    ]
    await say(notices, numbered[0])
    assert told(mailbox) == []
    renewed = contracts.ProcessRenewed(process_id=commission.process_id, successor_id=first, renewed_at=NOW)
    await say(notices, renewed)
    assert [name for name, _ in told(mailbox)] == ["contact", "member", "supervisor"]
    other = Commission(people=commission.people)
    await say(notices, other.received(), other.signed())
    told(mailbox)
    await say(
        notices, contracts.ProcessRenewed(process_id=other.process_id, successor_id=second, renewed_at=NOW)
    )
    assert told(mailbox) == []
    await say(notices, numbered[1].model_copy(update={"renews": other.process_id}))
    assert told(mailbox)[0] == ("contact", "Työnohjaus TO-1007 jatkuu: TO-1020")


@pytest.mark.parametrize(
    ("planned", "says"),
    [
        (True, "Uuden kauden ensimmäinen tapaaminen on 20.1.2027"),
        (False, "Jos uuden kauden sopimusta ei ole"),
    ],
)
async def test_a_renewal_that_is_signed_and_planned_is_told_with_its_first_session(
    notices: House, commission: Commission, mailbox: Mailbox, planned: bool, says: str
) -> None:
    """Nobody is told to wait for signatures that there are."""
    await say(notices, commission.received(), commission.signed())
    successor = Commission(people=commission.people)
    numbered = intake.SuccessorNumbered(
        process_id=successor.process_id,
        number="TO-1019",
        renews=commission.process_id,
        language="fi",
        complete_by=DEADLINES[0],
    )
    await say(notices, numbered, *([successor.planned()] if planned else []))
    renewed = contracts.ProcessRenewed(
        process_id=commission.process_id, successor_id=successor.process_id, renewed_at=NOW
    )
    mailbox.mails.clear()
    await say(notices, renewed)
    [told_of_it] = [
        words_of(one) for one in mailbox.to("contact@kunta.example") if "TO-1019" in words_of(one)
    ]
    assert says in told_of_it and "alkaa, kun sen" not in told_of_it, told_of_it


async def test_the_successors_contract_finds_its_number_and_contact(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    successor = uuid4()
    numbered = intake.SuccessorNumbered(
        process_id=successor,
        number="TO-1019",
        renews=commission.process_id,
        language="fi",
        complete_by=DEADLINES[0],
    )
    expired = contracts.ContractExpired(process_id=successor, version=1)
    await say(notices, commission.received(), commission.signed(), numbered, expired)
    [mail] = [one for one in mailbox.to("contact@kunta.example") if "TO-1019" in one["Subject"]]
    assert "Jatkaa työnohjausta: TO-1007" in words_of(mail)
    assert ("contact", "Työnohjaussopimus TO-1019 on rauennut") in told(mailbox)
