"""What an event on the board asks of the database: no more than follows from it."""

from collections import Counter

import sqlalchemy as sa

from services.messages.envelope import Event
from tests import told
from tests.integration.console.board_of import Board
from tests.told import YEAR


async def asked(board: Board, *events: Event) -> Counter[str]:
    """How many statements name what: each by its first words, once these events are heard."""
    said: list[str] = []

    def take(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    engine = board.service.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", take)
    await board.tell(*events)
    sa.event.remove(engine, "before_cursor_execute", take)
    names = (
        "FROM task",
        "FROM process_review",
        "pg_advisory_xact_lock",
        "INTO timeline_event",
        "INTO live_change",
    )
    return Counter(name for statement in said for name in names if name in statement)


async def test_an_invoice_is_added_up_and_no_task_is_looked_for(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR))
    found = await asked(board, told.invoice(YEAR, "2027-01", 100))
    assert not found["FROM task"] and not found["FROM process_review"]
    [card] = await board.fetch("SELECT invoices, invoiced_cents FROM process_card")
    assert (card["invoices"], card["invoiced_cents"]) == (1, 100)


async def test_a_line_and_the_news_of_it_are_one_statement(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    found = await asked(board, told.screened(YEAR))
    assert found["pg_advisory_xact_lock"] == found["INTO timeline_event"] == found["INTO live_change"] == 1
    assert found["FROM task"]
