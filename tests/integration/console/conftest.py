"""The console on real servers: its projection without its pages, and its pages with every service behind them."""

from collections.abc import AsyncIterator

import pytest

from services.console import handlers
from services.runtime.service import Service
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.console.board_of import Board
from tests.integration.notices.mailbox import Mailbox


@pytest.fixture
async def board(own_house: House) -> AsyncIterator[Board]:
    """Listens to all five services, none of which is open, and reads their streams from the first event on."""
    house = own_house
    service = Service("console", handlers, await house.settings_for("console"), says_events=False)
    service.clock = house.clock
    house.services["console"] = service
    house._tasks += await service.start()
    yield Board(house, service)


@pytest.fixture
async def arranged(house: House) -> Arranged:
    return await arrange(house)


@pytest.fixture(scope="module")
async def mailbox(shared_house: House) -> AsyncIterator[Mailbox]:
    box = Mailbox()
    box.open_for(shared_house)
    yield box
    box.close()


@pytest.fixture(scope="module")
async def console(shared_house: House, mailbox: Mailbox) -> Arranged:
    """With the service that sends the mails; shared by the tests of a file."""
    arranged = await arrange(shared_house)
    await shared_house.open("notices")
    return arranged
