"""A process on the board up to its contract, every story told at once, and what the tests ask of both."""

import pytest

from services.messages.values import Role, Viewer
from tests import told
from tests.contents import Contents
from tests.integration.console.board_of import Board
from tests.told import SUPERVISOR, YEAR, Teller

HERSELF = Viewer(person_id=SUPERVISOR, role=Role.SUPERVISOR)
SOMEBODY_ELSE = Viewer(person_id=told.known("another supervisor"), role=Role.SUPERVISOR)
MATCHED = (told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR))
SIGNED = (*MATCHED, told.signed(YEAR))
_kept: list[tuple[Teller, Contents]] = []


@pytest.fixture
async def whole_story(board: Board) -> Teller:
    """On the board, told once for all tests that read it: in which order says nothing, as the first test shows."""
    databases = board.house.databases
    if not _kept:
        teller = Teller()
        await board.tell_in_one_go(teller, seed=3)
        _kept.append((teller, await databases.contents("console")))
    teller, contents = _kept[0]
    await databases.begin_with({"console": contents})
    return teller


async def total(board: Board) -> int:
    """The sessions that its card counts."""
    [row] = await board.fetch("SELECT sessions_total FROM process_card")
    return int(row["sessions_total"])


async def tasks(board: Board) -> set[str]:
    return {row["kind"] for row in await board.fetch("SELECT kind FROM task")}
