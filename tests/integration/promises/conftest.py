"""A provider that has promised other numbers: everything is open, and a process begins after they were set."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from services.messages.directory import SetPromises
from services.messages.promises import Promises
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.integration.notices.mailbox import Mailbox
from tests.other_promises import OTHER

FROM = date(2026, 11, 5)
SET = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def promising(arranged: Arranged, promises: Promises, valid_from: date = FROM) -> SetPromises:
    by = arranged.staff["administrator"]
    return SetPromises(valid_from=valid_from, promises=promises, set_by=by, as_of=SET)


@pytest.fixture
async def promised(house: House) -> AsyncIterator[Arranged]:
    mailbox = Mailbox()
    mailbox.open_for(house)
    arranged = await arrange(house)
    await house.open("notices", "portal")
    await house.ask(promising(arranged, OTHER))
    yield arranged
    mailbox.close()
