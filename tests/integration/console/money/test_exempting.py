"""Finance frees a process of VAT at its page, and ends it; nobody else can."""

import re

import pytest

from tests.house import House
from tests.integration.billing.builders import signed
from tests.integration.console.arranged import Arranged
from tests.integration.console.billed import arrange_customer


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange_customer(house)


async def address(console: Arranged) -> str:
    process_id, number = await console.asked()
    await console.house.say("contracts", signed(process_id))
    await console.house.quiet()
    return f"/processes/{number}/exemption"


async def test_a_process_is_freed_of_vat_and_taxed_again(console: Arranged) -> None:
    path = await address(console)
    assert path in await console.open(path.removesuffix("/exemption"), "finance")
    found = re.search(r'name="exemption_id" value="([^"]+)"', await console.open(path, "finance"))
    assert found
    typed = {"exemption_id": found[1], "ground": "education", "from_day": "2027-02-01", "reason": ""}
    assert "Fill in this field." in await console.send(path, typed, "finance", 422)
    typed |= {"reason": "Ruling 12"}
    for _again in (1, 2):
        assert await console.send(path, typed, "finance") == path
    shown = await console.open(path, "finance")
    for words in ("Bears no VAT", "Education (VAT Act, section 39)", "VATEX-EU-132-1I", "Ruling 12"):
        assert words in shown
    end = f"{path}/{found[1]}/end"
    assert end in shown
    assert await console.send(end, {}, "finance") == path
    after = await console.open(path, "finance")
    assert "Ended exemptions" in after and end not in after


async def test_nobody_but_finance_frees_of_vat(console: Arranged) -> None:
    path = await address(console)
    for role in ("coordinator", "supervisor", "administrator"):
        async with await console.browser(role) as browser:
            assert (await browser.get(path)).status_code in (403, 404)
            assert (await browser.post(path, data={"ground": "education"})).status_code in (403, 404)
