"""A collective invoice at the portal: who sees all of it disputes its lines, and a department reads its own."""

import re
from uuid import UUID

import pytest

from services.messages.billing import ListDisputes
from tests.house import House
from tests.integration.billing.builders import CUSTOMER, FINANCE, ORGANISATION, SELLER, the_run
from tests.integration.billing.collective.test_collective import a_department, a_process, shown
from tests.integration.billing.customers.test_customers import wants
from tests.integration.directory.builders import person, relate
from tests.visitor import visitor


@pytest.fixture
async def portal(house: House) -> House:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    await house.ask(CUSTOMER)
    await house.ask(SELLER)
    return house


async def two_on_one(portal: House) -> tuple[UUID, UUID]:
    """A department, and who pays for the whole."""
    health = await a_department(portal, "Terveys")
    await wants(portal, grouping="organisation")
    await a_process(portal, health, 2)
    await a_process(portal, None)
    await portal.quiet()
    await portal.ask(the_run())
    payer = await person(portal, "Pia")
    await relate(portal, payer, "payer", ORGANISATION)
    return health, payer


async def test_a_department_reads_its_own_lines_and_not_the_invoice(portal: House) -> None:
    health, payer = await two_on_one(portal)
    own = await person(portal, "Oona")
    await relate(portal, own, "payer", ORGANISATION, department=health)
    async with await visitor(portal, "portal", own) as browser:
        listed = (await browser.get("/invoices")).text
        assert "Yours on collective invoices" in listed and listed.count("€148.00") == 4
        told = (await browser.get("/invoices/own-lines.csv")).text.lstrip("\ufeff").splitlines()
        assert told[0].startswith("invoice_number;period;issued_on;process_number")
        assert [one.split(";")[-2:] for one in told[1:]] == [["148,00", "148,00"]] * 2
        assert (await browser.get("/invoices/1001")).status_code == 404
        assert (await browser.get("/invoices/1001/pdf")).status_code == 404
    async with await visitor(portal, "portal", payer) as browser:
        listed = (await browser.get("/invoices")).text
        assert "Yours on collective invoices" not in listed and "/invoices/1001" in listed
        assert "Collective invoice" in (await browser.get("/invoices/1001")).text


async def test_lines_of_one_process_at_a_time_are_disputed(portal: House) -> None:
    _health, payer = await two_on_one(portal)
    lines = (await shown(portal, 1001)).lines
    of = {line.process_id: line.item_id for line in lines}
    async with await visitor(portal, "portal", payer) as browser:
        page = (await browser.get("/invoices/1001/dispute")).text
        form = {"dispute_id": re.findall(r'name="dispute_id" value="([^"]+)"', page), "claim": ["not_held"]}
        both = await browser.post(
            "/invoices/1001/dispute", data=form | {"item_ids": [*map(str, of.values())]}
        )
        assert both.status_code == 422 and "one supervision at a time" in both.text
        for item_id in of.values():
            page = (await browser.get("/invoices/1001/dispute")).text
            form["dispute_id"] = re.findall(r'name="dispute_id" value="([^"]+)"', page)
            sent = await browser.post("/invoices/1001/dispute", data=form | {"item_ids": [str(item_id)]})
            assert sent.status_code == 303
    card = (await shown(portal, 1001)).card
    found = (await portal.ask(ListDisputes(viewer=FINANCE, invoice_id=card.invoice_id))).disputes
    assert {one.process_id: [item.item_id for item in one.items] for one in found} == {
        process_id: [item_id] for process_id, item_id in of.items()
    }
