"""One session at another time or none, or many of them at once."""

from datetime import time, timedelta

from services.messages import sessions
from services.messages.values import Role
from services.runtime.finland import ONE_DAY, to_utc
from tests.integration.contracts.builders import COMMISSIONER, show
from tests.integration.sessions.builders import cancel, move, viewer
from tests.integration.sessions.turns.turning import Turning


class TurnsOfSessions(Turning):
    async def customer_cancels(self, ahead: int, _: int) -> None:
        await self._cancel(ahead, "commissioner")

    async def supervisor_cancels(self, ahead: int, _: int) -> None:
        await self._cancel(ahead, "supervisor")

    async def _cancel(self, ahead: int, by: str) -> None:
        rows = await self.ahead()
        if rows:
            await self.ask(cancel(rows[ahead % min(3, len(rows))], self.now, by))

    async def move_one(self, ahead: int, size: int) -> None:
        rows = await self.ahead()
        if rows:
            one = rows[ahead % len(rows)]
            order = move(
                one, one.starts_at + (size - 20) * timedelta(days=1), party="supervisor", **self.at()
            )
            await self.ask(order.model_copy(update={"moved_by": one.supervisor_id}))

    async def move_series(self, ahead: int, size: int) -> None:
        rows = await self.ahead()
        if rows:
            one = rows[ahead % len(rows)]
            wanted = {
                "session_id": one.session_id,
                "weekday": 3 * (size % 2),
                "time": time(13, 30 * (size % 3 % 2)),
            }
            looks = viewer(self.coordinator, Role.COORDINATOR)
            told = await self.ask(sessions.PreviewMoveSeries(**wanted, viewer=looks, **self.at()))
            facts = {"moved_by": COMMISSIONER, "party": "commissioner", "fingerprint": told.fingerprint}
            await self.ask(sessions.MoveSeries.model_validate(wanted | facts | self.at()))

    async def days_away(self, ahead: int, size: int) -> None:
        who = (await show(self.house, self.process_id)).parties.supervisor_id
        first = self.today + ahead * ONE_DAY
        days = {
            "supervisor_id": who,
            "from_day": first,
            "until_day": first + size // 2 * ONE_DAY,
            **self.at(),
        }
        looks = viewer(who, Role.SUPERVISOR)
        told = await self.ask(sessions.PreviewDaysAway(viewer=looks, **days))
        await self.ask(sessions.ReportDaysAway(fingerprint=told.fingerprint, reported_by=who, **days))

    async def replan(self, ahead: int, size: int) -> None:
        """The coordinator, what waits: another time, or none any more."""
        rows = await self.house.rows("sessions", "select session_id from session where replan_by is not null")
        if not rows:
            return
        facts = {"session_id": rows[0]["session_id"], "planned_by": self.coordinator, **self.at()}
        if size % 4 == 0:
            await self.ask(sessions.ReplanSession(**facts))
            return
        day = self.today + (ahead + 3) * ONE_DAY
        day += -day.weekday() % 7 * ONE_DAY
        await self.ask(sessions.ReplanSession(starts_at=to_utc(day, time(13)), **facts))
