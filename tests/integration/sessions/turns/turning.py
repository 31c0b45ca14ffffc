"""What every turn stands on: the house, the day, and what is looked at before a press and after it."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from services.messages import sessions
from services.messages.contracts import ContractCard
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, to_utc
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, show
from tests.integration.sessions.builders import held
from tests.integration.sessions.changes.test_pausing import listed

BEGINS = date(2027, 1, 11)


class Turning:
    """ahead: in how many days a turn begins; size: how long or how much it is."""

    def __init__(self, house: House, contract: ContractCard, other: UUID, coordinator: UUID) -> None:
        self.house, self.contract, self.other, self.coordinator = house, contract, other, coordinator
        self.process_id = contract.process_id
        self.now = to_utc(BEGINS, time(9))
        self.asked_for: dict[str, Any] = {}
        """By the change that is open."""
        self.ended_before: dict[date, date] = {}
        """The last day that there was before the pause that was asked for last, by its first day."""
        self.story: list[str] = []

    async def begin(self) -> None:
        self.house.move_clock(self.now)
        await self.house.quiet()

    @property
    def today(self) -> date:
        return local_date(self.now)

    def at(self) -> dict[str, Any]:
        return {"as_of": self.now}

    async def listed(self) -> list[sessions.SessionCard]:
        return await listed(self.house, self.contract)

    async def ahead(self) -> list[sessions.SessionCard]:
        rows = [one for one in await self.listed() if one.status == "planned" and one.starts_at > self.now]
        return sorted(rows, key=lambda one: one.starts_at)

    async def pass_days(self, days: int) -> None:
        """What has been held meanwhile is recorded."""
        if not days:
            return
        self.now += timedelta(days=days)
        self.house.move_clock(self.now)
        await self.house.quiet()
        for one in await self.listed():
            if one.status == "planned" and one.ends_at <= self.now:
                assert one.supervisor_id
                await self.house.ask(held(one, one.supervisor_id, present=MEMBERS[:1]))
        await self.house.quiet()

    async def take(self, what: str, ahead: int, size: int) -> None:
        """A refusal is an answer too, after which nothing may be different."""
        before = await self.state()
        try:
            await getattr(self, what)(ahead, size)
            self.story.append(f"{self.today} {what} {ahead} {size}: done")
        except Refusal as refusal:
            self.story.append(f"{self.today} {what} {ahead} {size}: {refusal.code}")
            await self.house.quiet()
            assert await self.state() == before, "a refused order has changed something"
        await self.house.quiet()

    async def state(self) -> Any:
        everything = (
            "select session_id, number, status, starts_at, sequence, replan_by from session order by 1"
        )
        versions = "select version, effective_from, ends_on, supervisor_id, sessions_agreed from agreement order by 1"
        return [
            [tuple(row.values()) for row in await self.house.rows("sessions", query)]
            for query in (everything, versions)
        ]

    async def ask(self, order: Any) -> Any:
        return await self.house.ask(order)

    async def agreed(self) -> int:
        """By the last version."""
        last = "select sessions_agreed from agreement where version > 0 order by version desc limit 1"
        [row] = await self.house.rows("sessions", last)
        found: int = row["sessions_agreed"]
        return found

    async def ends_on(self) -> date:
        return (await show(self.house, self.process_id)).terms.ends_on

    async def _as_shown(self, expected: list[sessions.SessionCard]) -> None:
        """What was shown before the press stands after it."""
        stand = {one.number: one.starts_at for one in await self.ahead()}
        wanted = {one.number: one.starts_at for one in expected if one.starts_at > self.now}
        assert wanted.items() <= stand.items(), (wanted, stand, self.story)
