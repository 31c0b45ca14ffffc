"""Sessions, with the contracts that it asks and what they stand on."""

import pytest

from tests.house import House


@pytest.fixture
async def sessions(house: House) -> House:
    """The house with directory, intake, contracts and sessions open."""
    await house.open("directory", "intake", "contracts", "sessions")
    return house
