"""Notices and the directory that it asks, with a mail server that keeps what it gets."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.house import House
from tests.integration.notices.builders import Commission, people_registered
from tests.integration.notices.mailbox import Mailbox


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    yield box
    box.close()


@pytest.fixture
async def notices(house: House, mailbox: Mailbox) -> AsyncIterator[House]:
    mailbox.open_for(house)
    await house.open("directory", "notices")
    yield house


@pytest.fixture
async def commission(notices: House) -> Commission:
    """A process whose contract is signed, its people registered, its first letters sent and forgotten."""
    return await people_registered(notices)
