"""The board built anew is the board that was there; who looks after what stays."""

import asyncio

from services.console.board.assignments import assign
from services.messages.console import RebuildBoard
from services.messages.operations import ListParked
from tests.integration.console import builders as told
from tests.integration.console.board_of import Board
from tests.integration.console.builders import ANNA, BEGIN, YEAR, Teller


async def test_the_same_rows_come_again_from_the_streams(board: Board) -> None:
    events = [event for _, event in Teller().in_any_order(5)]
    await board.tell(*events)
    async with board.database() as db:
        await assign(db, [YEAR, told.NEXT_YEAR], ANNA, ANNA, BEGIN)
    rows = await board.rows()
    await _spoil(board)
    assert await board.rows() != rows
    built = await board.house.ask(RebuildBoard())
    assert (built.cards, built.events) == (7, len(events))
    assert await board.rows() == rows
    assert len(await board.fetch("SELECT * FROM assignment")) == 2
    [last] = await board.fetch("SELECT kind, process_id FROM live_change ORDER BY id DESC LIMIT 1")
    assert (last["kind"], last["process_id"]) == ("rebuilt", None)


async def test_a_rebuild_is_one_change_to_open_pages(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR))
    await board.house.ask(RebuildBoard())
    kinds = [row["kind"] for row in await board.fetch("SELECT kind FROM live_change ORDER BY id")]
    assert kinds == ["inquiry_received", "screening_decided", "rebuilt"]


async def test_events_that_come_during_a_rebuild_are_applied_once(board: Board) -> None:
    many = [told.inquiry(told.known(str(n)), f"TO-{n}") for n in range(40)]
    await board.tell(*many[:20])
    rebuilding = asyncio.ensure_future(board.house.ask(RebuildBoard()))
    await board.tell(*many[20:], *(told.invoice(one.process_id, "2027-01", 100) for one in many))
    await rebuilding
    await board.house.quiet()
    cards = await board.fetch("SELECT invoices, invoiced_cents FROM process_card")
    assert [(row["invoices"], row["invoiced_cents"]) for row in cards] == [(1, 100)] * 40
    rows = await board.rows()
    await board.house.ask(RebuildBoard())
    assert await board.rows() == rows


async def test_what_cannot_be_handled_is_parked_again_and_the_rest_goes_on(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    headers = await board.house.say("intake", told.screened(YEAR))
    await board.house.quiet()
    strange = headers | {"ce-aggversion": "3", "ce-id": str(told.known("x"))}
    await board.house.jetstream.publish("events.intake.screening_decided", b"{}", headers=strange)
    await board.house.quiet()
    [parked] = (await board.house.ask(ListParked(), of="console")).messages
    rows = await board.rows()
    await board.house.ask(RebuildBoard())
    assert (await board.house.ask(ListParked(), of="console")).messages == [parked]
    assert await board.rows() == rows


async def test_what_is_said_after_a_rebuild_is_heard(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    await board.house.ask(RebuildBoard())
    await board.tell(told.screened(YEAR))
    assert await board.tasks(YEAR) == {("match", "coordinator")}


async def _spoil(board: Board) -> None:
    """As a fault of an earlier version might have left it."""
    await board.fetch("UPDATE process_card SET phase = 'screening', sessions_held = 9")
    await board.fetch("DELETE FROM task")
    await board.fetch("DELETE FROM timeline_event WHERE source = 'sessions'")
