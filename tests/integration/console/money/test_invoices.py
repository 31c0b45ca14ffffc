"""Issued invoices at the console: filtered, found by number, as a file and as PDF."""

import csv
import io
import re
from uuid import UUID
from xml.etree.ElementTree import fromstring

import pytest

from tests.house import House
from tests.integration.billing.builders import CUSTOMER, FEBRUARY, invoices
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import MARCH, arrange_customer, get, three_issued


@pytest.fixture(scope="module")
async def console(shared_house: House) -> Arranged:
    return await arrange_customer(shared_house)


@pytest.fixture(scope="module")
async def issued(console: Arranged) -> list[int]:
    """Their numbers: two of February, one of March."""
    return await three_issued(console)


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'<th scope="row"><a href="/invoices/(\d+)"', page)]


async def test_month_and_organisation_narrow_the_list_and_stand_in_the_address(console, issued) -> None:
    first, second, third = issued
    assert numbers(await get(console, "/invoices")) == [third, second, first]
    assert numbers(await get(console, f"/invoices?period={FEBRUARY}", "coordinator")) == [second, first]
    customer = CUSTOMER.organisation_id
    assert numbers(await get(console, f"/invoices?organisation={customer}&period={MARCH}")) == [third]
    assert numbers(await get(console, f"/invoices?organisation={UUID(int=7)}")) == []
    assert numbers(await get(console, f"/invoices?before={second}")) == [first]


async def test_the_list_says_where_each_stands_and_is_narrowed_to_what_needs_a_hand(console, issued) -> None:
    page = await get(console, "/invoices")
    assert f'href="/invoices/{issued[0]}#delivery"' in page
    assert "Not delivered: needs a hand" in page
    assert numbers(await get(console, "/invoices?delivery=undelivered")) == []
    stands = {one.delivery for one in await invoices(console.house)}
    for status in stands:
        assert numbers(await get(console, f"/invoices?delivery={status}"))


async def test_an_invoice_without_a_processs_number_leads_to_none(console, issued) -> None:
    assert '<a href="/processes/">' not in await get(console, f"/invoices/{issued[0]}")


async def test_a_number_leads_to_its_invoice_and_an_unknown_one_says_so(console, issued) -> None:
    [first, *_others] = issued
    async with await console.browser("finance") as browser:
        found = await browser.get(f"/invoices?number={first}")
        unknown = await browser.get("/invoices?number=99")
        nonsense = await browser.get("/invoices?number=²x")
    assert found.headers["location"] == f"/invoices/{first}"
    assert [one.status_code for one in (unknown, nonsense)] == [422, 422]
    assert 'href="#field-number"' in unknown.text


async def test_the_file_holds_what_the_filter_lets_through_with_amounts_that_add_up(console, issued) -> None:
    first, second, _third = issued
    text = await get(console, f"/invoices.csv?period={FEBRUARY}")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [int(row["Number"]) for row in rows] == [second, first]
    assert {row["Organisation"] for row in rows} == {"Konepaja Salmi Oy"}
    for row in rows:
        net, vat, gross = (int(row[name].replace(",", "")) for name in ("Without VAT", "VAT", "With VAT"))
        assert net + vat == gross > 0


async def test_one_invoice_is_shown_with_its_lines_and_its_document_and_that_is_noted(
    console, issued
) -> None:
    [first, *_others] = issued
    before = len(await noted(console))
    page = await get(console, f"/invoices/{first}")
    async with await console.browser("finance") as browser:
        document = await browser.get(f"/invoices/{first}/pdf")
    assert "Konepaja Salmi Oy" in page and 'lang="sv" aria-label="Faktura' in page
    assert "148,00\xa0€" in page and "Köparens referens" not in page and "Given to the mail" in page
    assert document.headers["content-type"] == "application/pdf" and document.content.startswith(b"%PDF")
    assert (await noted(console))[before:] == ["opened_invoice", "opened_invoice"]


async def noted(console: Arranged) -> list[str]:
    lines = await console.house.rows("console", "SELECT act FROM access_log ORDER BY at")
    return [one["act"] for one in lines]


async def test_an_invoice_is_downloaded_for_the_customer_s_system_and_that_is_noted(console, issued) -> None:
    """Nobody here knows the commission's number, so Peppol lacks a reference, and the page says that."""
    [first, *_others] = issued
    page = await get(console, f"/invoices/{first}")
    assert f'href="/invoices/{first}/xml/finvoice"' in page
    assert (
        "There is no Peppol invoice of this invoice." in page and f"/invoices/{first}/xml/peppol" not in page
    )
    before = len(await noted(console))
    async with await console.browser("finance") as browser:
        document = await browser.get(f"/invoices/{first}/xml/finvoice")
        refused = await browser.get(f"/invoices/{first}/xml/peppol")
        unknown = await browser.get(f"/invoices/{first}/xml/edifact")
    assert document.headers["content-type"] == "application/xml"
    assert document.headers["content-disposition"] == f'attachment; filename="{first}-finvoice.xml"'
    assert fromstring(document.content).findtext("InvoiceDetails/InvoiceNumber") == str(first)
    assert [refused.status_code, unknown.status_code] == [409, 404]
    assert (await noted(console))[before:][0] == "opened_invoice"


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
async def test_those_who_see_no_prices_find_no_invoice_and_no_run(console, issued, role: str) -> None:
    [first, *_others] = issued
    for path in (
        "/invoices",
        "/invoices.csv",
        f"/invoices/{first}",
        f"/invoices/{first}/pdf",
        f"/invoices/{first}/xml/peppol",
    ):
        await get(console, path, role, 404)
    for path in ("/billing/runs", f"/billing/runs/{FEBRUARY}"):
        await get(console, path, role, 404)


async def test_finance_notes_that_an_invoice_came_back(console: Arranged, issued: list[int]) -> None:
    """The last here: nothing else looks at how this one was delivered."""
    path = f"/invoices/{issued[2]}"
    assert "/came-back" not in await get(console, path, "coordinator")
    page = await get(console, path)
    found = re.search(r'/came-back".*?name="message_id" value="([^"]+)"', page, re.DOTALL)
    assert found, page
    async with await console.browser("finance") as browser:
        sent = await browser.post(f"{path}/came-back", data={"message_id": found[1]})
    assert sent.status_code == 303
    page = await get(console, path)
    assert "Not delivered" in page and "It came back: look at the address" in page
    assert "/came-back" not in page
