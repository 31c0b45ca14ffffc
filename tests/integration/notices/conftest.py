"""Notices and the directory that it asks, with a mail server that keeps what it gets."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.runtime.commands import asking
from tests.house import House
from tests.integration.notices.builders import Commission, people_registered
from tests.integration.notices.mailbox import Mailbox


@pytest.fixture(autouse=True)
def nobody_is_just_coming(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each letter asks services that no test of letters opens, and would wait for each of them to be there soon."""
    monkeypatch.setattr(asking, "_ASKED_AGAIN_AFTER_S", (0, 0))


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
