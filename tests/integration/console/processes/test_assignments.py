"""Who looks after what: given, undone once and in time, never over what somebody else did meanwhile."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.console.board.assignments import UNDO_WITHIN, assign, undo
from services.console.board.timeline import timeline
from services.runtime.commands.refusal import Refusal
from tests import told
from tests.integration.console.board_of import Board
from tests.told import ANNA, BEGIN, BO

FIRST, SECOND = told.known("first"), told.known("second")
SOON = BEGIN + timedelta(seconds=9)


@pytest.fixture
async def two(board: Board) -> Board:
    await board.tell(told.inquiry(FIRST, "TO-1"), told.inquiry(SECOND, "TO-2"))
    return board


async def test_many_are_given_at_once_and_given_back_by_one_undo(two: Board) -> None:
    await give(two, [SECOND], BO)
    undo_id = await give(two, [FIRST, SECOND, FIRST], ANNA)
    assert await holders(two) == {FIRST: ANNA, SECOND: ANNA}
    assert await take_back(two, undo_id) == 2
    assert await holders(two) == {FIRST: None, SECOND: BO}


async def test_an_undo_pressed_twice_gives_back_once(two: Board) -> None:
    undo_id = await give(two, [FIRST], ANNA)
    assert await take_back(two, undo_id) == 1
    await give(two, [FIRST], ANNA)
    assert await take_back(two, undo_id) == 0
    assert (await holders(two))[FIRST] == ANNA


async def test_what_somebody_else_gave_on_meanwhile_stays_there(two: Board) -> None:
    undo_id = await give(two, [FIRST, SECOND], ANNA)
    await give(two, [FIRST], BO, by=BO)
    assert await take_back(two, undo_id) == 1
    assert await holders(two) == {FIRST: BO, SECOND: None}


async def test_giving_to_nobody_can_be_undone_as_well(two: Board) -> None:
    await give(two, [FIRST], BO)
    undo_id = await give(two, [FIRST], None)
    assert (await holders(two))[FIRST] is None
    await take_back(two, undo_id)
    assert (await holders(two))[FIRST] == BO


async def test_an_undo_is_its_own_persons_and_in_time(two: Board) -> None:
    undo_id = await give(two, [FIRST], BO)
    for by, at, code in ((BO, SOON, "unknown_undo"), (ANNA, BEGIN + 2 * UNDO_WITHIN, "undo_too_late")):
        with pytest.raises(Refusal) as refused:
            await take_back(two, undo_id, by, at)
        assert refused.value.code == code
    assert (await holders(two))[FIRST] == BO


@pytest.mark.parametrize(
    ("ids", "code"),
    [([], "nothing_chosen"), ([FIRST, told.known("no such")], "unknown_process"),
     ([told.known(str(n)) for n in range(201)], "too_many")],
)  # fmt: skip
async def test_what_cannot_be_given_is_refused_and_nothing_is_done(two: Board, ids, code) -> None:
    with pytest.raises(Refusal) as refused:
        await give(two, ids, ANNA)
    assert refused.value.code == code
    assert (await holders(two))[FIRST] is None


async def test_the_timeline_tells_who_gave_it_to_whom(two: Board) -> None:
    await take_back(two, await give(two, [FIRST], BO))
    async with two.database() as db:
        moments = await timeline(db, told.COORDINATOR, FIRST)
    told_of = [(one.name, one.facts) for one in moments if one.source == "console"]
    assert told_of == [
        ("assigned", {"coordinator_id": str(BO), "by": str(ANNA)}),
        ("assignment_undone", {"coordinator_id": None, "by": str(ANNA)}),
    ]


async def give(board: Board, ids: list[UUID], to: UUID | None, by: UUID = ANNA) -> UUID:
    async with board.database() as db:
        return await assign(db, ids, to, by, BEGIN)


async def take_back(board: Board, undo_id: UUID, by: UUID = ANNA, at=SOON) -> int:
    async with board.database() as db:
        return await undo(db, undo_id, by, at)


async def holders(board: Board) -> dict[UUID, UUID | None]:
    """As the cards say, which the assignments must say too."""
    cards = await board.fetch("SELECT process_id, coordinator_id FROM process_card")
    given = await board.fetch("SELECT process_id, coordinator_id FROM assignment")
    on_cards = {row["process_id"]: row["coordinator_id"] for row in cards}
    assert {k: v for k, v in on_cards.items() if v} == {r["process_id"]: r["coordinator_id"] for r in given}
    return on_cards
