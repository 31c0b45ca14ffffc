"""Billing and those that it asks, with a seller and a customer."""

import pytest

from tests.grown import grown
from tests.house import House
from tests.integration.billing.builders import CUSTOMER, SELLER


@pytest.fixture
async def billing(house: House) -> House:
    """The house with directory, intake and billing open."""
    await grown(house, _with_a_customer)
    return house


async def _with_a_customer(house: House) -> None:
    await house.open("directory", "intake", "billing")
    await house.ask(CUSTOMER)
    await house.ask(SELLER)
