"""An organisation's invoices: the documents go to whoever may read the invoice, and to nobody else."""

from uuid import UUID
from xml.etree.ElementTree import fromstring

import pytest

from tests.house import House
from tests.integration.billing.builders import (
    CUSTOMER,
    ORGANISATION,
    SELLER,
    a_held_session,
    invoices,
    the_run,
)
from tests.integration.directory.builders import organisation, person, relate
from tests.visitor import visitor


@pytest.fixture
async def portal(house: House) -> House:
    """With one invoice of the customer."""
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    await house.ask(CUSTOMER)
    await house.ask(SELLER)
    await a_held_session(house)
    await house.quiet()
    await house.ask(the_run())
    return house


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


async def test_another_organisation_s_payer_finds_no_such_document(portal: House) -> None:
    stranger = await person(portal, "Siiri")
    await relate(portal, stranger, "payer", await organisation(portal, "Ähtärin kaupunki"))
    [issued] = await invoices(portal)
    for document in ("pdf", "xml/finvoice", "xml/peppol"):
        status, _page = await got(portal, stranger, f"/invoices/{issued.number}/{document}")
        assert status == 404, document
