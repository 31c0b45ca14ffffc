"""The console on real servers: its projection without its pages, and its pages with every service behind them."""

from collections.abc import AsyncIterator

import pytest

from services.console import handlers
from services.runtime.service import Service
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.console.board_of import Board


@pytest.fixture
async def board(house: House) -> AsyncIterator[Board]:
    """Listens to all five services, none of which is open."""
    service = Service("console", handlers, await house.settings_for("console"), says_events=False)
    service.clock = house.clock
    house.services["console"] = service
    house._tasks += await service.start()
    yield Board(house, service)


@pytest.fixture
async def arranged(house: House) -> Arranged:
    return await arrange(house)
