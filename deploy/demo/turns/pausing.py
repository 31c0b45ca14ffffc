"""A contract pauses for some weeks, and goes on with as many sessions as were left."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.turns.reading import told_to_all
from services.messages import contracts, sessions
from services.messages.values import Party
from services.runtime.finland import local_date

ASKED_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Paused(Turn):
    """By the commissioner, asked for two weeks before. from_day, until_day: month and day."""

    told: ClassVar[tuple[str, ...]] = ("process_paused", "series_paused")
    recounted: ClassVar[bool] = True
    from_day: tuple[int, int]
    until_day: tuple[int, int]

    def _days(self, seen: Seen) -> tuple[date, date]:
        year = seen.calendar.year
        return date(year, *self.from_day), date(year, *self.until_day)

    def acts(self, seen: Seen) -> list[Act]:
        if seen.contract.paused_from:
            return []
        first, last = self._days(seen)
        at = local(first - ASKED_BEFORE, 10)
        contact = seen.commission.contact
        asked = {"process_id": seen.commission.process_id, "by": Party.COMMISSIONER, "as_of": at}
        days = {"from_day": first, "until_day": last}

        async def pause(ask: Ask) -> Order:
            shown = await ask(sessions.PreviewPause.model_validate(asked | days))
            return contracts.PauseProcess.model_validate(
                asked
                | days
                | {"reason_code": "work_situation", "ends_on": shown.ends_on, "paused_by": contact.person_id}
            )

        return [
            Act(at, str(contact), f"has {seen.commission.name} paused from {first} to {last}", press=pause)
        ]

    def letters(self, seen: Seen) -> list[Letter]:
        return told_to_all(seen, "process_paused", self._days(seen)[0] - ASKED_BEFORE)

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        """What lay in it has left the diary for nothing, none is lost, and the end is later by its length."""
        first, last = self._days(seen)
        name = seen.commission.name
        within = [one for one in seen.sessions if first <= local_date(one.starts_at) <= last]
        gone = [one for one in within if one.status == "paused"]
        numbers = [one.number for one in seen.live()]
        length = (last - first).days + 1
        end = seen.commission.last_day(seen.calendar) + timedelta(days=length)
        return [
            Check(
                f"{name}: no session while it was paused",
                bool(gone) and gone == within,
                f"{len(gone)} left the diary",
            ),
            Check(
                f"{name}: none was lost by the pause",
                numbers == list(range(1, len(numbers) + 1)),
                f"{len(numbers)} sessions",
            ),
            Check(
                f"{name}: it ends later by the pause's {length} days",
                seen.contract.terms.ends_on >= end,
                f"{seen.contract.terms.ends_on}",
            ),
        ]


@dataclass(frozen=True)
class PausedOpenly(Turn):
    """By the supervisees' representative, a week before, without an end; resumed two weeks before goes_on."""

    told: ClassVar[tuple[str, ...]] = ("process_paused", "process_resumed", "series_resumed")
    recounted: ClassVar[bool] = True
    changes_times: ClassVar[bool] = True
    from_day: tuple[int, int]
    goes_on: tuple[int, int]

    def acts(self, seen: Seen) -> list[Act]:
        first, on = (date(seen.calendar.year, *one) for one in (self.from_day, self.goes_on))
        at, told_at = local(first - timedelta(days=7), 10), local(on - timedelta(days=14), 10)
        person, process_id = seen.commission.supervisees[0], seen.commission.process_id
        by = {"process_id": process_id, "by": Party.SUPERVISEE}
        pause = contracts.PauseProcess.model_validate(
            by | {"from_day": first, "reason_code": "illness", "paused_by": person.person_id, "as_of": at}
        )

        async def resume(ask: Ask) -> Order:
            shown = await ask(sessions.PreviewResuming(process_id=process_id, on=on, as_of=told_at))
            return contracts.ResumeProcess.model_validate(
                by | {"on": on, "ends_on": shown.ends_on, "resumed_by": person.person_id, "as_of": told_at}
            )

        name = seen.commission.name
        return [
            Act(
                at,
                str(person),
                f"has {name} paused from {first} until somebody says when it goes on",
                (pause,),
            ),
            Act(told_at, str(person), f"says that {name} goes on {on}", press=resume),
        ]

    def letters(self, seen: Seen) -> list[Letter]:
        first, on = (date(seen.calendar.year, *one) for one in (self.from_day, self.goes_on))
        return [
            *told_to_all(seen, "process_paused_open", first - timedelta(days=7)),
            *told_to_all(seen, "process_resumed", on - timedelta(days=14)),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        first, on = (date(seen.calendar.year, *one) for one in (self.from_day, self.goes_on))
        within = {one.status for one in seen.sessions if first <= local_date(one.starts_at) < on}
        numbers = [one.number for one in seen.live()]
        what = f"{seen.commission.name}: nothing was held in the open pause, and none was lost by it"
        return [
            Check(what, within == {"paused"} and numbers == list(range(1, len(numbers) + 1)), f"{within}")
        ]
