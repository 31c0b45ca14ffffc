"""Who does not come to a session, and one that is over sooner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, local
from deploy.demo.turns.reading import lines_of
from deploy.demo.turns.sessions import record_held
from services.messages import sessions
from services.messages.sessions import SessionCard
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date


@dataclass(frozen=True)
class CannotCome(Turn):
    """A member says so two days before; the others meet without them, and it costs what it costs."""

    told: ClassVar[tuple[str, ...]] = ("absence_reported",)
    recounted: ClassVar[bool] = True
    number: int
    member: who.Someone

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number != self.number:
            return None
        at, name = self._at(session), seen.commission.name
        order = sessions.ReportAbsence(
            session_id=session.session_id, person_id=self.member.person_id, as_of=at
        )
        return [
            Act(at, str(self.member), f"cannot come to session {session.number} of {name}", (order,)),
            record_held(seen.commission, session, missing=self.member),
        ]

    def _at(self, session: SessionCard) -> datetime:
        return local(local_date(session.starts_at) - timedelta(days=2), 10)

    def letters(self, seen: Seen) -> list[Letter]:
        """Its supervisor alone, and not who."""
        session = seen.numbered(self.number)
        if session is None:
            return []
        at = self._at(session)
        leader = seen.commission.led_on(local_date(session.starts_at))
        return to_each("absence_reported", [leader], at, seen.commission.name)

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        name, session = seen.commission.name, seen.numbered(self.number)
        what = f"{name}: who could not come is not among those who were there, and the session has its price"
        if session is None:
            return [Check(what, False)]
        leader = seen.commission.led_on(local_date(session.starts_at))
        reader = Viewer(person_id=leader.person_id, role=Role.SUPERVISOR)
        shown = await ask(sessions.ShowSession(session_id=session.session_id, viewer=reader))
        lines = await lines_of(seen.commission, ask)
        parts = [line.net_cents == line.price_cents for line in lines if line.number == self.number]
        there = seen.commission.members_on(local_date(session.starts_at))
        due = {one.person_id for one in there} - {self.member.person_id}
        held = set(shown.present) == due and shown.absent == [self.member.person_id] and parts == [True]
        return [Check(what, held, f"{len(shown.present)} of {len(shown.members)}")]


@dataclass(frozen=True)
class OverSooner(Turn):
    """It took so many minutes, which is charged as the shorter length that they fill, at that one's price."""

    recounted: ClassVar[bool] = True
    number: int
    minutes: int
    length: int
    cents: int

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number != self.number:
            return None
        return [record_held(seen.commission, session, minutes=self.minutes)]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        lines = [line for line in await lines_of(seen.commission, ask) if line.number is not None]
        own = [(line.minutes, line.net_cents) for line in lines if line.number == self.number]
        others = {(line.minutes, line.price_cents) for line in lines if line.number != self.number}
        agreed = seen.commission.duration_minutes
        dearer = [minutes == agreed and cents > self.cents for minutes, cents in others]
        return [
            Check(
                f"{seen.commission.name}: what was over sooner has the price of the length that it filled",
                own == [(self.length, self.cents)] and dearer == [True],
                f"{own}, the others {others}",
            )
        ]
