"""The board built anew is the board that was there; who looks after what stays."""

import asyncio

import pytest
import sqlalchemy as sa

from services.console.board.assignments import assign
from services.console.board.rebuild import rebuilding, stored_events
from services.messages import directory
from services.messages.billing import ProcessShare
from services.messages.console import RebuildBoard
from services.messages.operations import ListParked
from tests import told
from tests.integration.console.board_of import Board
from tests.told import ANNA, BEGIN, YEAR, Teller
from tests.told.billing import credit


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


async def test_a_collective_invoice_is_on_each_of_its_cards_with_its_share(board: Board) -> None:
    """A cent of rounding is on the card, and on no timeline."""
    first, second = told.known("first"), told.known("second")
    shares = [
        ProcessShare(process_id=first, gross_cents=101, lines=2),
        ProcessShare(process_id=second, gross_cents=50, lines=1),
    ]
    back = [
        ProcessShare(process_id=first, gross_cents=1, lines=0),
        ProcessShare(process_id=second, gross_cents=30, lines=1),
    ]
    issued = told.invoice(first, "2027-01", 151).model_copy(update={"shares": shares})
    credited = credit(first, "2027-01", 31).model_copy(update={"shares": back})
    await board.tell(told.inquiry(first, "TO-1001"), told.inquiry(second, "TO-1002"), issued, credited)
    cards = await board.fetch("SELECT invoices, invoiced_cents FROM process_card ORDER BY number")
    assert [tuple(one) for one in cards] == [(1, 100), (1, 20)]
    lines = await board.fetch(
        "SELECT process_id, facts->'gross_cents' AS cents FROM timeline_event WHERE source = 'billing'"
    )
    assert sorted((one["process_id"], int(one["cents"])) for one in lines) == sorted(
        [(first, 101), (second, 50), (second, 30)]
    )
    rows = await board.rows()
    await board.house.ask(RebuildBoard())
    assert await board.rows() == rows


async def test_an_interrupted_rebuild_goes_on_where_it_was_and_keeps_nobody_waiting(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each order is interrupted after a few events; what is said meanwhile is on the board before it is done."""
    monkeypatch.setattr(stored_events, "_AT_ONCE", 7)
    monkeypatch.setattr(rebuilding, "_PORTION_S", 0)
    monkeypatch.setattr(rebuilding, "_MOST_UNDER_LOCK", 0)
    events = [event for _, event in Teller().in_any_order(7)]
    await board.tell(*events[:-3])
    applied = [await board.house.ask(RebuildBoard())]
    await board.tell(*events[-3:])
    heard = await board.rows()
    while not applied[-1].done:
        assert await board.rows() == heard
        applied.append(await board.house.ask(RebuildBoard()))
    counts = [one.events for one in applied]
    assert len(counts) > 3 and counts == sorted(counts) and counts[-1] == len(events)
    assert await board.rows() == heard
    assert not await board.fetch("SELECT FROM pg_namespace WHERE nspname = 'rebuilding'")


async def test_a_large_board_takes_its_place_however_long_that_takes(board: Board) -> None:
    """What is asked over a door's own connections is left after the time of a page: nothing of a rebuild is."""
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR))
    rows = await board.rows()
    await _spoil(board)

    def takes_too_long(_: object, __: object, statement: str, *___: object) -> None:
        if "rebuilding" in statement or "LOCK TABLE" in statement or "pg_advisory" in statement:
            raise TimeoutError

    pages = board.service.engine.sync_engine
    sa.event.listen(pages, "before_cursor_execute", takes_too_long)
    try:
        assert (await board.house.ask(RebuildBoard())).done
    finally:
        sa.event.remove(pages, "before_cursor_execute", takes_too_long)
    assert await board.rows() == rows


async def test_a_rebuild_may_begin_anew_and_what_was_assigned_meanwhile_stays(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [event for _, event in Teller().in_any_order(3)]
    await board.tell(*events)
    with monkeypatch.context() as interrupted:
        interrupted.setattr(stored_events, "_AT_ONCE", 3)
        interrupted.setattr(rebuilding, "_PORTION_S", 0)
        interrupted.setattr(rebuilding, "_MOST_UNDER_LOCK", 0)
        assert not (await board.house.ask(RebuildBoard())).done
        async with board.database() as db:
            await assign(db, [YEAR], ANNA, ANNA, BEGIN)
        rows = await board.rows()
    await _spoil(board)
    built = await board.house.ask(RebuildBoard(anew=True))
    assert (built.done, built.events) == (True, len(events))
    assert await board.rows() == rows


async def test_two_entries_that_became_one_are_on_the_new_board_what_they_are_on_the_old(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry that stays had ended when it took over one that acts: as it was heard, so it is built."""
    stays, goes = told.known("stays"), told.known("goes")
    acts = {"relation": "hr", "organisation_id": told.TOWN}
    await board.tell(
        directory.PersonRelated(person_id=goes, **acts),
        directory.PersonRelated(person_id=stays, **acts),
        directory.PersonUnrelated(person_id=stays, **acts),
        told.inquiry(YEAR, "TO-1001", contact_id=goes),
        told.screened(YEAR),
        directory.PersonsMerged(
            merge_id=told.known("merge"), kept_id=stays, absorbed_id=goes, merged_by=ANNA, merged_at=BEGIN
        ),
    )
    rows = await board.rows()
    assert await board.fetch("SELECT FROM known_commissioner WHERE acts AND person_id = $1", stays)
    await _spoil(board)
    assert (await board.house.ask(RebuildBoard())).done
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
