"""Who is told what about inquiries, contracts, reviews, ends and invoices."""

import base64
from datetime import date, timedelta
from uuid import uuid4

from services.messages import intake
from services.messages.billing import InvoiceIssued, ShowInvoicePdf
from services.messages.directory import RegisterOrganisation
from services.messages.notices import CountNotices
from services.messages.values import Address
from tests.house import House
from tests.integration.notices.builders import DEADLINES, NOW, Commission, coordinator, say
from tests.integration.notices.letters.sent import answer_as, inquiry_card, told
from tests.integration.notices.mailbox import Mailbox


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
