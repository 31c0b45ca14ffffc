"""Issued invoices at the console: filtered, found by number, as a file and as PDF."""

import csv
import io
import re
from uuid import UUID

import pytest

from tests.house import House
from tests.integration.billing.builders import CUSTOMER, FEBRUARY
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import MARCH, arrange_customer, get, three_issued


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange_customer(house)


def numbers(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'<th scope="row"><a href="/invoices/(\d+)"', page)]


async def test_month_and_organisation_narrow_the_list_and_stand_in_the_address(console) -> None:
    first, second, third = await three_issued(console)
    assert numbers(await get(console, "/invoices")) == [third, second, first]
    assert numbers(await get(console, f"/invoices?period={FEBRUARY}", "coordinator")) == [second, first]
    customer = CUSTOMER.organisation_id
    assert numbers(await get(console, f"/invoices?organisation={customer}&period={MARCH}")) == [third]
    assert numbers(await get(console, f"/invoices?organisation={UUID(int=7)}")) == []
    assert numbers(await get(console, f"/invoices?before={second}")) == [first]


async def test_a_number_leads_to_its_invoice_and_an_unknown_one_says_so(console) -> None:
    [first, *_others] = await three_issued(console)
    async with await console.browser("finance") as browser:
        found = await browser.get(f"/invoices?number={first}")
        unknown = await browser.get("/invoices?number=99")
        nonsense = await browser.get("/invoices?number=²x")
    assert found.headers["location"] == f"/invoices/{first}"
    assert [one.status_code for one in (unknown, nonsense)] == [422, 422]
    assert 'href="#field-number"' in unknown.text


async def test_the_file_holds_what_the_filter_lets_through_with_amounts_that_add_up(console) -> None:
    first, second, _third = await three_issued(console)
    text = await get(console, f"/invoices.csv?period={FEBRUARY}")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [int(row["Number"]) for row in rows] == [second, first]
    assert {row["Organisation"] for row in rows} == {"Konepaja Salmi Oy"}
    for row in rows:
        net, vat, gross = (int(row[name].replace(",", "")) for name in ("Without VAT", "VAT", "To pay"))
        assert net + vat == gross > 0


async def test_one_invoice_is_shown_with_its_lines_and_its_document_and_that_is_noted(console) -> None:
    [first, *_others] = await three_issued(console)
    page = await get(console, f"/invoices/{first}")
    async with await console.browser("finance") as browser:
        document = await browser.get(f"/invoices/{first}/pdf")
    assert "Konepaja Salmi Oy" in page and "€148.00" in page
    assert document.headers["content-type"] == "application/pdf" and document.content.startswith(b"%PDF")
    lines = await console.house.rows("console", "SELECT act FROM access_log")
    assert [one["act"] for one in lines] == ["opened_invoice", "opened_invoice"]


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
async def test_those_who_see_no_prices_find_no_invoice_and_no_run(console, role: str) -> None:
    [first, *_others] = await three_issued(console)
    for path in ("/invoices", "/invoices.csv", f"/invoices/{first}", f"/invoices/{first}/pdf"):
        await get(console, path, role, 404)
    for path in ("/billing/runs", f"/billing/runs/{FEBRUARY}"):
        await get(console, path, role, 404)
