"""What nobody heard is asked again for a moment: a service that is just coming back is not missed."""

import asyncio

import pytest

from services.runtime.refusal import Unavailable
from tests.house import House
from tests.integration.runtime.small_services import an_order, expire_contract, open_speaker


async def test_a_service_that_comes_a_moment_later_hears_the_command_once(house: House, monkeypatch) -> None:
    monkeypatch.setattr("services.runtime.asking._ASKED_AGAIN_AFTER_S", (0.05,) * 200)
    asked = asyncio.ensure_future(house.ask(an_order()))
    await asyncio.sleep(0)
    await open_speaker(house, expire_contract)
    await asked
    assert len(await house.rows("contracts", "SELECT * FROM thing")) == 1


async def test_a_service_that_does_not_come_is_away(house: House) -> None:
    with pytest.raises(Unavailable):
        await house.ask(an_order())
