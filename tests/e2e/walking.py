"""A year on a running platform that stops wherever a test wants to look: the demo's own acts, one after the other."""

import asyncio
import dataclasses
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import asyncpg

from deploy.demo.driving.driver import Driver
from deploy.demo.script import Calendar, calendar_for
from deploy.machine.installation import Installation
from deploy.operating.counted import Figures
from deploy.operating.figures import count
from deploy.platform import Platform
from services.messages import process
from services.messages.envelope import Command, Reply
from tests.e2e.outcome import Outcome
from tests.e2e.reading import mails_in, rows
from tests.patience import PATIENCE_S

R = TypeVar("R", bound=Reply)
Found = TypeVar("Found")

_LOOK_AGAIN_S = 0.05


def short_year() -> Calendar:
    """The demo's year with contracts that end on the last of March: five sessions each, both reviews, both ends."""
    whole = calendar_for(None, datetime.now(UTC).date())
    return dataclasses.replace(whole, ends_on=date(whole.year, 3, 31))


def kept_for_the_demo(data: Path, calendar: Calendar) -> None:
    """Makes `./luotsi demo` on that folder carry out this calendar."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "demo.json").write_text(
        json.dumps(dataclasses.asdict(calendar) | {"short": True}, default=date.isoformat)
    )


class Walk:
    """One year on one platform. said: what the platform and the year's timeline have told."""

    def __init__(self, platform: Platform, calendar: Calendar) -> None:
        self.platform = platform
        self.calendar = calendar
        self.said: list[str] = []
        self.driver = Driver(platform.installation.broker, calendar, self.said.append)
        self._acts: list[str] = []
        self._figures: Figures | None = None
        self._outcome: Outcome | None = None

    @property
    def installation(self) -> Installation:
        return self.platform.installation

    async def until(self, what: str) -> None:
        """Goes on until somebody has done what these words say; nothing, if that was done before."""
        while not any(what in act for act in self._acts):
            assert await self.one_act(), f"nobody ever {what}"

    async def to_the_end(self) -> Figures:
        """The whole year; what it left behind is looked at once, before anything else is done on the platform."""
        if self._figures is None:
            while await self.one_act():
                pass
            await self.driver.finish()
            self._figures = await count(self.installation)
            self._outcome = await Outcome.of(self.installation, self._figures)
        return self._figures

    async def outcome(self) -> Outcome:
        """Of the whole year."""
        await self.to_the_end()
        assert self._outcome is not None
        return self._outcome

    async def one_act(self) -> bool:
        """Whatever is next; whether there was something."""
        act = await self.driver.next_act()
        if act:
            await self.driver.carry_out(act)
            self._acts.append(act.what)
        return act is not None

    async def ask(self, order: Command[R]) -> R:
        return await self.driver.ask(order)

    async def now(self) -> datetime:
        return (await self.ask(process.ReadClock())).now

    async def quiet(self) -> None:
        """Returns when everything that has fallen due is done: what a move of the clock by a second waits for."""
        to = await self.now() + timedelta(seconds=1)
        await self.ask(process.MoveClock(to=to))
        await eventually(self._has_arrived, "the clock's move ends")

    async def go_on_to(self, instant: datetime) -> None:
        """Whatever falls due on the way is done, and nobody does anything."""
        await self.ask(process.MoveClock(to=instant))
        await eventually(self._has_arrived, "the clock's move ends")
        await self.quiet()

    async def _has_arrived(self) -> bool:
        return (await self.ask(process.ReadClock(once_it_stands=True))).moving_to is None

    async def rows(self, service: str, query: str, *arguments: Any) -> list[asyncpg.Record]:
        return await rows(self.installation, service, query, *arguments)

    async def events(self, source: str, name: str, about: object = None) -> list[dict[str, Any]]:
        """What the service has said under that name, in order."""
        query = "SELECT payload FROM outbox WHERE subject = $1 ORDER BY id"
        said = [json.loads(row[0]) for row in await self.rows(source, query, f"events.{source}.{name}")]
        return [one for one in said if about is None or one.get("process_id") == str(about)]

    def mails(self, to: str = "", about: str = "") -> list[EmailMessage]:
        """In the order of their arrival. to: an address; about: words of the subject."""
        return [
            mail
            for mail in mails_in(self.installation.mail)
            if to in mail["Delivered-To"] and about in mail["Subject"]
        ]


async def eventually(probe: Callable[[], Awaitable[Found]], what: str, within_s: float = PATIENCE_S) -> Found:
    """What the probe gives once that is true; fails, saying `what`, when it does not become so in time."""
    deadline = time.monotonic() + within_s
    while not (found := await probe()):
        assert time.monotonic() < deadline, f"not within {within_s:.0f} s: {what}"
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found
