"""A single session that goes otherwise: cancelled, missed, moved, planned again, or recorded otherwise."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, local
from deploy.demo.turns.reading import lines_of
from services.messages import sessions
from services.messages.sessions import SessionCard
from services.runtime.finland import day_off, days_after, local_date, to_local

RECORDED_AFTER = timedelta(minutes=30)
LATE_NOTICE = timedelta(hours=20)


@dataclass(frozen=True)
class CancelledLate(Turn):
    """By a supervisee, twenty hours before."""

    recounted: ClassVar[bool] = True
    number: int

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number != self.number:
            return None
        at = to_local(session.starts_at - LATE_NOTICE)
        person = seen.commission.supervisees[0]
        order = sessions.CancelSession(
            session_id=session.session_id, cancelled_by="supervisee", person_id=person.person_id, as_of=at
        )
        return [
            Act(at, str(person), f"cancels session {session.number} of {seen.commission.name} late", (order,))
        ]

    def calls_off_late(self, session: SessionCard) -> bool:
        return session.number == self.number and session.status == "cancelled"

    def letters(self, seen: Seen) -> list[Letter]:
        off = [one for one in seen.sessions if self.calls_off_late(one)]
        return [letter for one in off for letter in _called_off(seen, one, one.starts_at - LATE_NOTICE)]


@dataclass(frozen=True)
class NoShow(Turn):
    recounted: ClassVar[bool] = True
    number: int

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number != self.number:
            return None
        at = to_local(session.ends_at + RECORDED_AFTER)
        by = seen.commission.led_by
        order = sessions.RecordNoShow(session_id=session.session_id, recorded_by=by.person_id, as_of=at)
        what = f"records a no-show at session {session.number} of {seen.commission.name}"
        return [Act(at, str(by), what, (order,))]

    def letters(self, seen: Seen) -> list[Letter]:
        """Who may say otherwise, and not its supervisor, whose word it is; the customer, what it costs."""
        commission, session = seen.commission, seen.numbered(self.number)
        if session is None or session.status != "no_show":
            return []
        at, there = (
            to_local(session.ends_at + RECORDED_AFTER),
            commission.members_on(local_date(session.starts_at)),
        )
        told = to_each("no_show_recorded", there, at, commission.name)
        return told + to_each("no_show_charged", [commission.contact], at, commission.name)


@dataclass(frozen=True)
class MovedByADay(Turn):
    """To the next day at the same time, told six days before."""

    recounted: ClassVar[bool] = True
    changes_times: ClassVar[bool] = True
    number: int

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number != self.number or session.sequence:
            return None
        at = to_local(session.starts_at - timedelta(days=6))
        person = seen.commission.supervisees[0]
        order = sessions.MoveSession(
            session_id=session.session_id,
            starts_at=days_after(session.starts_at, 1),
            moved_by=person.person_id,
            party="supervisee",
            as_of=at,
        )
        return [
            Act(
                at,
                str(person),
                f"moves session {session.number} of {seen.commission.name} by a day",
                (order,),
            )
        ]

    def letters(self, seen: Seen) -> list[Letter]:
        moved = [one for one in seen.live() if one.number == self.number and one.sequence]
        return [
            letter
            for one in moved
            for letter in told_of(seen, one, "session_moved", days_after(one.starts_at, -7))
        ]


@dataclass(frozen=True)
class OneMissing(Turn):
    """At every so manieth session one member is not there."""

    recounted: ClassVar[bool] = True
    every: int

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number % self.every:
            return None
        first = seen.commission.members_on(local_date(session.starts_at))[0]
        return [record_held(seen.commission, session, missing=first)]


@dataclass(frozen=True)
class CancelledBySupervisor(Turn):
    """Nine days before: it costs nothing, and is planned again at once with its number."""

    told: ClassVar[tuple[str, ...]] = ("session_cancelled", "session_replanned")
    recounted: ClassVar[bool] = True
    changes_times: ClassVar[bool] = True
    number: int

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        if session.number != self.number or session.sequence:
            return None
        at = to_local(session.starts_at - timedelta(days=9))
        by = seen.commission.led_by
        order = sessions.CancelSession(
            session_id=session.session_id, cancelled_by="supervisor", person_id=by.person_id, as_of=at
        )
        return [
            Act(at, str(by), f"has to call off session {session.number} of {seen.commission.name}", (order,))
        ]

    def plans_again(self, own: Seen, of: Seen, session: SessionCard) -> date | None:
        if own.commission is not of.commission or session.number != self.number:
            return None
        return planned_on(own, self.number) - timedelta(days=9)

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        """In the same entry of the calendars, a week or more from what is before it and what comes next."""
        what = f"{seen.commission.name}: what the supervisor calls off is planned again"
        before, new, after = (seen.numbered(self.number + step) for step in (-1, 0, 1))
        if not (before and new and after):
            return [Check(what, False)]
        days = [local_date(one.starts_at) for one in (before, new, after)]
        gaps = [(later - day).days for day, later in itertools.pairwise(days)]
        held = new.status == "held" and new.sequence > 0 and new.entry != new.session_id and min(gaps) >= 7
        return [Check(what, held, f"{gaps} days apart")]


@dataclass(frozen=True)
class Corrected(Turn):
    """Recorded as held, and the next day as what it was: nobody came."""

    told: ClassVar[tuple[str, ...]] = ("record_corrected",)
    recounted: ClassVar[bool] = True
    number: int

    def acts(self, seen: Seen) -> list[Act]:
        session = seen.numbered(self.number)
        if session is None or session.status != "held" or session.revision:
            return []
        at = local(local_date(session.ends_at) + timedelta(days=1), 9)
        by = seen.commission.led_by
        order = sessions.CorrectRecord(
            session_id=session.session_id, outcome="no_show", revision=0, corrected_by=by.person_id, as_of=at
        )
        what = f"corrects what was recorded of session {session.number} of {seen.commission.name}"
        return [Act(at, str(by), what, (order,))]

    def letters(self, seen: Seen) -> list[Letter]:
        """Who was there by that record or by the other, and not its supervisor, whose word it is; who pays reads what
        it costs.
        """
        commission, session = seen.commission, seen.numbered(self.number)
        if session is None:
            return []
        day, there = local_date(session.ends_at), commission.members_on(local_date(session.ends_at))
        after = day + timedelta(days=1)
        told = to_each("record_corrected", there, after, commission.name)
        return told + to_each("charge_corrected", [commission.contact], after, commission.name)

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        kinds = [one.kind for one in await lines_of(seen.commission, ask) if one.number == self.number]
        return [
            Check(
                f"{seen.commission.name}: a record is corrected and charged as it was",
                kinds == ["no_show"],
                f"{kinds}",
            )
        ]


def _called_off(seen: Seen, session: SessionCard, at: datetime) -> list[Letter]:
    """The customer is told what it costs."""
    commission, kind = seen.commission, "session_cancelled_late"
    there = told_of(seen, session, "session_cancelled", at)
    return there + to_each(kind, [commission.contact], at, commission.name)


def planned_on(seen: Seen, number: int) -> date:
    """Before it was moved: three weeks after the one before it, or four where that is a day off. Not over July."""
    before = seen.numbered(number - 1)
    assert before
    day = local_date(before.starts_at) + timedelta(days=21)
    return day + timedelta(days=7) if day_off(day) else day


def told_of(seen: Seen, session: SessionCard, kind: str, at: datetime) -> list[Letter]:
    """Everybody who would be there is told the same about it."""
    day = local_date(session.starts_at)
    there = [*seen.commission.members_on(day), seen.commission.led_on(day)]
    return to_each(kind, there, at, seen.commission.name)


def record_held(
    commission: Commission,
    session: SessionCard,
    missing: who.Someone | None = None,
    minutes: int | None = None,
) -> Act:
    """With everybody who is a member that day, but this one. minutes: how long it took, where not as agreed."""
    at = to_local(session.ends_at + RECORDED_AFTER)
    day = local_date(session.starts_at)
    leader = commission.led_on(day)
    order = sessions.RecordHeld(
        session_id=session.session_id,
        present=[one.person_id for one in commission.members_on(day) if one != missing],
        minutes=minutes,
        recorded_by=leader.person_id,
        as_of=at,
    )
    which = f"{'trial ' if session.trial else ''}session {session.number}"
    return Act(at, str(leader), f"records {which} of {commission.name} as held", (order,))
