"""An organisation's invoices: the documents go to whoever may read the invoice, and to nobody else."""

import re
from datetime import date, timedelta
from uuid import UUID, uuid4
from xml.etree.ElementTree import fromstring

import pytest

from services.messages.billing import CreditInvoice, FindInvoice
from tests.founder import FOUNDER
from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    SELLER,
    a_held_session,
    held,
    invoices,
    signed,
    the_run,
)
from tests.integration.billing.customers.test_customers import wants
from tests.integration.directory.builders import organisation, person, relate
from tests.integration.intake import builders as intake
from tests.visitor import visitor


@pytest.fixture
async def portal(house: House) -> House:
    """With one invoice of the customer."""
    await grown(house, _invoiced)
    return house


async def _invoiced(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    await house.ask(CUSTOMER)
    await house.ask(SELLER)
    await a_held_session(house)
    await house.quiet()
    await house.ask(the_run())


async def got(portal: House, who: UUID, path: str) -> tuple[int, bytes]:
    async with await visitor(portal, "portal", who) as browser:
        answer = await browser.get(path)
    return answer.status_code, answer.content


async def test_a_payer_downloads_the_finvoice_and_reads_why_there_is_no_peppol_invoice(portal: House) -> None:
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    [issued] = await invoices(portal)
    _status, page = await got(portal, payer, f"/invoices/{issued.number}")
    assert f"/invoices/{issued.number}/xml/finvoice".encode() in page
    assert b"There is no Peppol invoice of this invoice." in page
    status, document = await got(portal, payer, f"/invoices/{issued.number}/xml/finvoice")
    found = fromstring(document)
    assert status == 200
    assert found.findtext("InvoiceDetails/InvoiceTotalVatIncludedAmount") == "185,74"
    assert (
        found.findtext("EpiDetails/EpiPaymentInstructionDetails/EpiRemittanceInfoIdentifier")
        == issued.reference
    )


async def test_a_payer_reads_the_document_itself_with_what_to_copy_and_what_the_process_costs(
    portal: House,
) -> None:
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    [issued] = await invoices(portal)
    _status, found = await got(portal, payer, f"/invoices/{issued.number}")
    page = found.decode()
    assert issued.reference
    for copied in (issued.reference, "FI21 1234 5600 0007 85", "4211234560000078500018574000"):
        assert f'data-copy="{copied}' in page.replace("\xa0", " "), copied
    assert "Faktura" in page and "Specifikation av mervärdesskatt" in page
    assert "Invoiced so far</dt><dd>€148.00" in page and "Sessions to come</dt><dd>€0.00" in page


async def test_a_payer_reads_who_supervised_on_the_page_and_in_no_document(portal: House) -> None:
    payer, supervisor = await person(portal, "Pia"), await person(portal, "Helmi", "Haapa")
    await relate(portal, payer, "payer", ORGANISATION)
    await portal.rows("billing", "update billing_terms set supervisor_id = $1", supervisor)
    [issued] = await invoices(portal)
    _status, page = await got(portal, payer, f"/invoices/{issued.number}")
    assert b"Supervisor</dt><dd>Helmi Haapa" in page
    _status, document = await got(portal, payer, f"/invoices/{issued.number}/xml/finvoice")
    assert b"Haapa" not in document


async def test_another_organisation_s_payer_finds_no_such_document(portal: House) -> None:
    stranger = await person(portal, "Siiri")
    await relate(portal, stranger, "payer", await organisation(portal, "Ähtärin kaupunki"))
    [issued] = await invoices(portal)
    for document in ("pdf", "xml/finvoice", "xml/peppol"):
        status, _page = await got(portal, stranger, f"/invoices/{issued.number}/{document}")
        assert status == 404, document


async def test_a_credited_invoice_says_one_sum_to_pay_with_one_bar_code_and_none_when_nothing_is_left(
    portal: House,
) -> None:
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    [issued] = await invoices(portal)
    facts = {"invoice_id": issued.invoice_id, "then": "let_go", "ordered_by": FOUNDER, "as_of": MARCH_FIRST}
    [line] = (await portal.ask(FindInvoice(number=issued.number, viewer=FINANCE))).lines
    part = {"lines": [{"item_id": line.item_id, "net_cents": 4800}]}
    orders = [facts | {"credit_id": uuid4(), "reason": "Sovittu."} | told for told in (part, {})]
    codes = []
    for order in (None, *orders):
        if order:
            await portal.ask(CreditInvoice.model_validate(order))
        _status, page = await got(portal, payer, f"/invoices/{issued.number}")
        codes.append({*re.findall(r"\b[45][0-9]{53}\b", page.decode())})
    assert [len(one) for one in codes] == [1, 1, 0] and codes[0].isdisjoint(codes[1])


async def test_the_list_its_file_and_the_first_page_say_which_process_each_invoice_is_of(
    portal: House,
) -> None:
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    asked = await portal.ask(await intake.asking(portal, intake.inquiry()))
    await portal.say("contracts", signed(asked.process_id))
    await portal.say("sessions", held(asked.process_id, 1, date(2027, 3, 2)))
    await portal.quiet()
    await portal.ask(the_run("2027-03", APRIL_FIRST))
    _status, listed = await got(portal, payer, "/invoices")
    assert listed.decode().count(f'<a href="/processes/{asked.number}">{asked.number}</a>') == 1
    _status, file = await got(portal, payer, "/invoices.csv")
    assert [line.rpartition(";")[2] for line in file.decode().splitlines()[1:]] == [asked.number, ""]
    _status, home = await got(portal, payer, "/home")
    assert home.decode().count(f'<span class="subtle">{asked.number}</span>') == 1


async def test_a_payer_opens_the_credit_note_and_a_stranger_finds_none(portal: House) -> None:
    payer, stranger = await person(portal, "Pia"), await person(portal, "Siiri")
    await relate(portal, payer, "payer", ORGANISATION)
    await relate(portal, stranger, "payer", await organisation(portal, "Ähtärin kaupunki"))
    [issued] = await invoices(portal)
    order = CreditInvoice(
        credit_id=uuid4(),
        invoice_id=issued.invoice_id,
        then="let_go",
        reason="Sovittu.",
        ordered_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await portal.ask(order)
    _status, page = await got(portal, payer, f"/invoices/{issued.number}")
    assert b'href="/credit-notes/1001"' in page
    assert b"Nothing is to be paid" in page and b'data-copy="4211234560000078' not in page
    _status, listed = await got(portal, payer, "/invoices")
    assert b'href="/credit-notes/1001"' in listed and "€0.00" in listed.decode()
    _status, file = await got(portal, payer, "/invoices.csv")
    assert file.decode().splitlines()[1].endswith(";185,74;185,74;")
    _status, note = await got(portal, payer, "/credit-notes/1001")
    assert b"Credit note H1001" in note and b"185.74" in note and b"Sovittu" not in note
    status, document = await got(portal, payer, "/credit-notes/1001/xml/finvoice")
    found = fromstring(document)
    assert (status, found.findtext("InvoiceDetails/OriginalInvoiceNumber")) == (200, str(issued.number))
    for path in ("", "/pdf", "/xml/finvoice"):
        status, _page = await got(portal, stranger, f"/credit-notes/1001{path}")
        assert status == 404, path


async def test_what_may_no_longer_be_disputed_is_not_offered(portal: House) -> None:
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    [issued] = await invoices(portal)
    portal.move_clock(MARCH_FIRST + timedelta(days=14))
    _status, page = await got(portal, payer, f"/invoices/{issued.number}/dispute")
    assert b'name="item_ids"' in page
    portal.move_clock(MARCH_FIRST + timedelta(days=15))
    _status, page = await got(portal, payer, f"/invoices/{issued.number}/dispute")
    assert b'name="item_ids"' not in page and b"Write to us instead." in page


async def test_a_payer_is_led_from_home_and_from_the_invoices_to_the_reference_that_they_wait_for(
    portal: House,
) -> None:
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    await wants(portal, order_number_required=True, order_number_pattern="45XXXXXX")
    await a_held_session(portal)
    await portal.quiet()
    await portal.ask(the_run("2027-03", APRIL_FIRST))
    place = b'href="/organisation/billing#field-order_number"'
    _status, home = await got(portal, payer, "/home")
    assert place in home and b"Give the order number that an invoice waits for" in home
    _status, listed = await got(portal, payer, "/invoices")
    assert place in listed and b"45XXXXXX" in listed and b"February 2027" in listed
    _status, page = await got(portal, payer, "/organisation/billing")
    assert b'id="field-order_number"' in page
