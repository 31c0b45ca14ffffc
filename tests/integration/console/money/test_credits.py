"""An invoice is credited by hand at the console, in part and then whole, and its customer opens the credit notes."""

import re
from uuid import uuid4

import pytest

from services.console.pages.money import credit_notes
from services.messages.billing import CREDIT_SERIES, FindInvoice
from tests.house import House
from tests.integration.billing.builders import FINANCE, SELLER
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import arrange_customer, get, two_to_invoice
from tests.integration.console.money.test_billing import run


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange_customer(house)


async def test_finance_credits_a_part_and_then_the_rest_by_hand(console: Arranged) -> None:
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    await run(console)
    page = await get(console, "/invoices/1001")
    assert "/invoices/1001/credit" in page
    issued = await console.house.ask(FindInvoice(number=1001, viewer=FINANCE))
    [line] = issued.lines
    assert "Held 1 ·" in await get(console, "/invoices/1001/credit")
    typed = {
        "credit_id": uuid4(),
        "item_id": line.item_id,
        "net": "9999",
        "then": "let_go",
        "reason": "Sovittu.",
    }
    refused = await console.send("/invoices/1001/credit", typed, "finance", 422)
    assert 'href="#field-net"' in refused and "more than credit notes have left of it" in refused
    nothing = await console.send("/invoices/1001/credit", typed | {"net": "0"}, "finance", 422)
    assert 'href="#field-net"' in nothing and "This number is too small." in nothing
    without = {name: value for name, value in typed.items() if name != "item_id"}
    assert "Choose the line" in await console.send("/invoices/1001/credit", without, "finance", 422)
    await console.send("/invoices/1001/credit", typed | {"net": "50"}, "finance")
    rest = {"credit_id": uuid4(), "then": "bill_again", "reason": "Sovittu."}
    again = await console.send("/invoices/1001/credit", rest, "finance", 422)
    assert "Let the rest of it go too" in again
    await console.send("/invoices/1001/credit", rest | {"then": "let_go"}, "finance")
    page = await get(console, "/invoices/1001")
    assert "Credit note H1001" in page and "Credit note H1002" in page
    older = typed | {"credit_id": uuid4(), "net": ""}
    refused = await console.send("/invoices/1001/credit", older, "finance", 422)
    assert "All of it has been credited." in refused and '/credit"' not in refused.split("<main", 1)[1]
    assert "/invoices/1001/credit" not in page
    note = await get(console, "/credit-notes/1001")
    assert 'href="/invoices/1001"' in note and "Sovittu" not in note
    async with await console.browser("finance") as browser:
        pdf = await browser.get("/credit-notes/1001/pdf")
    assert pdf.content.startswith(b"%PDF") and "H1001.pdf" in pdf.headers["content-disposition"]
    taken = [
        (await console.house.ask(FindInvoice(number=number, series=CREDIT_SERIES, viewer=FINANCE))).card
        for number in (1001, 1002)
    ]
    assert sum(one.gross_cents for one in taken) == issued.card.gross_cents


async def test_who_does_not_make_invoices_credits_none(console: Arranged) -> None:
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    await run(console)
    await console.open("/invoices/1001/credit", "coordinator", 404)
    assert "/invoices/1001/credit" not in await get(console, "/invoices/1001", "coordinator")
    await console.open("/credit-notes", "supervisor", 404)


async def test_all_credit_notes_stand_on_a_page_of_their_own_the_newest_first(
    console: Arranged, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "There are no credit notes" in await get(console, "/credit-notes")
    await console.house.ask(SELLER)
    await two_to_invoice(console)
    await run(console)
    for number in (1001, 1002):
        typed = {"credit_id": uuid4(), "then": "let_go", "reason": "Sovittu."}
        await console.send(f"/invoices/{number}/credit", typed, "finance")
    assert 'href="/credit-notes"' in await get(console, "/invoices")
    page = await get(console, "/credit-notes", "coordinator")
    assert re.findall(r">(H\d+)</a>", page) == ["H1002", "H1001"] and "Sovittu" not in page
    monkeypatch.setattr(credit_notes, "ON_A_PAGE", 1)
    page = await get(console, "/credit-notes")
    assert "H1001" not in page and "/credit-notes?before=1002" in page
    older = await get(console, "/credit-notes?before=1002")
    assert "H1001" in older and "H1002" not in older and 'rel="prev"' in older
