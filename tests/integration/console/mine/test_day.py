"""My day as it is drawn: nothing that comes to pass meanwhile is missed by the page that stays open."""

import html
import re
from typing import Any
from urllib.parse import unquote

import pytest

from services.console.board.live_changes import changes_since, note
from services.console.board.queries.worklist import Worklist, worklist
from services.console.board.seen import seen_of
from services.console.pages.mine import day
from services.messages.directory import RelatePerson
from services.messages.sessions import OpenReview, ReportAbsence, ReviewKind
from services.runtime.storage.database import transaction
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.console.arranged import arrange
from tests.integration.console.in_series import in_series
from tests.integration.contracts.builders import MEMBERS
from tests.visitor import visitor


async def test_what_changes_while_the_page_is_drawn_is_told_to_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = await arrange(house)
    process_id, _number = await console.asked()
    await house.quiet()
    engine = house.services["console"].engine

    async def read_just_before_a_change(*asked: Any) -> Worklist:
        found = await worklist(*asked)
        async with transaction(engine) as db:
            await note(db, process_id, "screening_decided")
        return found

    monkeypatch.setattr(day, "worklist", read_just_before_a_change)
    page = await console.open("/")
    monkeypatch.undo()
    since = re.search(r'data-live="[^"]*since=([^"&]+)"', page)
    assert since
    async with transaction(engine) as db:
        told, _ = await changes_since(db, seen_of(unquote(html.unescape(since[1]))))
    assert [one.kind for one in told] == ["screening_decided"]


async def test_a_supervisor_reads_that_nobody_can_come_to_a_session(house: House) -> None:
    year = await in_series(house)
    fourth = (await year.sessions())[3]
    words = "Nobody can come: agree on another time, or call it off"
    for one in MEMBERS:
        assert words not in await year.get("supervisor", "/")
        report = ReportAbsence(session_id=fourth.session_id, person_id=one, as_of=house.clock.now())
        await house.ask(report)
    page = await year.get("supervisor", "/")
    assert words in page and f'href="/sessions/{fourth.session_id}"' in page
    assert words not in await year.get("coordinator", "/")


async def test_what_waits_in_another_role_of_ones_own_is_told_with_the_way_to_it(house: House) -> None:
    arranged = await arrange(house)
    _process_id, number = await arranged.asked()
    await house.quiet()
    assert "another role" not in await arranged.open("/", "administrator")
    order = RelatePerson(
        person_id=arranged.staff["finance"], relation="coordinator", given_by=FOUNDER, as_of=house.clock.now()
    )
    await house.ask(order)
    await house.quiet()
    async with await visitor(house, "console", arranged.staff["finance"]) as browser:
        await browser.post("/acting", data={"acting": "finance:", "back": "/"})
        page = (await browser.get("/")).text
    assert "This waits for you in another role: Coordinator." in page
    listed = page.split('id="in-coordinator"')[1]
    assert number in listed and "Change to: Coordinator" in listed


async def test_rows_about_two_reviews_of_one_process_say_which_and_by_when(house: House) -> None:
    year = await in_series(house)
    kinds: tuple[ReviewKind, ...] = ("interim", "final")
    for kind in kinds:
        await house.ask(OpenReview(process_id=year.process_id, kind=kind, as_of=house.clock.now()))
    await house.quiet()
    page = await year.get("supervisor", "/")
    rows = re.findall(r'id="work-record_review-[^"]+".*?</li>', page, re.DOTALL)
    told = [re.sub(r"<[^>]+>|\s+", " ", row) for row in rows]
    assert len(told) == 2
    for words in ("Interim review", "Final review"):
        [row] = [one for one in told if words in one]
        assert year.number in row and " by " in row
