"""Contracts, with the intake and the directory that it asks."""

import pytest_asyncio


@pytest_asyncio.fixture
async def contracts(house):
    """The house with directory, intake and contracts open."""
    await house.open("directory", "intake", "contracts")
    return house
