"""What comes of no session is entered from the process's page, stands on the month's, and is withdrawn."""

import re

import pytest

from services.messages.billing import ListEnteredItems
from tests.house import House
from tests.integration.billing.builders import FEBRUARY, FINANCE, signed
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import arrange_customer, get, two_to_invoice


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange_customer(house)


async def of_a_process(console: Arranged) -> str:
    """The address of its page."""
    process_id, number = await console.asked()
    await console.house.say("contracts", signed(process_id))
    await console.house.quiet()
    return f"/processes/{number}/items"


@pytest.mark.parametrize("role", ["finance", "coordinator"])
async def test_travel_is_entered_shown_and_withdrawn(console: Arranged, role: str) -> None:
    await two_to_invoice(console)
    path = await of_a_process(console)
    page = await console.open(path, role)
    assert "Nothing has been entered." in page
    found = re.search(r'name="item_id" value="([^"]+)"', page)
    assert found
    typed = {"item_id": found[1], "kind": "travel", "performed_on": "2027-02-09", "quantity": "84"}
    refused = await console.send(path, typed, role, 422)
    assert re.search(r'id="error-price">.*Enter a price', refused)
    typed |= {"price": "0,60", "note": "Agreed on the phone"}
    for _again in (1, 2):
        assert await console.send(path, typed, role) == path
    shown = await console.open(path, role)
    for words in ("Travel, kilometres", "84 km", "€0.60", "€50.40", "Agreed on the phone", "Waits for"):
        assert words in shown
    month = await get(console, f"/billing/runs/{FEBRUARY}")
    assert "Agreed on the phone" in month and path in month
    (entered,) = (await console.house.ask(ListEnteredItems(viewer=FINANCE))).items
    back = f"{path}/{entered.item_id}/withdraw"
    assert back in shown
    assert await console.send(back, {}, role) == path
    after = await console.open(path, role)
    assert "Withdrawn" in after and back not in after


async def test_what_cannot_be_is_told_at_its_field(console: Arranged) -> None:
    path = await of_a_process(console)
    found = re.search(r'name="item_id" value="([^"]+)"', await console.open(path, "finance"))
    assert found
    typed = {"item_id": found[1], "kind": "material", "quantity": "1", "price": "5"}
    for changed, words in (
        ({"performed_on": "2027-03-02"}, "This day has not come yet."),
        ({"performed_on": "2027-01-02"}, "outside the contract"),
        ({"performed_on": "2027-02-02", "quantity": "-1"}, "Enter a number above zero."),
        ({"performed_on": "2027-02-02", "quantity": ""}, "Fill in this field."),
    ):
        assert words in await console.send(path, typed | changed, "finance", 422)
    correction = {"kind": "correction", "performed_on": "2027-02-02", "quantity": "-1"}
    await console.send(path, typed | correction, "finance")
    assert re.search(r"[-−]€5\.00", await console.open(path, "finance"))


async def test_nobody_else_enters_anything(console: Arranged) -> None:
    path = await of_a_process(console)
    for role in ("supervisor", "administrator"):
        async with await console.browser(role) as browser:
            assert (await browser.get(path)).status_code in (403, 404)
            assert (await browser.post(path, data={"kind": "travel"})).status_code in (403, 404)
