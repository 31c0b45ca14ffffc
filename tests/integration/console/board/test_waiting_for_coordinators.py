"""What becomes a coordinator's task, until when, and what a card says of a pause."""

from datetime import timedelta

import pytest

from services.console.board.queries.card_queries import card
from services.messages import contracts, intake
from services.messages.values import Party
from services.runtime.finland import local_date, start_of
from tests import told
from tests.integration.console.board.stories import MATCHED, SIGNED, tasks
from tests.integration.console.board_of import Board
from tests.told import COORDINATOR, YEAR, amending, pausing
from tests.told.known import PARTIES, TERMS


async def test_an_end_without_notice_is_a_coordinators_task_until_it_is_confirmed_also_when_it_is_over(
    board: Board,
) -> None:
    closed = contracts.ProcessClosed(process_id=YEAR, closed_at=told.BEGIN)
    await board.tell(*SIGNED, contracts.EndingToConfirm(process_id=YEAR, act_by=told.BEGIN), closed)
    assert "confirm_ending" in await tasks(board)
    await board.tell(contracts.EndingConfirmed(process_id=YEAR, charges=False))
    assert "confirm_ending" not in await tasks(board)


async def test_a_change_that_comes_too_late_is_a_coordinators_task_until_it_is_taken_back(
    board: Board,
) -> None:
    drafted, late, ended, *_ = amending.of_contract(YEAR, TERMS, PARTIES, told.BEGIN)
    await board.tell(*SIGNED, drafted)
    assert "take_change_back" not in await tasks(board)
    await board.tell(late)
    assert "take_change_back" in await tasks(board)
    await board.tell(ended)
    assert "take_change_back" not in await tasks(board)


@pytest.mark.parametrize("withdrawn_first", [False, True])
async def test_a_conflict_told_at_a_signature_is_a_coordinators_task_until_the_paper_is_taken_back(
    board: Board, withdrawn_first: bool
) -> None:
    """Or a coordinator enters that there is none."""
    who = {"process_id": YEAR, "supervisor_id": told.SUPERVISOR, "declared_at": told.BEGIN}
    await board.tell(*MATCHED)
    hinders = intake.InterestDeclared(**who, hinders=True, decide_by=told.BEGIN)
    await board.tell(told.answered(YEAR, "accept"), hinders)
    assert "decide_interest" in await tasks(board)
    if withdrawn_first:
        back = {"process_id": YEAR, "version": 1, "asked": [], "complete_by": told.BEGIN, "reminders_at": []}
        await board.tell(contracts.ContractWithdrawn.model_validate(back))
    else:
        await board.tell(intake.InterestDeclared(**who, settled=True))
    assert "decide_interest" not in await tasks(board)


async def test_an_open_pause_that_is_long_is_a_coordinators_task_until_it_goes_on(board: Board) -> None:
    open_one, long, resumed = pausing.of_contract(YEAR, told.BEGIN)
    await board.tell(*SIGNED, open_one, long)
    assert "end_pause" in await tasks(board)
    await board.tell(resumed)
    assert "end_pause" not in await tasks(board)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    assert seen is not None and (seen.paused_from, seen.goes_on) == (pausing.FROM, pausing.GOES_ON)


@pytest.mark.parametrize(("days", "shown"), [(-1, None), (0, None), (3, 3)])
async def test_a_termination_ends_the_pause_and_takes_back_the_one_that_lies_ahead(
    board: Board, days: int, shown: int | None
) -> None:
    """days: of the telling, from the pause's first day."""
    paused, *_rest = pausing.of_contract(YEAR, told.BEGIN)
    at = start_of(pausing.FROM + timedelta(days=days)) + timedelta(hours=9)
    ended = contracts.ProcessTerminated(
        process_id=YEAR,
        version=1,
        by=Party.SUPERVISEE,
        last_day=local_date(at),
        ends_at=at,
        final_review="open",
        terminated_at=at,
    )
    await board.tell(*SIGNED, paused, ended)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    until = None if shown is None else pausing.FROM + timedelta(days=shown)
    assert seen is not None and (seen.paused_from, seen.goes_on) == (until and pausing.FROM, until)
