"""What open pages follow: every change once, from what they had seen, whenever its transaction comes to its end."""

import asyncio

import pytest

from services.console.board import live_changes
from services.console.board.assignments import assign
from services.console.board.live_changes import changes_since, follow, newest, note
from services.console.board.seen import NOTHING, seen_of
from tests import told
from tests.integration.console.board_of import Board
from tests.patience import PATIENCE_S
from tests.told import ANNA, BEGIN, YEAR


async def test_a_page_that_comes_back_is_told_what_it_missed(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        seen = await newest(db)
        assert await changes_since(db, seen) == ([], seen)
    await board.tell(told.screened(YEAR), told.matched(YEAR), told.proposed(YEAR))
    async with board.database() as db:
        missed, now = await changes_since(db, seen_of(str(seen)))
        assert [one.kind for one in missed] == ["screening_decided", "supervisor_matched", "proposal_sent"]
        assert {one.process_id for one in missed} == {YEAR}
        assert await changes_since(db, now) == ([], now)


async def test_whoever_missed_much_is_told_to_look_at_everything(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR))
    async with board.database() as db:
        [change], now = await changes_since(db, NOTHING, limit=2)
        assert (change.kind, change.process_id) == ("rebuilt", None)
        assert await changes_since(db, now) == ([], now)


async def test_a_slower_change_is_told_when_it_is_committed_at_last(board: Board) -> None:
    """Its id is the lower one; the page has long seen the higher."""
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        following = follow(board.service.engine, await newest(db))
    async with asyncio.timeout(PATIENCE_S):
        async with board.database() as slow:
            await note(slow, YEAR, "slow")
            async with board.database() as quick:
                await note(quick, None, "quick")
            changes, _ = await anext(following)
            assert [one.kind for one in changes] == ["quick"]
            async with board.database() as db:
                drawn = await newest(db)
        changes, _ = await anext(following)
        assert [(one.kind, one.process_id) for one in changes] == [("slow", YEAR)]
    await following.aclose()
    async with board.database() as db:
        changes, now = await changes_since(db, drawn)
        assert [one.kind for one in changes] == ["slow"]
        assert await changes_since(db, now) == ([], now)


async def test_changes_of_days_ago_are_forgotten_and_the_newer_ones_stay(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_changes, "_FORGET_EVERY", 1)
    await board.fetch(
        "INSERT INTO live_change (kind, at) VALUES ('old', now() - interval '25 hours') RETURNING id"
    )
    for kind in ("new", "newer"):
        async with board.database() as db:
            await note(db, None, kind)
    kept = await board.fetch("SELECT kind FROM live_change ORDER BY id")
    assert [row["kind"] for row in kept] == ["new", "newer"]


async def test_what_a_database_brought_along_from_elsewhere_is_nobodys_news(board: Board) -> None:
    await board.fetch(
        "INSERT INTO live_change (kind, written_in) VALUES ('rebuilt', 1::bigint << 60) RETURNING id"
    )
    async with board.database() as db:
        assert (await changes_since(db, NOTHING))[0] == []


@pytest.mark.parametrize(
    "said",
    ["", "0", "nonsense", "5-9:7:", "5-7:9:8,7", "5-7:9:12", "5-7:9:8,8", "5-0:9:", "-7:9:", "5-7:9:8;DROP"],
)
async def test_what_a_browser_cannot_have_seen_is_as_if_it_had_seen_nothing(said: str) -> None:
    assert seen_of(said) == NOTHING


@pytest.mark.parametrize("said", ["5-7:9:7,8", "0-1:1:", "12-745:745:"])
async def test_what_a_browser_has_seen_it_can_bring_back(said: str) -> None:
    assert str(seen_of(said)) == said


async def test_a_follower_hears_of_events_and_of_assignments(board: Board) -> None:
    following = follow(board.service.engine, NOTHING)
    async with asyncio.timeout(PATIENCE_S):
        first = asyncio.ensure_future(anext(following))
        await board.tell(told.inquiry(YEAR, "TO-1001"))
        assert [one.kind for one in (await first)[0]] == ["inquiry_received"]
        second = asyncio.ensure_future(anext(following))
        async with board.database() as db:
            await assign(db, [YEAR], ANNA, ANNA, BEGIN)
        assert [(one.kind, one.process_id) for one in (await second)[0]] == [("assigned", YEAR)]
    await following.aclose()


async def test_a_change_of_another_process_of_this_door_is_heard_as_well(board: Board) -> None:
    following = follow(board.service.engine, NOTHING)
    waiting = asyncio.ensure_future(anext(following))
    await board.fetch("INSERT INTO live_change (kind) VALUES ('rebuilt') RETURNING id")
    async with asyncio.timeout(PATIENCE_S):
        assert [one.kind for one in (await waiting)[0]] == ["rebuilt"]
    await following.aclose()


async def test_whoever_was_away_for_too_long_is_told_to_look_at_everything(board: Board) -> None:
    async with board.database() as db:
        seen = await newest(db)
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR))
    await board.fetch("DELETE FROM live_change WHERE kind <> 'supervisor_matched'")
    async with board.database() as db:
        [change], _ = await changes_since(db, seen)
    assert (change.kind, change.process_id) == ("rebuilt", None)


async def test_what_is_rolled_back_is_not_told(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        seen = await newest(db)
    async with board.database() as db:
        await assign(db, [YEAR], ANNA, ANNA, BEGIN)
        await db.rollback()
    async with board.database() as db:
        assert (await changes_since(db, seen))[0] == []
