"""The cards, built from five streams that know nothing of each other's order."""

import random
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import uuid5

import pytest

from services.console.board.phases import Phase
from services.console.board.queries.card_queries import board, card, listing
from services.console.board.queries.session_calendar import calendar, meetings_of
from services.console.board.queries.views import Filters
from services.console.board.timeline import timeline
from services.messages import contracts, intake, sessions
from services.messages.envelope import Event, snake
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import local_date, start_of
from tests import told
from tests.contents import Contents
from tests.house.statements import asked
from tests.integration.console.board_of import Board
from tests.told import COORDINATOR, SUPERVISOR, YEAR, Teller, pausing

HERSELF = Viewer(person_id=SUPERVISOR, role=Role.SUPERVISOR)
ALL_NUMBERS = {f"TO-{number}" for number in range(1001, 1008)}
SOMEBODY_ELSE = Viewer(person_id=told.known("another supervisor"), role=Role.SUPERVISOR)
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


async def test_what_each_member_says_is_on_no_timeline_but_a_coordinators(
    board: Board, whole_story: Teller
) -> None:
    of_each = {"consent_asked", "consent_given", "consent_refused", "trial_accepted", "earlier_end_agreed"}
    async with board.database() as db:
        for process_id in {one.aggregate_id for one in whole_story.events() if one.about == "process_id"}:
            for viewer in (HERSELF, SOMEBODY_ELSE):
                moments = await timeline(db, viewer, process_id)
                assert not of_each & {one.name for one in moments}
                put_off = [one.facts for one in moments if one.name == "trial_put_off"]
                assert not any({"why", "declined"} & set(facts) for facts in put_off)
                noes = [one.facts for one in moments if one.name == "earlier_end_refused"]
                assert not any("by" in facts for facts in noes)
        assert of_each & {one.name for one in await timeline(db, COORDINATOR, YEAR)}


async def test_the_timeline_tells_every_event_in_the_order_of_its_time(
    board: Board, whole_story: Teller
) -> None:
    async with board.database() as db:
        moments = await timeline(db, COORDINATOR, YEAR)
    about_it = [one for one in whole_story.events() if one.aggregate_id == YEAR]
    said = [(snake(type(event).__name__), told_whole(event)) for event in about_it]
    told_of = [(one.name, one.facts) for one in moments]
    assert [one for one in said if one not in told_of] == []
    assert len(told_of) == len(said)
    assert [one.at for one in moments] == sorted(one.at for one in moments)
    assert "25000" in str(next(one for one in moments if one.name == "proposal_sent").facts)


async def test_every_process_has_every_event_on_its_timeline(board: Board, whole_story: Teller) -> None:
    said = [one for one in whole_story.events() if one.about == "process_id"]
    async with board.database() as db:
        for process_id in {one.aggregate_id for one in said}:
            names = sorted(one.name for one in await timeline(db, COORDINATOR, process_id))
            of_it = (one for one in said if one.aggregate_id == process_id)
            assert names == sorted(snake(type(one).__name__) for one in of_it)


def told_whole(event: Event) -> dict[str, Any]:
    """Every field but whose process it is, what is of others on it too, and the promises, which are no news."""
    fields = event.model_dump(mode="json")
    for others in ("shares", "process_ids"):
        fields.pop(others, None)
    for holder in (fields, fields.get("terms") or {}):
        holder.pop("promises", None)
    fields.pop("process_id")
    return fields


async def test_the_calendar_shows_sessions_where_they_were_moved_to(board: Board) -> None:
    moved_to = told.BEGIN + 90 * told.A_DAY
    await board.tell(
        told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.planned(YEAR)
    )
    move = told.of_session(sessions.SessionMoved, YEAR, 2, starts_at=moved_to, ends_at=moved_to + told.A_DAY)
    await board.tell(move)
    async with board.database() as db:
        that_day = await calendar(db, COORDINATOR, moved_to, moved_to + told.A_DAY)
        assert [(one.number, one.process_number) for one in that_day] == [(2, "TO-1001")]
        assert await calendar(db, SOMEBODY_ELSE, moved_to, moved_to + told.A_DAY) == []
        numbers = [one.number for one in await meetings_of(db, HERSELF, YEAR)]
    assert numbers == [1, 2, 3, 4]


async def test_a_session_that_was_replaced_is_shown_and_counted_as_the_one_that_came(board: Board) -> None:
    await board.tell(
        told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.planned(YEAR)
    )
    off = told.of_session(sessions.SessionCancelled, YEAR, 2, cancelled_by="supervisor", planned_again=True)
    await board.tell(off, told.replanned(YEAR, 2))
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
        found = await meetings_of(db, HERSELF, YEAR)
    assert seen is not None and (seen.sessions_total, seen.sessions_cancelled) == (4, 0)
    assert [(one.number, one.status) for one in found] == [(one, "planned") for one in (1, 2, 3, 4)]
    assert found[1].session_id == told.replanned(YEAR, 2).session_id


async def test_a_paused_session_is_not_counted_and_what_is_planned_instead_is(board: Board) -> None:
    series = told.planned(YEAR)
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), series)
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
    begun = told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.signed(YEAR)
    await board.tell(*begun, series)
    of_contract, _, goes_on = pausing.of_contract(YEAR, told.BEGIN)
    ids = [one.session_id for one in series.sessions[2:]]
    out, _ = pausing.of_series(YEAR, told.SUPERVISOR, ids)
    await board.tell(*((out, of_contract) if sessions_first else (of_contract, out)))
    assert await _total(board) == 4
    await board.tell(goes_on)
    assert await _total(board) == 2


async def test_what_has_no_day_after_a_pause_is_counted_and_a_coordinators_task_until_it_has_one(
    board: Board,
) -> None:
    series = told.planned(YEAR)
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), series)
    ids = [one.session_id for one in series.sessions[2:]]
    out, back = pausing.of_series(YEAR, told.SUPERVISOR, ids, series.sessions[2:3])
    waits = sessions.WaitingSession(session_id=ids[1], number=4, replan_by=told.BEGIN)
    await board.tell(out, back.model_copy(update={"waiting": [waits], "lost": 1}))
    assert await _total(board) == 4 and "replan_session" in await _tasks(board)
    await board.tell(back)
    assert await _total(board) == 3 and "replan_session" not in await _tasks(board)


async def test_what_an_early_end_calls_off_counts_no_more(board: Board) -> None:
    series = told.planned(YEAR)
    begun = told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.signed(YEAR)
    await board.tell(*begun, series)
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


async def _total(board: Board) -> int:
    [row] = await board.fetch("SELECT sessions_total FROM process_card")
    return int(row["sessions_total"])


async def test_an_end_without_notice_is_a_coordinators_task_until_it_is_confirmed_also_when_it_is_over(
    board: Board,
) -> None:
    begun = told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.signed(YEAR)
    closed = contracts.ProcessClosed(process_id=YEAR, closed_at=told.BEGIN)
    await board.tell(*begun, contracts.EndingToConfirm(process_id=YEAR, act_by=told.BEGIN), closed)
    assert "confirm_ending" in await _tasks(board)
    await board.tell(contracts.EndingConfirmed(process_id=YEAR, charges=False))
    assert "confirm_ending" not in await _tasks(board)


@pytest.mark.parametrize("withdrawn_first", [False, True])
async def test_a_conflict_told_at_a_signature_is_a_coordinators_task_until_the_paper_is_taken_back(
    board: Board, withdrawn_first: bool
) -> None:
    """Or a coordinator enters that there is none."""
    who = {"process_id": YEAR, "supervisor_id": told.SUPERVISOR, "declared_at": told.BEGIN}
    await board.tell(told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR))
    hinders = intake.InterestDeclared(**who, hinders=True, decide_by=told.BEGIN)
    await board.tell(told.answered(YEAR, "accept"), hinders)
    assert "decide_interest" in await _tasks(board)
    if withdrawn_first:
        back = {"process_id": YEAR, "version": 1, "asked": [], "complete_by": told.BEGIN, "reminders_at": []}
        await board.tell(contracts.ContractWithdrawn.model_validate(back))
    else:
        await board.tell(intake.InterestDeclared(**who, settled=True))
    assert "decide_interest" not in await _tasks(board)


async def test_an_open_pause_that_is_long_is_a_coordinators_task_until_it_goes_on(board: Board) -> None:
    begun = told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.signed(YEAR)
    open_one, long, resumed = pausing.of_contract(YEAR, told.BEGIN)
    await board.tell(*begun, open_one, long)
    assert "end_pause" in await _tasks(board)
    await board.tell(resumed)
    assert "end_pause" not in await _tasks(board)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    assert seen is not None and (seen.paused_from, seen.goes_on) == (pausing.FROM, pausing.GOES_ON)


@pytest.mark.parametrize(("days", "shown"), [(-1, None), (0, None), (3, 3)])
async def test_a_termination_ends_the_pause_and_takes_back_the_one_that_lies_ahead(
    board: Board, days: int, shown: int | None
) -> None:
    """days: of the telling, from the pause's first day."""
    begun = told.inquiry(YEAR, "TO-1001"), told.screened(YEAR), told.matched(YEAR), told.signed(YEAR)
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
    await board.tell(*begun, paused, ended)
    async with board.database() as db:
        seen = await card(db, COORDINATOR, "TO-1001")
    until = None if shown is None else pausing.FROM + timedelta(days=shown)
    assert seen is not None and (seen.paused_from, seen.goes_on) == (until and pausing.FROM, until)


async def _board(db, filters=None):
    return {column.phase: column for column in await board(db, COORDINATOR, filters or Filters())}


async def _tasks(board: Board) -> set[str]:
    return {row["kind"] for row in await board.fetch("SELECT kind FROM task")}
