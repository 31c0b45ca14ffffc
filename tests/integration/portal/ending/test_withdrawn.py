"""A private person withdraws from the contract in time: what the pages say before the press, and after it."""

import re
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import UUID

import pytest
from httpx import AsyncClient

from tests.house import House
from tests.integration.contracts.builders import SIGNED
from tests.integration.contracts.ending.test_consumers import agreed, matched_with
from tests.visitor import visitor

__all__ = ["matched_with"]


@pytest.fixture
async def contracts(house: House) -> House:
    """With everything that a page of the end asks; billing comes with the customer."""
    await house.open("directory", "intake", "contracts", "sessions", "portal")
    return house


TICKED = {"en": "I withdraw from the contract", "fi": "Peruutan sopimuksen", "sv": "Jag ångrar avtalet"}


PRESS = {"en": "Withdraw from the contract", "fi": "Peruuta sopimus", "sv": "Ångra avtalet"}
SAID = {
    "en": ("The contract was withdrawn from", "Withdrawn by"),
    "fi": ("Sopimuksen peruuttaminen", "Peruuttaja"),
    "sv": ("Avtalet har ångrats", "Ångrat av"),
}
NOT_SAID = {
    "en": ("terminated", "Terminated by"),
    "fi": ("irtisanottu", "Irtisanoja"),
    "sv": ("har sagts upp", "Uppsagt av"),
}


async def test_it_is_told_as_a_withdrawal(contracts: House, matched_with: UUID) -> None:
    process_id, person_id = await agreed(contracts, matched_with)
    await contracts.quiet()
    contracts.move_clock(SIGNED + timedelta(days=3))
    [row] = await contracts.rows("intake", "SELECT number FROM inquiry WHERE process_id = $1", process_id)
    page = f"/processes/{row['number']}/terminate"
    at_once = f"/processes/{row['number']}/end-at-once"
    async with AsyncExitStack() as opened:
        browsers = {
            language: await opened.enter_async_context(
                await visitor(contracts, "portal", person_id, language=language)
            )
            for language in PRESS
        }
        for language, browser in browsers.items():
            form = await asks_first(browser, language, page, at_once)
        sent = await browsers["en"].post(at_once, data=form)
        assert sent.status_code == 303, sent.text[-3000:]
        await contracts.quiet()
        for language, browser in browsers.items():
            after = (await browser.get(page)).text
            assert all(words in after for words in SAID[language]), after
            assert not any(words in after for words in NOT_SAID[language]), language


async def asks_first(browser: AsyncClient, language: str, page: str, at_once: str) -> dict[str, str]:
    """The form that is sent then."""
    asked = (await browser.get(at_once)).text
    assert PRESS[language] in asked and 'name="reason"' not in asked, "nobody asks why"
    first = (await browser.get(page)).text
    assert first.index(PRESS[language]) < first.index('/terminate" class'), "before a notice"
    [seen] = re.findall(r'name="seen" value="([^"]*)"', asked)
    form = {"seen": seen, "sure": "true", "by": "commissioner", "reason": ""}
    unticked = await browser.post(at_once, data=form | {"sure": ""})
    assert unticked.status_code == 422
    assert f'href="#field-sure">{TICKED[language]}: ' in unticked.text
    return form
