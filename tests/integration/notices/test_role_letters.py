"""Whoever gets or loses a role hears of it, and so do those who answer for the organisation or for the staff."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from services.messages import directory
from services.messages.billing import InvoiceCredited, InvoiceIssued, ShowInvoicePdf
from services.messages.intake import ListParts
from services.messages.values import Address
from services.runtime.finland import working_days_after
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import organisation, relate
from tests.integration.notices.builders import NOW, Commission, coordinator, person, say
from tests.integration.notices.letters.sent import answer_as
from tests.integration.notices.mailbox import Mailbox


def subjects(mailbox: Mailbox, name: str) -> list[str]:
    return [str(mail["Subject"]) for mail in mailbox.to(f"{name}@kunta.example")]


def text_of(mailbox: Mailbox, name: str) -> str:
    mail = mailbox.to(f"{name}@kunta.example")[-1]
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def department(house: House, of: UUID) -> UUID:
    order = directory.RegisterDepartment(
        department_id=uuid4(),
        organisation_id=of,
        name="Kirjasto",
        address=Address(street="Kirjastokuja 3", postal_code="33200", town="Tampere"),
        invoice_email="kirjasto@kunta.example",
        registered_by=FOUNDER,
        as_of=NOW,
    )
    return (await house.ask(order)).department_id


async def people(house: House, *names: str) -> Sequence[UUID]:
    return [await person(house, name, "en") for name in names]


async def test_the_person_and_hr_of_the_whole_hear_of_a_role_that_is_given_and_ended(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    own = await organisation(notices)
    library = await department(notices, own)
    hr, beside, outi = await people(notices, "hr", "beside", "outi")
    await relate(notices, hr, "hr", own)
    await relate(notices, beside, "hr", own, await _care(notices, own))
    await relate(notices, outi, "hr", own, library)
    await notices.quiet()
    assert subjects(mailbox, "outi") == ["You have a new role: HR"]
    assert "Järvikunta, Kirjasto" in text_of(mailbox, "outi")
    assert subjects(mailbox, "hr")[-1] == "A role was given in your organisation: HR"
    assert "Outi Öhman has been given the role HR" in text_of(mailbox, "hr")
    assert subjects(mailbox, "beside") == ["You have a new role: HR"]

    end = directory.EndRelation(
        person_id=outi,
        relation="hr",
        organisation_id=own,
        department_id=library,
        ended_by=hr,
        as_of=NOW,
    )
    await notices.ask(end)
    await relate(notices, outi, "hr", own, library)
    await notices.quiet()
    assert subjects(mailbox, "outi")[1:] == ["Your role has ended: HR", "You have a new role: HR"]
    # Who ended it knows; that it was given again, they hear.
    assert subjects(mailbox, "hr")[-2:] == ["A role was given in your organisation: HR"] * 2


async def test_the_only_one_in_hr_asks_our_coordinator_and_everybody_else_their_hr(
    notices: House, mailbox: Mailbox, commission: Commission
) -> None:
    own = await organisation(notices)
    hr, payer = await people(notices, "hr", "payer")
    await relate(notices, hr, "hr", own)
    await notices.quiet()
    assert "ask our coordinator" in text_of(mailbox, "hr")
    await relate(notices, payer, "payer", own)
    await notices.quiet()
    assert "ask your organisation's HR" in text_of(mailbox, "payer")


async def test_of_a_staff_role_the_person_and_the_other_administrators_hear(
    notices: House, mailbox: Mailbox, commission: Commission
) -> None:
    veera, tauno = await people(notices, "veera", "tauno")
    await relate(notices, veera, "administrator")
    await relate(notices, tauno, "finance")
    await notices.quiet()
    assert subjects(mailbox, "tauno") == ["You have a new role: finance"]
    assert subjects(mailbox, "veera")[-1] == "A staff role was given: finance"


async def test_hr_is_asked_about_a_new_contact_and_the_coordinators_when_nobody_has_answered(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    own = await organisation(notices)
    (hr,) = await people(notices, "hr")
    await relate(notices, hr, "hr", own)
    await coordinator(notices)
    await say(notices, commission.received())
    asked = directory.AskAdmission(
        process_id=commission.process_id,
        person_id=commission.people["contact"],
        organisation_id=own,
        as_of=NOW,
    )
    await notices.ask(asked)
    await notices.quiet()
    assert subjects(mailbox, "hr")[-1] == "Does the new contact belong to your organisation? TO-1007"
    assert "Contact Öhman" not in text_of(mailbox, "hr")  # a stranger's words go into no mail of ours
    assert subjects(mailbox, "coordinator") == []
    notices.move_clock(working_days_after(NOW, 3) + timedelta(minutes=1))
    await notices.quiet()
    assert subjects(mailbox, "coordinator") == ["Uusi yhteyshenkilö odottaa: TO-1007"]

    no = directory.AnswerAdmission(
        process_id=commission.process_id, admit=False, answered_by=hr, as_of=notices.clock.now()
    )
    await notices.ask(no)
    await notices.quiet()
    assert subjects(mailbox, "contact")[-1] == "Organisaatio ei tunnistanut sinua: TO-1007"
    assert subjects(mailbox, "coordinator")[1:] == ["Yhteyshenkilö ei kuulu organisaatioon: TO-1007"]


async def test_who_was_asked_about_a_new_contact_hears_by_whom_the_inquiry_was_asked_back_and_nothing_later(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    own = await organisation(notices)
    (hr,) = await people(notices, "hr")
    await relate(notices, hr, "hr", own)
    await coordinator(notices)
    await say(notices, commission.received())
    process_id, contact = commission.process_id, commission.people["contact"]
    asked = {"process_id": process_id, "person_id": contact, "organisation_id": own, "as_of": NOW}
    await notices.ask(directory.AskAdmission.model_validate(asked))
    await notices.quiet()
    back = directory.DropAdmission(process_id=process_id, because="asked_back", as_of=NOW)
    for _ in range(2):
        await notices.ask(back)
    await notices.quiet()
    assert subjects(mailbox, "hr")[-1] == "No answer is needed any more: inquiry TO-1007"
    assert subjects(mailbox, "hr").count("No answer is needed any more: inquiry TO-1007") == 1
    text = text_of(mailbox, "hr")
    assert "The requester has withdrawn the inquiry" in text and "need not answer" in text
    assert "/organisation" in text and "Contact Öhman" not in text
    mailbox.mails.clear()
    notices.move_clock(working_days_after(NOW, 3) + timedelta(minutes=1))
    await notices.quiet()
    assert mailbox.mails == []


async def test_a_departments_invoice_goes_to_the_department(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    own = await organisation(notices)
    library = await department(notices, own)
    await answer_as(notices, ShowInvoicePdf, {"number": 1001, "pdf": "JVBERg=="})
    issued = InvoiceIssued(
        process_id=commission.process_id,
        invoice_id=uuid4(),
        organisation_id=own,
        department_id=library,
        number=1001,
        period="2027-01",
        reference="12 34561",
        gross_cents=43925,
        issued_on=date(2027, 2, 1),
        due_on=date(2027, 2, 15),
        lines=2,
    )
    await say(notices, commission.received(), issued)
    (mail,) = mailbox.to("kirjasto@kunta.example")
    assert "Järvikunta, Kirjasto" in str(mail["To"])


async def test_a_credit_note_goes_where_the_invoice_went(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    own = await organisation(notices)
    document = {"number": 1001, "pdf": "JVBERg==", "document_number": "H1001"}
    await answer_as(notices, ShowInvoicePdf, document)
    credited = InvoiceCredited(
        process_id=commission.process_id,
        invoice_id=uuid4(),
        organisation_id=own,
        department_id=None,
        number=1001,
        document_number="H1001",
        of_invoice_id=uuid4(),
        of_number=1017,
        gross_cents=43925,
        issued_on=date(2027, 2, 1),
    )
    await say(notices, commission.received(), credited, credited)
    (mail,) = mailbox.to("laskut@example.org")
    assert "H1001" in str(mail["Subject"])
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "H1001.pdf"
    body = mail.get_body(("plain",))
    assert body is not None and "1017" in body.get_content() and "439,25" in body.get_content()


async def _care(house: House, of: UUID) -> UUID:
    order = directory.RegisterDepartment(
        department_id=uuid4(), organisation_id=of, name="Varhaiskasvatus", registered_by=FOUNDER, as_of=NOW
    )
    return (await house.ask(order)).department_id


async def test_a_changed_address_is_told_to_the_earlier_one_and_letters_go_to_the_new_one(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    own = await organisation(notices)
    [hr] = await people(notices, "hr")
    changed = directory.ChangeAddress(person_id=hr, email="new@kunta.example", changed_by=hr, as_of=NOW)
    await notices.ask(changed)
    await relate(notices, hr, "hr", own)
    await notices.quiet()
    assert subjects(mailbox, "hr") == ["Your mail address in our service has been changed"]
    assert subjects(mailbox, "new") == ["You have a new role: HR"]
    assert "new@kunta.example" not in text_of(mailbox, "hr")


async def test_both_addresses_hear_that_two_entries_are_one(
    notices: House, commission: Commission, mailbox: Mailbox
) -> None:
    [kept, absorbed] = await people(notices, "kept", "absorbed")
    await answer_as(notices, ListParts, {"parts": []})
    told = {"kept_id": kept, "absorbed_id": absorbed, "absorbed_email": "absorbed@kunta.example"}
    await notices.ask(directory.MergePeople.model_validate(told | {"merged_by": FOUNDER, "as_of": NOW}))
    await notices.quiet()
    assert (
        subjects(mailbox, "kept")
        == subjects(mailbox, "absorbed")
        == ["Your two entries in our service have become one"]
    )
