"""The access log of both doors in one list, for administrators: filters in the address, page by page, and as a file."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.web.tables import access_log
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange

AT = datetime(2027, 3, 1, 21, 30, tzinfo=UTC)
"""In Helsinki half past eleven in the evening."""


@pytest.fixture
async def console(house: House) -> Arranged:
    arranged = await arrange(house)
    await house.open("portal")
    return arranged


async def note(house: House, door: str, at: datetime, person_id: UUID, act: str, **more: Any) -> None:
    row = {"at": at, "person_id": person_id, "role": "coordinator", "act": act} | more
    async with house.services[door].engine.begin() as connection:
        await connection.execute(sa.insert(access_log), [row])


async def get(console: Arranged, path: str, role: str = "administrator", status: int = 200) -> str:
    async with await console.browser(role) as browser:
        page = await browser.get(path)
    assert page.status_code == status, (path, page.status_code)
    return page.text


def acts(page: str) -> list[str]:
    """The column of what was done, in the order of the page."""
    return [cell for cell in re.findall(r'<td data-label="What">([^<]*)</td>', page)]


async def test_both_doors_are_one_list_the_newest_first_with_names_and_words(console) -> None:
    process_id, number = await console.asked()
    await console.house.quiet()
    coordinator, finance = console.staff["coordinator"], console.staff["finance"]
    await note(console.house, "console", AT, coordinator, "opened_process", process_id=process_id)
    await note(console.house, "portal", AT + timedelta(minutes=1), coordinator, "signed_in")
    await note(
        console.house,
        "console",
        AT + timedelta(minutes=2),
        coordinator,
        "relate_person",
        about_person_id=finance,
    )
    page = await get(console, "/audit")
    assert acts(page) == ["Gave a role", "Signed in", "Opened a process"]
    assert (
        "Coordinator Koivu" in page and "Finance Koivu" in page and f'href="/audit?process={number}"' in page
    )
    assert "Read the access log" in acts(await get(console, "/audit"))


async def test_person_process_and_day_narrow_it_down(console) -> None:
    process_id, number = await console.asked()
    await console.house.quiet()
    coordinator, finance = console.staff["coordinator"], console.staff["finance"]
    await note(console.house, "console", AT, coordinator, "opened_process", process_id=process_id)
    await note(console.house, "console", AT, finance, "run_billing")
    await note(console.house, "portal", AT + timedelta(hours=1), finance, "signed_in")
    assert acts(await get(console, "/audit?person=finance@luotsi.example")) == [
        "Signed in",
        "Make invoices",
    ]
    assert acts(await get(console, f"/audit?person={coordinator}")) == ["Opened a process"]
    assert acts(await get(console, f"/audit?process={number.lower()}"))[-1:] == ["Opened a process"]
    assert acts(await get(console, "/audit?day=2027-03-01")) == [
        "Make invoices",
        "Opened a process",
    ]
    assert acts(await get(console, "/audit?day=2027-03-02")) == ["Signed in"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("person=nobody@luotsi.example", "person"),
        ("process=TO-9999", "process"),
        ("day=31.2.", "day"),
        ("day=9999-12-31", "day"),
    ],
)
async def test_a_filter_that_names_nothing_says_so_at_its_field(console, query: str, field: str) -> None:
    page = await get(console, f"/audit?{query}", status=422)
    assert f'href="#field-{field}"' in page
    await get(console, f"/audit.csv?{query}", status=422)


async def test_older_lines_follow_on_further_pages_each_once(console) -> None:
    finance = console.staff["finance"]
    for minute in range(70):
        door = ("portal", "console")[minute % 2]
        await note(console.house, door, AT + timedelta(minutes=minute), finance, f"act_{minute:02}")
    first = await get(console, f"/audit?person={finance}")
    [older] = re.findall(r'href="(/audit\?[^"]*before_[^"]*)" rel="next"', first)
    second = await get(console, older.replace("&amp;", "&"))
    assert acts(first) + acts(second) == [f"act_{minute:02}" for minute in reversed(range(70))]
    assert 'rel="next"' not in second and 'rel="prev"' in second


async def test_the_file_holds_what_the_filter_lets_through_and_opens_as_a_table(console) -> None:
    finance = console.staff["finance"]
    await note(console.house, "portal", AT, finance, "signed_in")
    await note(console.house, "console", AT, console.staff["coordinator"], "set_price")
    text = await get(console, f"/audit.csv?person={finance}")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert text.startswith("\ufeff") and rows[0][0] == "When"
    assert rows[1:] == [
        ["2027-03-01 23:30:00", "Portal", "Finance Koivu", "Coordinator", "Signed in", "", ""]
    ]


async def test_a_door_that_is_away_is_said_to_be_and_the_other_is_read(house: House) -> None:
    console = await arrange(house)
    await note(house, "console", AT, console.staff["finance"], "signed_in")
    page = await get(console, "/audit")
    assert acts(page) == ["Signed in"] and "lines are missing: Portal" in page


@pytest.mark.parametrize("role", ["coordinator", "finance", "supervisor"])
async def test_nobody_else_finds_the_log(console, role: str) -> None:
    await get(console, "/audit", role, 404)
    await get(console, "/audit.csv", role, 404)
