"""The cards, built from five streams that know nothing of each other's order."""

import random
from contextlib import ExitStack

import pytest

from services.console.board.phases import Phase
from services.console.board.queries.card_queries import board, card, listing
from services.console.board.queries.session_calendar import meetings_of
from services.console.board.queries.views import Filters
from services.console.board.timeline import timeline
from services.messages.envelope import Event
from tests import told
from tests.house.statements import asked
from tests.integration.console.board.stories import HERSELF, SOMEBODY_ELSE, whole_story
from tests.integration.console.board_of import Board
from tests.told import COORDINATOR, SUPERVISOR, YEAR, Teller

__all__ = ["whole_story"]


ALL_NUMBERS = {f"TO-{number}" for number in range(1001, 1008)}


async def test_however_the_streams_fall_between_each_other_the_same_rows_result(board: Board) -> None:
    """In a few orders that are always the same, and in some that were never tried."""
    teller = Teller()
    await board.tell_in_one_go(teller, seed=0)
    rows = await board.rows()
    assert [table for table in rows if not rows[table]] == []
    for seed in (1, 2, *(random.randrange(1 << 32) for _ in range(2))):
        await board.tell_in_one_go(teller, seed)
        assert await board.rows() == rows, f"seed {seed}"


@pytest.mark.usefixtures("whole_story")
async def test_a_year_is_one_card_with_everything_on_it(board: Board) -> None:
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    assert seen is not None
    assert (seen.phase, seen.organisation_name) == (Phase.RENEWED, "Esimerkkilän kaupunki")
    assert (seen.sessions_total, seen.sessions_held, seen.sessions_no_show, seen.sessions_cancelled) == (
        4,
        1,
        1,
        1,
    )
    assert (seen.invoices, seen.invoiced_cents, seen.successor_id) == (2, 62750 - 1375, told.NEXT_YEAR)


async def test_of_a_process_with_nothing_beside_its_card_it_is_asked_once_whether_there_is_anything(
    board: Board,
) -> None:
    service = board.service
    beside = ("process_session", "process_review", "known_leaver", "known_commissioner")
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    with ExitStack() as stack:
        asked_of = {table: stack.enter_context(asked(service, table)) for table in beside}
        await board.tell(told.screened(YEAR))
    assert len({one for statements in asked_of.values() for one in statements}) == 1, asked_of


async def test_an_inquiry_is_on_the_board_with_the_name_that_it_gave(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"))
    async with board.database() as db:
        columns = await _board(db)
    assert [one.number for one in columns[Phase.SCREENING].cards] == ["TO-1001"]
    assert columns[Phase.SCREENING].cards[0].organisation_name == "Esimerkkilän kaupunki"


async def test_an_organisation_that_changes_its_name_changes_it_on_its_cards(board: Board) -> None:
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR))
    await board.tell(told.organisation(told.TOWN, "Uusi kaupunki"))
    async with board.database() as db:
        page = await listing(db, COORDINATOR, Filters(text="uus"))
        assert [one.organisation_name for one in page.cards] == ["Uusi kaupunki"]
        assert not (await listing(db, COORDINATOR, Filters(text="esim"))).cards


@pytest.mark.usefixtures("whole_story")
async def test_filters_are_held_together_and_words_by_their_beginnings(board: Board) -> None:
    async with board.database() as db:
        for filters, numbers in (
            (Filters(), ALL_NUMBERS),
            (Filters(text="to-100"), ALL_NUMBERS),
            (Filters(text="1003"), {"TO-1003"}),
            (Filters(text="TO1003"), {"TO-1003"}),
            (Filters(text="KAUP esi"), {"TO-1001", "TO-1004"}),
            (Filters(text="malli oy"), {"TO-1003"}),
            (Filters(text="kaupunki' | !"), {"TO-1001", "TO-1004"}),
            (Filters(phase=Phase.REDIRECTED), {"TO-1002"}),
            (Filters(phase=Phase.DECLINED, text="kaup"), set()),
            (Filters(supervisor_id=SUPERVISOR, phase=Phase.CONTRACT), {"TO-1004"}),
            (Filters(assignee="nobody", text="1001"), {"TO-1001"}),
            (Filters(assignee=told.ANNA), set()),
        ):
            page = await listing(db, COORDINATOR, filters)
            assert {one.number for one in page.cards} == numbers, filters
        columns = await _board(db, Filters(text="kaup"))
        assert {phase: column.count for phase, column in columns.items() if column.count} == {
            Phase.CONTRACT: 1
        }


@pytest.mark.usefixtures("whole_story")
async def test_a_word_that_many_have_finds_the_same_as_one_that_few_have(board: Board, monkeypatch) -> None:
    found = []
    async with board.database() as db:
        for most_hits in (500, 1):
            monkeypatch.setattr("services.console.board.queries.card_queries.MOST_HITS", most_hits)
            monkeypatch.setattr("services.console.board.queries.searching.MOST_HITS", most_hits)
            columns = await _board(db, Filters(text="kaup"))
            page = await listing(db, COORDINATOR, Filters(text="kaup"))
            found.append((columns, page))
    assert found[0] == found[1]
    assert {one.number for one in found[0][1].cards} == {"TO-1001", "TO-1004"}


async def test_pages_of_the_list_hold_every_card_once(board: Board) -> None:
    many: dict[str, list[Event]] = {
        "intake": [told.inquiry(told.known(str(n)), f"TO-{2000 + n}") for n in range(120)]
    }
    await board.tell_in_one_go(Teller(many), seed=0)
    async with board.database() as db:
        seen, after = [], None
        while page := await listing(db, COORDINATOR, Filters(), after):
            seen += [one.number for one in page.cards]
            if not (after := page.next):
                break
        column = (await _board(db))[Phase.SCREENING]
    assert (len(seen), len(set(seen))) == (120, 120)
    assert (len(column.cards), column.count) == (25, 100)


@pytest.mark.usefixtures("whole_story")
async def test_a_supervisor_sees_their_own_processes_and_no_prices(board: Board) -> None:
    async with board.database() as db:
        mine = await card(db, HERSELF, "TO-1001")
        assert mine is not None and (mine.price_cents, mine.invoiced_cents, mine.invoices) == (
            None,
            None,
            None,
        )
        assert await card(db, HERSELF, "TO-1002") is None
        assert await card(db, SOMEBODY_ELSE, "TO-1001") is None
        assert await timeline(db, SOMEBODY_ELSE, YEAR) == []
        assert await meetings_of(db, SOMEBODY_ELSE, YEAR) == []
        moments = await timeline(db, HERSELF, YEAR)
    # They are told that the price is another, not which.
    assert moments and "cents':" not in str(moments) and "billing" not in {one.source for one in moments}


async def _board(db, filters=None):
    return {column.phase: column for column in await board(db, COORDINATOR, filters or Filters())}
