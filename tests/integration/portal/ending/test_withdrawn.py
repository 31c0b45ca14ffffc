"""A private person withdraws from the contract in time: what the pages say before the press, and after it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

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


@pytest.mark.parametrize(
    ("language", "press", "said", "not_said"),
    [
        (
            "en",
            "Withdraw from the contract",
            ["The contract was withdrawn from", "Withdrawn by"],
            ["terminated", "Terminated by"],
        ),
        ("fi", "Peruuta sopimus", ["Sopimuksen peruuttaminen", "Peruuttaja"], ["irtisanottu", "Irtisanoja"]),
        ("sv", "Ångra avtalet", ["Avtalet har ångrats", "Ångrat av"], ["har sagts upp", "Uppsagt av"]),
    ],
)
async def test_it_is_told_as_a_withdrawal(
    contracts: House, matched_with: UUID, language: str, press: str, said: list[str], not_said: list[str]
) -> None:
    process_id, person_id = await agreed(contracts, matched_with)
    await contracts.quiet()
    contracts.move_clock(SIGNED + timedelta(days=3))
    [row] = await contracts.rows("intake", "SELECT number FROM inquiry WHERE process_id = $1", process_id)
    page = f"/processes/{row['number']}/terminate"
    async with await visitor(contracts, "portal", person_id, language=language) as browser:
        asked = (await browser.get(f"/processes/{row['number']}/end-at-once")).text
        assert press in asked and 'name="reason"' not in asked, "nobody asks why"
        first = (await browser.get(page)).text
        assert first.index(press) < first.index('/terminate" class'), "before a notice"
        [seen] = re.findall(r'name="seen" value="([^"]*)"', asked)
        form = {"seen": seen, "sure": "true", "by": "commissioner", "reason": ""}
        unticked = await browser.post(f"/processes/{row['number']}/end-at-once", data=form | {"sure": ""})
        assert unticked.status_code == 422
        assert f'href="#field-sure">{TICKED[language]}: ' in unticked.text
        sent = await browser.post(f"/processes/{row['number']}/end-at-once", data=form)
        assert sent.status_code == 303, sent.text[-3000:]
        await contracts.quiet()
        after = (await browser.get(page)).text
    assert all(words in after for words in said), after
    assert not any(words in after for words in not_said)
