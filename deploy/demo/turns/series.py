"""The days of a whole series: others are asked for before they bind, or the rest is moved to another weekday."""

from dataclasses import dataclass
from datetime import time, timedelta
from typing import ClassVar

from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.turns.sessions import planned_on
from services.messages import sessions
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date, to_local


@dataclass(frozen=True)
class SeriesMoved(Turn):
    """The supervisor moves what is left from a session on to another weekday, ten days before it."""

    told: ClassVar[tuple[str, ...]] = ("series_moved",)
    recounted: ClassVar[bool] = True
    from_number: int
    weekday: int
    at: time

    def acts(self, seen: Seen) -> list[Act]:
        session = seen.numbered(self.from_number)
        if session is None or to_local(session.starts_at).weekday() == self.weekday:
            return []
        at = local(local_date(session.starts_at) - timedelta(days=10), 14)
        by = seen.commission.led_by
        viewer = Viewer(person_id=by.person_id, role=Role.SUPERVISOR)
        wanted = {"session_id": session.session_id, "weekday": self.weekday, "time": self.at, "as_of": at}

        async def move(ask: Ask) -> Order:
            shown = await ask(sessions.PreviewMoveSeries.model_validate(wanted | {"viewer": viewer}))
            return sessions.MoveSeries.model_validate(
                wanted | {"moved_by": by.person_id, "party": "supervisor", "fingerprint": shown.fingerprint}
            )

        what = f"moves what is left of {seen.commission.name} to another weekday"
        return [Act(at, str(by), what, press=move)]

    def letters(self, seen: Seen) -> list[Letter]:
        """One of all of them, ten days before the first one's old day; the customer's too, who is not there."""
        day = planned_on(seen, self.from_number) - timedelta(days=10)
        there = [*seen.commission.members_on(day), seen.commission.led_on(day)]
        contact = seen.commission.contact
        others = [] if contact in there else [contact]
        return [
            *to_each("sessions_changed", there, day, seen.commission.name),
            *to_each("series_moved", others, day, seen.commission.name),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        moved = [to_local(one.starts_at) for one in seen.live() if one.number >= self.from_number]
        right = [one.weekday() == self.weekday for one in moved]
        return [
            Check(
                f"{seen.commission.name}: the rest of the series has its new weekday",
                len(right) > 1 and all(right),
                f"{len(right)} sessions",
            )
        ]
