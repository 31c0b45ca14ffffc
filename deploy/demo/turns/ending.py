"""A contract ends before its last day: with notice, at once, or as all three parties agree."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.turns.reading import COORDINATOR, lines_of, told_to_all
from services.messages import contracts
from services.messages.sessions import SessionCard
from services.messages.values import Party
from services.runtime.finland import local_date


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last."""
    year, month = (day.year + day.month // 12, day.month % 12 + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


async def nothing_after(seen: Seen, last_day: date, ask: Ask) -> list[Check]:
    """Neither held nor planned nor paid for."""
    name = seen.commission.name
    after = [one for one in seen.live() if local_date(one.starts_at) > last_day]
    paid = [line for line in await lines_of(seen.commission, ask) if line.performed_on > last_day]
    return [
        Check(f"{name}: no session after the last day", not after, f"{last_day}"),
        Check(f"{name}: nothing after the last day is paid for", not paid, f"{len(paid)} lines"),
    ]


@dataclass(frozen=True)
class Terminated(Turn):
    """By the supervisees, with the contract's month of notice. on: month and day."""

    told: ClassVar[tuple[str, ...]] = ("process_terminated", "series_cut_short")
    recounted: ClassVar[bool] = True
    ends_early: ClassVar[bool] = True
    on: tuple[int, int]

    def acts(self, seen: Seen) -> list[Act]:
        at = local(date(seen.calendar.year, *self.on), 10)
        person = seen.commission.supervisees[0]

        async def terminate(ask: Ask) -> Order:
            shown = await ask(
                contracts.PreviewTermination(
                    process_id=seen.commission.process_id, viewer=COORDINATOR, as_of=at
                )
            )
            return contracts.TerminateProcess(
                process_id=seen.commission.process_id,
                by=Party.SUPERVISEE,
                reason_code="wish_of_supervisees",
                last_day=shown.last_day,
                terminated_by=person.person_id,
                as_of=at,
            )

        return [Act(at, str(person), f"terminates {seen.commission.name} with notice", press=terminate)]

    def last_day(self, seen: Seen) -> date:
        return a_month_after(date(seen.calendar.year, *self.on))

    def letters(self, seen: Seen) -> list[Letter]:
        return told_to_all(seen, "process_terminated", date(seen.calendar.year, *self.on))

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        return await nothing_after(seen, self.last_day(seen), ask)


@dataclass(frozen=True)
class EndedAtOnce(Turn):
    """By the one supervisee, the afternoon before a session, which is paid for since a coordinator confirms it."""

    told: ClassVar[tuple[str, ...]] = ("process_terminated", "ending_to_confirm", "ending_confirmed")
    recounted: ClassVar[bool] = True
    ends_early: ClassVar[bool] = True
    closes_with_it: ClassVar[bool] = True
    before: int

    def acts(self, seen: Seen) -> list[Act]:
        session = next((one for one in seen.sessions if one.number == self.before), None)
        if session is None:
            return []
        at = local(local_date(session.starts_at) - timedelta(days=1), 15)
        person, process_id = seen.commission.supervisees[0], seen.commission.process_id
        end = contracts.EndAtOnce(
            process_id=process_id,
            by=Party.SUPERVISEE,
            reason="En halua jatkaa.",
            waives_review=True,
            ended_by=person.person_id,
            as_of=at,
        )
        confirmed_at = local(local_date(session.starts_at) + timedelta(days=2), 9)
        confirm = contracts.ConfirmEnding(
            process_id=process_id,
            charges=True,
            ground="Peruttu edellisenä päivänä.",
            confirmed_by=who.COORDINATOR.person_id,
            as_of=confirmed_at,
        )
        name = seen.commission.name
        return [
            Act(at, str(person), f"ends {name} at once", (end,)),
            Act(confirmed_at, str(who.COORDINATOR), f"confirms that {name} has ended", (confirm,)),
        ]

    def calls_off_late(self, session: SessionCard) -> bool:
        return session.number == self.before and session.status == "cancelled"

    def last_day(self, seen: Seen) -> date | None:
        off = next((one for one in seen.sessions if self.calls_off_late(one)), None)
        return local_date(off.starts_at) - timedelta(days=1) if off else None

    def letters(self, seen: Seen) -> list[Letter]:
        """Everybody; a coordinator, who is to confirm it; then the parties, and who pays what it costs."""
        commission, last = seen.commission, self.last_day(seen)
        if last is None:
            return []
        told = [commission.contact, commission.led_by, commission.supervisees[0]]
        parties = [*commission.members_on(last), commission.led_on(last), commission.contact]
        return [
            *to_each("process_ended_at_once", parties, last, commission.name),
            *to_each("ending_to_confirm", [who.COORDINATOR], last, commission.name),
            *to_each("ending_charged", told, last + timedelta(days=3), commission.name),
            *to_each(
                "session_cancelled_late", [commission.contact], last + timedelta(days=3), commission.name
            ),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        lines = await lines_of(seen.commission, ask)
        last = [line for line in lines if line.number == self.before]
        return [
            Check(
                f"{seen.commission.name}: what was called off too late is paid for, and nothing after it",
                [line.net_cents for line in last] == [line.price_cents for line in last] != []
                and all((line.number or 0) <= self.before for line in lines),
                f"{len(lines)} lines",
            )
        ]


@dataclass(frozen=True)
class EndedByAgreement(Turn):
    """The commissioner proposes an earlier last day, and the other two agree to it. told_on, last: month and day."""

    told: ClassVar[tuple[str, ...]] = ("earlier_end_proposed", "earlier_end_agreed", "process_terminated")
    recounted: ClassVar[bool] = True
    ends_early: ClassVar[bool] = True
    told_on: tuple[int, int]
    last: tuple[int, int]

    def acts(self, seen: Seen) -> list[Act]:
        commission = seen.commission
        day, last = (date(seen.calendar.year, *one) for one in (self.told_on, self.last))
        at = local(day, 11)
        propose = contracts.ProposeEarlierEnd(
            process_id=commission.process_id,
            by=Party.COMMISSIONER,
            last_day=last,
            proposed_by=commission.contact.person_id,
            as_of=at,
        )
        return [
            Act(at, str(commission.contact), f"proposes to end {commission.name} on {last}", (propose,)),
            self._agrees(commission, Party.SUPERVISEE, commission.supervisees[0], day, last),
            self._agrees(commission, Party.SUPERVISOR, commission.led_by, day, last),
        ]

    def _agrees(self, commission: Commission, by: Party, person: who.Someone, day: date, last: date) -> Act:
        at = local(day + timedelta(days=1 + list(Party).index(by)), 9)
        order = contracts.AnswerEarlierEnd(
            process_id=commission.process_id,
            by=by,
            agrees=True,
            last_day=last,
            answered_by=person.person_id,
            as_of=at,
        )
        return Act(at, str(person), f"agrees to the earlier end of {commission.name}", (order,))

    def last_day(self, seen: Seen) -> date:
        return date(seen.calendar.year, *self.last)

    def letters(self, seen: Seen) -> list[Letter]:
        """The other two are asked; when the last of them agrees, everybody is told."""
        commission, day = seen.commission, date(seen.calendar.year, *self.told_on)
        asked = [commission.supervisees[0], commission.led_by]
        agreed_on = day + timedelta(days=1 + list(Party).index(Party.SUPERVISOR))
        return [
            *to_each("earlier_end_to_answer", asked, day, commission.name),
            *told_to_all(seen, "process_ended_by_agreement", agreed_on),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        return await nothing_after(seen, self.last_day(seen), ask)
