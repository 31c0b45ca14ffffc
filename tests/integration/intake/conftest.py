"""Intake and the directory that it asks."""

import pytest

from tests.house import House


@pytest.fixture
async def intake(house: House) -> House:
    """The house with directory and intake open."""
    await house.open("directory", "intake")
    return house
