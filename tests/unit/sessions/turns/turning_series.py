"""A series of Mondays through turns in any order, by the rules alone, as the services put them together."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from services.billing.items.cancellation import CancellationTerms, Notice, Tier, percent_for
from services.contracts.ending.notice_periods import last_day
from services.messages.billing import ItemKind
from services.messages.contracts import NoticePeriod
from services.messages.promises import Promises
from services.runtime.finland import local_date, start_of, to_utc
from services.sessions import contract_facts
from services.sessions.hours.availability import Availability, Diary, Interval
from services.sessions.notice import earliest, notice_given
from services.sessions.planning.booking import terms_by_day, terms_of
from services.sessions.planning.pauses import Asked, Left, Stretch, plan_again, taken_out, usual_wish
from services.sessions.planning.series import plan
from services.sessions.planning.series_terms import PlannedSession, Terms
from services.sessions.rescheduling.planning_again import Standing
from services.sessions.rescheduling.several_again import Off, Series, other_times
from services.sessions.tables import Agreement

PROCESS, FIRST, OTHER = (UUID(int=number) for number in range(1, 4))
PROMISES = Promises()
TERMS = CancellationTerms("working_days", (Tier(5, 0),), 100)
A_DAY = timedelta(days=1)
BEGINS = date(2027, 1, 13)


def weekly(weekday: int) -> Availability:
    return Availability(weekday, time(13), time(16), date(2020, 1, 1), date(2042, 1, 1))


HOURS = {FIRST: (weekly(0),), OTHER: (weekly(0), weekly(3))}


def agreed(**facts: Any) -> Agreement:
    usual: dict[str, Any] = {
        "process_id": PROCESS,
        "version": 1,
        "effective_from": BEGINS,
        "starts_on": BEGINS,
    }
    usual |= {"supervisor_id": FIRST, "ends_on": date(2027, 12, 15), "duration_minutes": 90}
    usual |= {"base_interval_days": 21, "notice_working_days": 5, "promises": PROMISES.model_dump()}
    return Agreement(**usual | facts)


class TurningSeries:
    """live: what is planned, by number. ended: what became of each other number. lost: how many were said to be."""

    def __init__(self) -> None:
        self.now = to_utc(BEGINS - A_DAY, time(9))
        self.versions, self.pauses = [agreed()], list[tuple[date, date]]()
        found = plan(terms_of(self.versions[0], self.now), Diary(HOURS[FIRST])).sessions
        self.live = {one.number: one for one in found}
        self.held, self.ended = dict[int, datetime](), dict[int, str]()
        self.agreed, self.lost, self.is_over = len(found), 0, False

    @property
    def today(self) -> date:
        return local_date(self.now)

    def pass_days(self, days: int) -> None:
        self.now += days * A_DAY
        for number in [number for number, one in self.live.items() if one.starts_at <= self.now]:
            self.held[number] = self.live.pop(number).starts_at
            self.ended[number] = "held"

    def take(self, what: str, ahead: int, length: int) -> None:
        """Nothing is said of a series that has ended, nor of one that is over by its days."""
        if not self.is_over and self.today <= self.versions[-1].ends_on:
            getattr(self, f"_{what}")(self.today + ahead * A_DAY, length)

    def _called_off(self, number: int, charged: bool, otherwise: str) -> None:
        del self.live[number]
        self.ended[number] = "charged" if charged else otherwise

    def _pause(self, first: date, length: int) -> None:
        goes_on = first + length * A_DAY
        if first > self.versions[-1].ends_on or any(a < goes_on and first < b for a, b in self.pauses):
            return
        asked = Asked(self.now, first, goes_on - A_DAY)
        later = {n: one.starts_at for n, one in self.live.items() if one.starts_at >= start_of(first)}
        notice = contract_facts.notice_of(self.versions[0])
        taken = taken_out(dict.fromkeys(later.values(), notice), asked)
        for number in [number for number, at in later.items() if at in taken.charged]:
            self._called_off(number, True, "")
            self.held[number] = later.pop(number)
        self._planned_again(later, (first, goes_on), extends=True)
        self.pauses.append((first, goes_on))

    def _planned_again(self, later: dict[int, datetime], days: tuple[date, date], *, extends: bool) -> None:
        """All that are left; of a pause that moves it, the last day is another one."""
        stays = [*self.held.values(), *(self.live[n].starts_at for n in self.live.keys() - later.keys())]
        left = Left(
            numbers=tuple(sorted(later)),
            wish=usual_wish([one.starts_at for one in self.live.values()]),
            last_used=local_date(max(stays)) if stays else None,
            ends_on=self.versions[-1].ends_on,
            extends=extends,
        )
        stretches = [
            Stretch(one.effective_from, terms_of(one, self.now), self._diary(one.supervisor_id, later))
            for one in contract_facts.by_day(self.versions)
        ]
        again = plan_again(left, days, self.now, PROMISES.resuming_working_days, stretches)
        if extends:
            self.versions[-1].ends_on = again.ends_on
        self.lost += again.lost
        self._replanned(later, {one.number: one for one in again.sessions}, "lost")

    def _replanned(self, before: Any, after: dict[int, PlannedSession], otherwise: str) -> None:
        for number in before:
            self._called_off(number, False, otherwise)
        for number, one in after.items():
            self.live[number] = one
            del self.ended[number]

    def _diary(self, supervisor_id: UUID, besides: Any) -> Diary:
        booked = [Interval(one.starts_at, one.ends_at) for n, one in self.live.items() if n not in besides]
        paused = [Interval(start_of(a), start_of(b)) for a, b in self.pauses]
        return Diary(HOURS[supervisor_id], (*booked, *paused))

    def _away(self, first: date, length: int) -> None:
        """Its supervisor, for some days."""
        until = first + length * A_DAY
        off = {n: one for n, one in self.live.items() if first <= local_date(one.starts_at) < until}
        now = contract_facts.to_plan_by(self.versions, self.today)
        away = Interval(start_of(first), start_of(until))
        diary = self._diary(now.supervisor_id, off)
        self._other_times(
            off, terms_by_day(self.versions, self.now), Diary(diary.weekly, (*diary.busy, away))
        )

    def _other_times(self, off: dict[int, PlannedSession], agreed: list[Terms], diary: Diary) -> None:
        rows = sorted(off.values(), key=lambda one: one.starts_at)
        staying = [Standing(n, one.starts_at) for n, one in self.live.items() if n not in off]
        staying += [Standing(n, at) for n, at in self.held.items()]
        notice = earliest(contract_facts.notice_of(self.versions[0]), self.now)
        series = {PROCESS: Series(agreed, notice, sorted(staying, key=lambda one: one.starts_at))}
        wanted = [Off(PROCESS, one.number, one.starts_at) for one in rows]
        times = zip(rows, other_times(wanted, series, diary), strict=True)
        found = {o.number: PlannedSession(o.number, w.starts_at, w.ends_at) for o, w in times if w}
        self._replanned(off, found, "waits")

    def _other_supervisor(self, first: date, _: int) -> None:
        self._next_version(first, supervisor_id=OTHER)
        off = {n: one for n, one in self.live.items() if local_date(one.starts_at) >= first}
        agreed = [terms_of(self.versions[-1], self.now)]
        self._other_times(off, agreed, self._diary(OTHER, off))

    def _next_version(self, first: date, **facts: Any) -> None:
        number = len(self.versions) + 1
        own = {"version": number, "effective_from": first} | facts
        self.versions.append(Agreement(**self.versions[-1].model_dump() | own))

    def _cancel(self, _: date, __: int) -> None:
        """The customer, the next one that is to come."""
        if not self.live:
            return
        number, one = min(self.live.items(), key=lambda each: each[1].starts_at)
        given = notice_given(self.now, one.starts_at)
        notice = Notice("commissioner", given.hours, given.working_days)
        self._called_off(number, percent_for(ItemKind.CANCELLED, notice, TERMS) > 0, "fallen")

    def _terminate(self, _: date, __: int) -> None:
        last = last_day(self.today, NoticePeriod(unit="months", number=1))
        for one in self.versions:
            one.ends_on = min(one.ends_on, last)
        for number in [n for n, one in self.live.items() if local_date(one.starts_at) > last]:
            self._called_off(number, False, "fallen")
        self.is_over = True

    def _amend(self, first: date, length: int) -> None:
        """Another last day, from a day on; what is too near to be moved stays."""
        before = self.versions[-1].ends_on
        self._next_version(first, ends_on=max(first + 30 * A_DAY, before + (length - 30) * A_DAY))
        now = self.versions[-1]
        opens = max(start_of(first), earliest(contract_facts.notice_of(now), self.now))
        opens = min(opens, start_of(now.ends_on + A_DAY))
        later = {n: one.starts_at for n, one in self.live.items() if one.starts_at >= opens}
        self._planned_again(later, (first, first), extends=False)
