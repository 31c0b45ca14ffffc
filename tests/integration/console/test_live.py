"""What open pages follow: every change once, in order, from the last one that was seen."""

import asyncio

from services.console.board.assignments import assign
from services.console.board.live_changes import changes_since, follow, newest
from tests.integration.console import builders as told
from tests.integration.console.board_of import Board
from tests.integration.console.builders import ANNA, BEGIN, YEAR
from tests.patience import PATIENCE_S


async def test_a_page_that_comes_back_is_told_what_it_missed(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        seen = await newest(db)
        assert await changes_since(db, seen) == []
    await board.tell(told.screened(YEAR), told.matched(YEAR), told.proposed(YEAR))
    async with board.database() as db:
        missed = await changes_since(db, seen)
        assert [one.kind for one in missed] == ["screening_decided", "supervisor_matched", "proposal_sent"]
        assert {one.process_id for one in missed} == {YEAR}
        rest = await changes_since(db, missed[0].id, limit=1)
        assert rest == missed[1:2]


async def test_a_follower_hears_of_events_and_of_assignments(board: Board) -> None:
    following = follow(board.service.engine, 0)
    async with asyncio.timeout(PATIENCE_S):
        first = asyncio.ensure_future(anext(following))
        await board.tell(told.inquiry(YEAR, "TO-1001"))
        assert [one.kind for one in await first] == ["inquiry_received"]
        second = asyncio.ensure_future(anext(following))
        async with board.database() as db:
            await assign(db, [YEAR], ANNA, ANNA, BEGIN)
        assert [(one.kind, one.process_id) for one in await second] == [("assigned", YEAR)]
    await following.aclose()


async def test_a_change_of_another_process_of_this_door_is_heard_as_well(board: Board) -> None:
    following = follow(board.service.engine, 0)
    waiting = asyncio.ensure_future(anext(following))
    await board.fetch("INSERT INTO live_change (kind) VALUES ('rebuilt') RETURNING id")
    async with asyncio.timeout(PATIENCE_S):
        assert [one.kind for one in await waiting] == ["rebuilt"]
    await following.aclose()


async def test_whoever_was_away_for_too_long_is_told_to_look_at_everything(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR))
    await board.fetch("DELETE FROM live_change WHERE kind <> 'supervisor_matched'")
    async with board.database() as db:
        [change] = await changes_since(db, 1)
    assert (change.kind, change.process_id) == ("rebuilt", None)


async def test_what_is_rolled_back_is_not_told(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        seen = await newest(db)
    async with board.database() as db:
        await assign(db, [YEAR], ANNA, ANNA, BEGIN)
        await db.rollback()
    async with board.database() as db:
        assert await changes_since(db, seen) == []


async def test_ids_rise_in_the_order_of_the_commits(board: Board) -> None:
    """A change that is under way keeps the next one waiting: none can come in behind what a page has seen."""
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as slow:
        await assign(slow, [YEAR], ANNA, ANNA, BEGIN)
        other = asyncio.ensure_future(board.tell(told.screened(YEAR)))
        await _somebody_waits(board)
        async with board.database() as db:
            assert [one.kind for one in await changes_since(db, 0)] == ["inquiry_received"]
    await other
    async with board.database() as db:
        kinds = [one.kind for one in await changes_since(db, 0)]
    assert kinds == ["inquiry_received", "assigned", "screening_decided"]


async def _somebody_waits(board: Board) -> None:
    waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    async with asyncio.timeout(PATIENCE_S):
        while not await board.fetch(waiting):
            await asyncio.sleep(0.01)
