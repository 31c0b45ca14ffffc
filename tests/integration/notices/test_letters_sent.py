"""Who is told what about inquiries, contracts, reviews, ends and invoices."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.messages import contracts, intake, sessions
from services.messages.billing import InvoiceIssued, ShowInvoicePdf
from services.messages.directory import RegisterOrganisation
from services.messages.notices import CountNotices
from services.messages.values import Address, Party
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, coordinator, say
from tests.integration.notices.mailbox import Mailbox, words_of


def told(mailbox: Mailbox) -> list[tuple[str, str]]:
    """Address and subject of each mail since last asked, in order of both."""
    found = sorted((mail["To"].addresses[0].username, mail["Subject"]) for mail in mailbox.mails)
    mailbox.mails.clear()
    return found


async def answer_as(house: House, command: Any, reply: dict[str, Any]) -> list[dict[str, Any]]:
    """Answers a command for a service that is not open; returns what it was asked, growing."""
    asked: list[dict[str, Any]] = []

    async def answer(message: Any) -> None:
        asked.append(json.loads(message.data))
        await message.respond(json.dumps(reply).encode())

    await house.stand_in(command, answer)
    return asked


def inquiry_card(commission: Commission) -> dict[str, Any]:
    unknown = dict.fromkeys(
        ("organisation_id", "contact_id", "suggestion", "outcome", "outcome_reason", "supervisor_id")
    )
    return unknown | {
        "process_id": str(commission.process_id),
        "number": "TO-1007",
        "status": "received",
        "audience": "group",
        "headcount": 5,
        "language": "fi",
        "organisation_name": "Järvikunta",
    }


async def test_an_inquiry_is_acknowledged_and_redirected_with_its_reason(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    decided = intake.ScreeningDecided(
        process_id=commission.process_id,
        outcome=intake.ScreeningOutcome.ORIENTATION,
        organisation_id=None,
        decided_at=NOW,
        reminders_at=[],
    )
    await say(notices, commission.received(), decided)
    body = mailbox.mails[1].get_content()
    assert told(mailbox) == [
        ("contact", "Vastaus yhteydenottoosi TO-1007"),
        ("contact", "Yhteydenottosi on saapunut: TO-1007"),
    ]
    assert "perehdytys" in body


async def test_every_coordinator_hears_of_a_step_that_waits_with_the_organisations_name(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await answer_as(notices, intake.ShowInquiry, inquiry_card(commission))
    await coordinator(notices)
    await coordinator(notices, "second")
    await say(
        notices,
        commission.received(),
        intake.StepOverdue(process_id=commission.process_id, step="screening", level=1),
    )
    assert "Järvikunta" in mailbox.to("second@kunta.example")[0].get_content()
    assert told(mailbox)[1:] == [
        ("coordinator", "Arvioi yhteydenotto TO-1007"),
        ("second", "Arvioi yhteydenotto TO-1007"),
    ]
    assert len(set(mailbox.ids())) == len(mailbox.ids())


async def test_a_proposal_is_sent_reminded_of_and_expires(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await coordinator(notices)
    until = date(2027, 1, 29)
    process = commission.process_id
    await say(
        notices,
        commission.received(),
        intake.ProposalSent(
            process_id=process,
            price_cents=17500,
            valid_until=until,
            sent_at=NOW,
            reminders_at=DEADLINES[:1],
            expires_at=DEADLINES[-1],
        ),
    )
    notices.move_clock(NOW + timedelta(hours=25))
    await say(
        notices,
        intake.StepOverdue(process_id=process, step="proposal_answer", level=1),
        intake.ProposalExpired(process_id=process, valid_until=until),
    )
    assert told(mailbox) == [
        ("contact", "Muistutus: tarjous TO-1007 odottaa vastausta"),
        ("contact", "Tarjous TO-1007 on rauennut"),
        ("contact", "Tarjous työnohjauksesta TO-1007"),
        ("contact", "Yhteydenottosi on saapunut: TO-1007"),
        ("coordinator", "Tarjoukseen TO-1007 ei vastattu"),
    ]


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
    await say(notices, commission.received(), numbered, expired)
    assert ("contact", "Työnohjaussopimus TO-1019 on rauennut") in told(mailbox)


async def test_an_invoice_goes_to_the_organisations_address_with_its_pdf(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    pdf = b"%PDF-1.7 one invoice"
    document = {"number": 1001, "pdf": base64.b64encode(pdf).decode()}
    asked = await answer_as(notices, ShowInvoicePdf, document)
    organisation = await notices.ask(
        RegisterOrganisation(
            organisation_id=uuid4(),
            name="Järvikunta",
            business_id="0201256-6",
            kind="public",
            language="sv",
            address=Address(street="Kirkkokatu 1", postal_code="33100", town="Tampere"),
            invoice_email="laskut@kunta.example",
            as_of=NOW,
        )
    )
    issued = InvoiceIssued(
        process_id=commission.process_id,
        invoice_id=uuid4(),
        organisation_id=organisation.organisation_id,
        number=1001,
        period="2027-01",
        reference="12 34561",
        gross_cents=43925,
        issued_on=date(2027, 2, 1),
        due_on=date(2027, 2, 15),
        lines=2,
    )
    await say(notices, commission.received(), issued)
    (mail,) = mailbox.to("laskut@kunta.example")
    (attached,) = mail.iter_attachments()
    assert attached.get_content() == pdf
    assert attached.get_filename() == "1001.pdf"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "439,25" in text.get_content()
    assert "15.2.2027" in text.get_content()
    assert asked[0]["viewer"]["role"] == "finance"


async def test_nothing_but_numbers_days_sums_and_codes_is_kept(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    await say(notices, commission.received(), commission.signed(), commission.planned())
    kept = await notices.rows("notices", "select to_jsonb(notice)::text as row from notice")
    assert kept
    for one in kept:
        assert "kunta.example" not in one["row"]
        assert "Öhman" not in one["row"]
    assert (await notices.ask(CountNotices())).refused == 0


async def test_a_proposal_after_the_first_says_that_it_replaces_the_earlier_one(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    first = intake.ProposalSent(
        process_id=commission.process_id,
        price_cents=17500,
        valid_until=date(2027, 1, 29),
        sent_at=NOW,
        reminders_at=DEADLINES[:1],
        expires_at=DEADLINES[-1],
    )
    second = first.model_copy(update={"revision": 2, "sent_at": NOW + timedelta(hours=1)})
    await say(notices, commission.received(), first, second)
    bodies = {mail["Subject"]: mail.get_content().replace("\n", " ") for mail in mailbox.mails}
    assert "Se korvaa aiemman tarjouksemme." in bodies["Uusi tarjous työnohjauksesta TO-1007"]
    assert "korvaa" not in bodies["Tarjous työnohjauksesta TO-1007"]


async def test_whose_address_was_corrected_is_not_told_that_we_entered_it_for_them(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    received = commission.received()
    changed = intake.InquiryChanged(
        process_id=commission.process_id,
        revision=2,
        audience=received.audience,
        language=received.language,
        contact_id=received.contact_id,
        asks_anew=True,
        by_staff=True,
        changed_at=NOW,
    )
    await say(notices, received, changed)
    [mail] = [one for one in mailbox.mails if "/confirm/" in one.get_content()]
    assert mail["Subject"] == "Vahvista korjattu yhteydenottosi TO-1007"
    assert "Koordinaattorimme korjasi" in mail.get_content() and "kirjasi" not in mail.get_content()
