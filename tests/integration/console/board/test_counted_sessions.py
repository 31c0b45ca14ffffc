"""The sessions of a process as the board shows and counts them, whatever becomes of them."""

from uuid import uuid5

import pytest

from services.console.board.queries.card_queries import card
from services.console.board.queries.session_calendar import calendar, meetings_of
from services.messages import contracts, sessions
from services.messages.values import Party
from services.runtime.finland import local_date
from tests import told
from tests.integration.console.board.stories import HERSELF, MATCHED, SIGNED, SOMEBODY_ELSE, tasks, total
from tests.integration.console.board_of import Board
from tests.told import COORDINATOR, YEAR, pausing


async def test_the_calendar_shows_sessions_where_they_were_moved_to(board: Board) -> None:
    moved_to = told.BEGIN + 90 * told.A_DAY
    await board.tell(*MATCHED, told.planned(YEAR))
    move = told.of_session(sessions.SessionMoved, YEAR, 2, starts_at=moved_to, ends_at=moved_to + told.A_DAY)
    await board.tell(move)
    async with board.database() as db:
        that_day = await calendar(db, COORDINATOR, moved_to, moved_to + told.A_DAY)
        assert [(one.number, one.process_number) for one in that_day] == [(2, "TO-1001")]
        assert await calendar(db, SOMEBODY_ELSE, moved_to, moved_to + told.A_DAY) == []
        numbers = [one.number for one in await meetings_of(db, HERSELF, YEAR)]
    assert numbers == [1, 2, 3, 4]


async def test_a_session_that_was_replaced_is_shown_and_counted_as_the_one_that_came(board: Board) -> None:
    await board.tell(*MATCHED, told.planned(YEAR))
    off = told.of_session(sessions.SessionCancelled, YEAR, 2, cancelled_by="supervisor", planned_again=True)
    await board.tell(off, told.replanned(YEAR, 2))
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
        found = await meetings_of(db, HERSELF, YEAR)
    assert seen is not None and (seen.sessions_total, seen.sessions_cancelled) == (4, 0)
    assert [(one.number, one.status) for one in found] == [(one, "planned") for one in (1, 2, 3, 4)]
    assert found[1].session_id == told.replanned(YEAR, 2).session_id


@pytest.mark.parametrize("unused", [True, False])
async def test_what_is_called_off_for_nothing_is_not_used(board: Board, unused: bool) -> None:
    await board.tell(*MATCHED, told.planned(YEAR))
    off = told.of_session(sessions.SessionCancelled, YEAR, 2, cancelled_by="supervisee", unused=unused)
    await board.tell(off)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    assert seen is not None and (seen.sessions_total, seen.sessions_cancelled) == (4, int(not unused))


async def test_a_paused_session_is_not_counted_and_what_is_planned_instead_is(board: Board) -> None:
    series = told.planned(YEAR)
    await board.tell(*MATCHED, series)
    instead = [
        one.model_copy(update={"session_id": uuid5(one.session_id, "again"), "calendar_uid": None})
        for one in series.sessions[2:]
    ]
    out = [one.session_id for one in series.sessions[2:]]
    out_of_diary, back = pausing.of_series(YEAR, told.SUPERVISOR, out, instead)
    await board.tell(out_of_diary)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    assert seen is not None and seen.sessions_total == 2
    await board.tell(back)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
        found = await meetings_of(db, HERSELF, YEAR)
    assert seen is not None and seen.sessions_total == 4
    planned = [one.number for one in found if one.status == "planned"]
    assert (planned, [one.status for one in found].count("paused")) == ([1, 2, 3, 4], 2)


@pytest.mark.parametrize("sessions_first", [True, False])
async def test_what_an_open_pause_holds_back_is_counted_until_it_goes_on_or_is_ended(
    board: Board, sessions_first: bool
) -> None:
    series = told.planned(YEAR)
    await board.tell(*SIGNED, series)
    of_contract, _, goes_on = pausing.of_contract(YEAR, told.BEGIN)
    ids = [one.session_id for one in series.sessions[2:]]
    out, _ = pausing.of_series(YEAR, told.SUPERVISOR, ids)
    await board.tell(*((out, of_contract) if sessions_first else (of_contract, out)))
    assert await total(board) == 4
    await board.tell(goes_on)
    assert await total(board) == 2


async def test_what_has_no_day_after_a_pause_is_counted_and_a_coordinators_task_until_it_has_one(
    board: Board,
) -> None:
    series = told.planned(YEAR)
    await board.tell(*MATCHED, series)
    ids = [one.session_id for one in series.sessions[2:]]
    out, back = pausing.of_series(YEAR, told.SUPERVISOR, ids, series.sessions[2:3])
    waits = sessions.WaitingSession(session_id=ids[1], number=4, replan_by=told.BEGIN)
    await board.tell(out, back.model_copy(update={"waiting": [waits], "lost": 1}))
    assert await total(board) == 4 and "replan_session" in await tasks(board)
    await board.tell(back)
    assert await total(board) == 3 and "replan_session" not in await tasks(board)


async def test_what_was_agreed_in_a_pause_and_has_no_day_after_it_is_counted_and_a_task_as_well(
    board: Board,
) -> None:
    """There was no session of it before."""
    series = told.planned(YEAR)
    await board.tell(*MATCHED, series)
    ids = [one.session_id for one in series.sessions[2:]]
    out, back = pausing.of_series(YEAR, told.SUPERVISOR, ids, series.sessions[2:4])
    as_the_last = series.sessions[3].model_dump(include={"starts_at", "ends_at", "confirm_by"})
    fifth = {"session_id": told.known("fifth"), "number": 5, "replan_by": told.BEGIN}
    waits = sessions.WaitingSession.model_validate(fifth | as_the_last | {"supervisor_id": told.SUPERVISOR})
    await board.tell(out, back.model_copy(update={"waiting": [waits], "lost": 1}))
    assert await total(board) == 5 and "replan_session" in await tasks(board)


async def test_what_an_early_end_calls_off_counts_no_more(board: Board) -> None:
    series = told.planned(YEAR)
    await board.tell(*SIGNED, series)
    last = local_date(series.sessions[1].starts_at)
    off = [told.of_session(sessions.SessionCancelled, YEAR, one, cancelled_by="end") for one in (3, 4)]
    ended = contracts.ProcessTerminated(
        process_id=YEAR,
        version=1,
        by=Party.SUPERVISOR,
        last_day=last,
        ends_at=told.BEGIN + 300 * told.A_DAY,
        final_review="open",
        terminated_at=told.BEGIN + 60 * told.A_DAY,
    )
    await board.tell(ended, *off)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    assert seen is not None
    assert (seen.sessions_total, seen.sessions_cancelled, seen.phase) == (2, 0, "sessions")
