"""A supervisor is away for some days: one act, over all their processes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from deploy.demo.commission import Seen, Turn
from deploy.demo.script import Act, Ask, Check, Order, local
from services.messages import sessions
from services.messages.sessions import SessionCard
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date


@dataclass(frozen=True)
class Away(Turn):
    """Of their own word, two weeks before. first, last: month and day."""

    told: ClassVar[tuple[str, ...]] = ("session_replanned",)
    recounted: ClassVar[bool] = True
    first: tuple[int, int]
    last: tuple[int, int]

    def _days(self, seen: Seen) -> tuple[date, date]:
        return date(seen.calendar.year, *self.first), date(seen.calendar.year, *self.last)

    def acts(self, seen: Seen) -> list[Act]:
        first, last = self._days(seen)
        at = local(first - timedelta(days=14), 8)
        by = seen.commission.led_by
        viewer = Viewer(person_id=by.person_id, role=Role.SUPERVISOR)

        async def report(ask: Ask) -> Order:
            shown = await ask(
                sessions.PreviewDaysAway(
                    supervisor_id=by.person_id, from_day=first, until_day=last, viewer=viewer, as_of=at
                )
            )
            return sessions.ReportDaysAway(
                supervisor_id=by.person_id,
                from_day=first,
                until_day=last,
                fingerprint=shown.fingerprint,
                reported_by=by.person_id,
                as_of=at,
            )

        return [Act(at, str(by), f"is away from {first} to {last}", press=report)]

    def plans_again(self, own: Seen, of: Seen, session: SessionCard) -> date | None:
        """Of every process that is theirs, once: whatever comes in the place of a session of those days."""
        told_on = self._days(own)[0] - timedelta(days=14)
        mine = own.commission.led_by == of.commission.led_by and local_date(session.starts_at) > told_on
        return told_on if mine else None

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        first, last = self._days(seen)
        there = [one.number for one in seen.live() if first <= local_date(one.starts_at) <= last]
        numbers = [one.number for one in seen.live()]
        return [
            Check(
                f"{seen.commission.name}: no session while its supervisor is away, and none fewer",
                not there and numbers == list(range(1, len(numbers) + 1)),
                f"{len(numbers)} sessions",
            )
        ]
