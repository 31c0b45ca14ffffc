"""How the platform is: who answers, who is away, what waits; and who may look."""

import asyncio
import re

import pytest

from services.messages.contracts import ContractExpired
from services.runtime.commands.refusal import Unavailable
from services.runtime.events import consuming
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.runtime.small_services import deliver, envelope
from tests.patience import PATIENCE_S


@pytest.fixture
async def console(house: House) -> Arranged:
    return await arrange(house)


async def states(console: Arranged, role: str = "coordinator") -> dict[str, str]:
    """By process, in the page's words."""
    async with await console.browser(role) as browser:
        return states_of((await browser.get("/system")).text)


def states_of(page: str) -> dict[str, str]:
    rows = re.findall(r'<th scope="row">([^<]+)</th>\s*<td data-label="State">(.*?)</td>', page, re.DOTALL)
    return {name: re.sub("<[^>]*>", "", words).strip() for name, words in rows}


async def test_every_process_has_its_state_and_who_is_away_is_seen_to_be(console) -> None:
    found = await states(console)
    assert {found.pop(name) for name in ("Mail", "Portal", "Workflow service")} == {"Down"}
    assert set(found) == {"Directory", "Inquiries", "Contracts", "Sessions", "Billing", "Console"}
    assert set(found.values()) == {"Healthy"}


async def test_a_parked_message_turns_its_service_yellow(console) -> None:
    process_id, _number = await console.asked()
    event = ContractExpired(process_id=process_id, version=1)
    await deliver(console.house, event, envelope(event, 1), body=b"{}")
    await console.house.quiet()
    found = await states(console, "finance")
    assert "unprocessed" in found["Inquiries"] and found["Directory"] == "Healthy"


async def test_a_service_that_waits_for_another_one_says_so_and_since_when(console) -> None:
    needs = console.house.services["billing"].dependencies
    for who in ("directory", "database"):
        await needs.pause_for(Unavailable("away", who, waits_for="database"), f"an event for {who}")
    found = await states(console)
    assert "Waits for: Directory, since" in found["Billing"] and "Waits for: Database" in found["Billing"]
    needs.done("an event for directory")
    needs.done("an event for database")
    assert (await states(console))["Billing"] == "Healthy"


async def test_what_the_broker_does_not_let_a_service_say_is_seen(console) -> None:
    billing = console.house.services["billing"]
    await billing.nats.publish("events.intake.inquiry_received", b"{}")
    await billing.nats.flush()  # the refusal comes before the answer to it
    assert "Refused: 1, last events.intake.inquiry_received" in (await states(console))["Billing"]
    billing.health.refused.times = 0
    assert (await states(console))["Billing"] == "Healthy"


async def test_a_service_without_its_database_is_said_to_wait_for_it_and_not_after(
    console, monkeypatch
) -> None:
    """Nothing comes to it meanwhile for longer than anybody would look."""
    monkeypatch.setattr(consuming, "_IDLE_S", 2 * PATIENCE_S)
    house = console.house
    gate = await house.gate("postgres")
    await house.open("notices")
    gate.close()
    assert "Waits for: Database" in (await states(console))["Mail"]
    await gate.open()
    async with asyncio.timeout(PATIENCE_S):
        while "Database" in (await states(console))["Mail"]:  # no mail server is there
            await asyncio.sleep(1)  # a look asks everybody


async def test_a_service_that_stops_is_away_on_the_next_look(console) -> None:
    assert (await states(console))["Billing"] == "Healthy"
    await console.house.stop("billing")
    assert (await states(console))["Billing"] == "Down"


async def test_while_directory_alone_is_away_it_is_seen_by_who_was_let_in_before(console) -> None:
    """Who they are nobody can say just then: no other page opens, and no other person gets in."""
    house = console.house
    async with await console.browser("coordinator") as browser, await console.browser("finance") as other:
        assert states_of((await browser.get("/system")).text)["Directory"] == "Healthy"
        await house.stop("directory")
        house.services["console"].resources.state.door.identities.forget(console.staff["coordinator"])
        page = await browser.get("/system")
        found = states_of(page.text)
        assert page.status_code == 200 and "Nobody can be asked just now who you are" in page.text
        assert found["Directory"] == "Down"
        assert {found[one] for one in ("Inquiries", "Contracts", "Sessions", "Billing", "Console")} == {
            "Healthy"
        }
        assert (
            (await browser.get("/processes")).status_code == (await other.get("/system")).status_code == 503
        )
        await house.open("directory")
        again = await browser.get("/system")
        assert states_of(again.text)["Directory"] == "Healthy" and "Nobody can be asked" not in again.text
        assert (await browser.get("/processes")).status_code == 200


async def test_it_tells_the_time_the_release_and_how_many_processes_are_open(console) -> None:
    await console.asked()
    await console.house.quiet()
    async with await console.browser("administrator") as browser:
        page = (await browser.get("/system")).text
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)", page))
    assert facts["Open processes"] == "1" and facts["Luotsi"].count(".") == 2
    assert facts["Stopped processes"] == "The workflow service does not answer."


async def test_a_supervisor_does_not_find_it(console) -> None:
    async with await console.browser("supervisor") as browser:
        assert (await browser.get("/system")).status_code == 404
