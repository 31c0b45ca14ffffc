"""Fixtures for every ring: real servers and a whole platform for the whole run, a house of services for one test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House
from tests.platforms import walk
from tests.servers import Servers, servers

__all__ = ["servers", "walk"]


@pytest.fixture
async def house(servers: Servers, tmp_path: Path) -> AsyncIterator[House]:
    """No service is open yet: `await house.open("directory", "intake")`."""
    running = House(servers, tmp_path)
    await running.begin()
    yield running
    await running.close()
