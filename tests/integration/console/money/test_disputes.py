"""A line is disputed at the portal, waits for finance at the console, and is decided there."""

import re
from datetime import date, timedelta

from services.messages.contracts import ShowContract
from services.messages.directory import ShowContacts
from services.wording.formats import Formats
from tests.house import House
from tests.integration.billing.builders import SELLER, the_run
from tests.integration.billing.disputes.acts import dispute, item_of, payer
from tests.integration.console.billed import arrange_customer, one_held
from tests.integration.console.in_series import in_series
from tests.visitor import visitor

_TASK = "SELECT 1 FROM task WHERE kind = 'resolve_dispute' AND role = 'finance'"


async def test_a_payer_disputes_a_line_and_finance_decides_with_a_ground(house: House) -> None:
    console = await arrange_customer(house)
    await house.open("portal")
    await house.ask(SELLER)
    await one_held(house, date(2027, 2, 9))
    await house.quiet()
    await house.ask(the_run())
    await house.quiet()
    async with await visitor(house, "portal", await payer(house), language="en") as browser:
        assert "/invoices/1001/dispute" in (await browser.get("/invoices/1001")).text
        page = (await browser.get("/invoices/1001/dispute")).text
        [dispute_id] = re.findall(r'name="dispute_id" value="([^"]+)"', page)
        [item_id] = re.findall(r'name="item_ids" type="checkbox" value="([^"]+)"', page)
        form = {"dispute_id": dispute_id, "item_ids": item_id, "claim": "quality"}
        refused = await browser.post("/invoices/1001/dispute", data=form | {"claim": ""})
        assert refused.status_code == 422
        told = form | {"words": "Kesken jäi."}
        assert (await browser.post("/invoices/1001/dispute", data=told)).status_code == 303
        after = (await browser.get("/invoices/1001/dispute")).text
        assert "Kesken jäi." in after and "Every line is disputed already" in after
        assert item_id not in after and "<form" not in after.split("Kesken jäi.")[1].split("</main>")[0]
        asked = (await browser.get("/invoices/1001")).text
        assert "Kesken jäi." in asked and "not to be paid before it is decided" in asked
        await house.quiet()
        assert await house.rows("console", _TASK)
        decision = {"dispute_id": dispute_id, "outcome": "upheld", "percent": "50", "ground": "Puolet."}
        await console.send("/billing/disputes", decision | {"ground": ""}, "finance", status=422)
        await console.open("/billing/disputes", "supervisor", status=404)
        listed = await console.open("/billing/disputes", "finance")
        assert "Kesken jäi." in listed and 'href="/invoices/1001"' in listed
        assert "9 February 2027, Held, " in listed, "what is decided about"
        [seen] = re.findall(r'name="seen_cents" value="(\d+)"', listed)
        otherwise = decision | {"seen_cents": str(int(seen) + 1)}
        again = await console.send("/billing/disputes", otherwise, "finance", status=422)
        assert "Look at it again." in again and f'value="{seen}"' in again
        await console.send("/billing/disputes", decision | {"seen_cents": seen}, "finance")
        await house.quiet()
        assert not await house.rows("console", _TASK)
        for page in ("/invoices/1001/dispute", "/invoices/1001"):
            decided = (await browser.get(page)).text
            assert "Puolet." in decided and "Kesken jäi." in decided, page
        assert "owed after all is due" in decided and "before it is decided" not in decided


async def test_finance_reads_whose_session_it_was_and_who_recorded_it_when_and_goes_to_the_process(
    house: House,
) -> None:
    year = await in_series(house)
    path, first = await year.path(), await year.first()
    recorded_at = first.ends_at + timedelta(minutes=5)
    year.move_clock(recorded_at)
    assert (await year.post("supervisor", f"{path}/nobody"))[0] == 303
    await house.quiet()
    member = (await house.ask(ShowContract(process_id=year.process_id))).parties.representative_id
    item_id = await item_of(house, first.session_id)
    await house.ask(dispute(year.process_id, item_id, member, as_of=house.clock.now()))
    await house.quiet()
    page = await year.get("finance", "/billing/disputes")
    assert f'<a href="/processes/{year.number}">{year.number}</a>' in page
    await year.get("finance", f"/processes/{year.number}")
    [name] = (await house.ask(ShowContacts(person_ids=[year.arranged.staff["supervisor"]]))).people
    record = page.split("The record of the session")[1].split("</table>")[0]
    assert name.name in record and ">Supervisor<" in record and "Session 1" in record
    assert Formats("en").moment(recorded_at) in record
