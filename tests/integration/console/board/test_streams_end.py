"""A live page is told nothing more once its reader's sign-in is over, or they are no longer who they were."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from services.messages.directory import EndRelation, RelatePerson
from services.runtime.clock import SystemClock
from services.web.http import event_stream
from services.web.sign_in import browser_sessions, identity
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.web.builders import person
from tests.patience import PATIENCE_S
from tests.visitor import visitor

STREAM = "/processes/stream"
ASKS = {"accept": "text/event-stream"}
End = Callable[[House, httpx.AsyncClient, UUID], Awaitable[object]]


@pytest.fixture(autouse=True)
def beats_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "_HEARTBEAT_S", 0.05)
    monkeypatch.setattr(identity, "_REMEMBERED_S", 0.0)


async def of_two_roles(house: House) -> UUID:
    """A coordinator who is an administrator as well."""
    person_id = await person(house, f"{uuid4()}@luotsi.example", "coordinator")
    order = RelatePerson(
        person_id=person_id, relation="administrator", given_by=FOUNDER, as_of=SystemClock().now()
    )
    await house.ask(order)
    return person_id


@asynccontextmanager
async def reading(browser: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream that has begun."""
    async with browser.stream("GET", STREAM, headers=ASKS) as answer:
        assert answer.status_code == 200
        lines = answer.aiter_lines()
        while await anext(lines) != ": still here":
            pass
        yield lines


async def sign_out(house: House, browser: httpx.AsyncClient, person_id: UUID) -> None:
    assert (await browser.post("/sign-out")).status_code == 303


async def sign_out_elsewhere(house: House, browser: httpx.AsyncClient, person_id: UUID) -> None:
    async with await visitor(house, "console", person_id) as other:
        await other.post("/me/sessions/revoke-others")


async def let_the_role_end(house: House, browser: httpx.AsyncClient, person_id: UUID) -> None:
    order = EndRelation(
        person_id=person_id, relation="coordinator", ended_by=FOUNDER, as_of=SystemClock().now()
    )
    await house.ask(order)


async def change_the_role(house: House, browser: httpx.AsyncClient, person_id: UUID) -> None:
    assert (await browser.post("/acting", data={"acting": "administrator:"})).status_code == 303


async def leave_it_for_half_an_hour(house: House, browser: httpx.AsyncClient, person_id: UUID) -> None:
    """An open stream is no use of the sign-in."""
    mine = "UPDATE web_session SET seen_at = seen_at - interval '30 minutes' WHERE person_id = $1"
    await house.rows("console", mine, person_id)


ENDS: tuple[End, ...] = (
    sign_out,
    sign_out_elsewhere,
    let_the_role_end,
    change_the_role,
    leave_it_for_half_an_hour,
)


async def test_a_stream_ends_with_the_sign_in_or_the_role_and_says_so(house: House) -> None:
    await house.open("directory", "contracts", "intake", "console")
    for end in ENDS:
        person_id = await of_two_roles(house)
        async with (
            await visitor(house, "console", person_id) as browser,
            asyncio.timeout(PATIENCE_S),
            reading(browser) as lines,
        ):
            await end(house, browser, person_id)
            told = [line async for line in lines]
        assert "event: ended" in told, end.__name__


class Ahead(SystemClock):
    """The door's own clock, set ahead. asked: how often somebody has looked at it."""

    def __init__(self) -> None:
        self.by = timedelta(0)
        self.asked = 0

    def now(self) -> datetime:
        self.asked += 1
        return super().now() + self.by


async def test_a_stream_of_somebody_who_works_all_day_ends_after_twelve_hours(house: House) -> None:
    """Not a minute before, and however short the time since they last opened a page."""
    await house.open("directory", "contracts", "intake", "console")
    door = house.services["console"].resources.state.door
    door.real_clock = clock = Ahead()
    async with (
        await visitor(house, "console", await of_two_roles(house)) as browser,
        asyncio.timeout(2 * PATIENCE_S),
        reading(browser) as lines,
    ):
        while clock.by < browser_sessions.LONGEST - timedelta(minutes=30):
            clock.by += timedelta(minutes=25)
            assert (await browser.get("/me")).status_code == 200
        clock.by = browser_sessions.LONGEST - timedelta(minutes=5)
        before = clock.asked
        while clock.asked < before + 2:  # the stream has asked, by this clock, and goes on
            assert await anext(lines) != "event: ended"
        assert (await browser.get("/me")).status_code == 200
        clock.by = browser_sessions.LONGEST
        assert "event: ended" in [line async for line in lines]
        assert (await browser.get("/me")).status_code == 303


async def test_a_busy_stream_ends_as_well(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never quiet for as long as a heartbeat."""
    await house.open("directory", "contracts", "intake", "console")
    person_id = await of_two_roles(house)
    news = "INSERT INTO live_change (kind) VALUES ('rebuilt') RETURNING id"

    async def go_on_changing() -> None:
        while True:
            await house.rows("console", news)

    async with (
        await visitor(house, "console", person_id) as browser,
        asyncio.timeout(PATIENCE_S),
        reading(browser) as lines,
    ):
        monkeypatch.setattr(event_stream, "_HEARTBEAT_S", 1.0)
        busy = asyncio.ensure_future(go_on_changing())
        try:
            await sign_out(house, browser, person_id)
            told = [line async for line in lines]
        finally:
            busy.cancel()
    assert "event: changed" in told and "event: ended" in told


async def test_who_is_not_signed_in_gets_no_stream_and_a_browser_asks_no_more(house: House) -> None:
    await house.open("directory", "contracts", "intake", "console")
    async with await visitor(house, "console", await of_two_roles(house)) as browser:
        await browser.post("/sign-out")
        browser_asks, somebody_asks = await browser.get(STREAM, headers=ASKS), await browser.get(STREAM)
    assert (browser_asks.status_code, browser_asks.content) == (204, b"")
    assert somebody_asks.status_code == 303
