"""A year that turns in any order, by the orders of its people: what is shown before each, and what stands after."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from services.messages import contracts, sessions
from services.messages.contracts import ContractCard
from services.messages.values import Party, Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date, to_utc
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS, show, signed
from tests.integration.intake.builders import declaration, supervisor
from tests.integration.sessions.builders import cancel, held, hours, move, plan, viewer
from tests.integration.sessions.changes.test_amending import amendment, signature
from tests.integration.sessions.changes.test_handing_over import proposal
from tests.integration.sessions.changes.test_pausing import goes_on, listed, pause, shown
from tests.integration.sessions.planning.test_replanning import a_coordinator

BEGINS = date(2027, 1, 11)
LASTS = {"valid_from": date(2027, 1, 1), "valid_until": date(2028, 2, 29), "from_time": time(13)}
"""Not for ever: some of what is paused finds no day."""


@copied
async def begun(house: House) -> tuple[ContractCard, UUID, UUID]:
    """A signed contract with its plan; who could take over, with fewer free hours; and a coordinator."""
    contract = await signed(house)
    other = await supervisor(house, "toinen@virta.example")
    for weekday in (0, 3):
        await house.ask(hours(contract.parties.supervisor_id, weekday=weekday, to_time=time(16), **LASTS))
    await house.ask(hours(other, weekday=0, to_time=time(14, 30), **LASTS))
    await plan(house, contract.process_id)
    await house.ask(declaration(contract.process_id, other))
    coordinator = await a_coordinator(house)
    await house.quiet()
    return contract, other, coordinator


class TurningYear:
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

    # Pauses

    async def pause_for(self, ahead: int, size: int) -> None:
        first = self.today + ahead * ONE_DAY
        await self._pause(first, first + size * ONE_DAY)

    async def pause_openly(self, ahead: int, _: int) -> None:
        await self._pause(self.today + ahead * ONE_DAY, None)

    async def _pause(self, first: date, until: date | None) -> None:
        order = pause(self.contract, from_day=first, until_day=until, **self.at())
        told, before = await shown(self.house, order), await self.ends_on()
        await self.ask(order.model_copy(update={"ends_on": told.ends_on}))
        await self.house.quiet()
        self.ended_before = {first: before}
        await self._as_shown(told.planned)

    async def resume(self, ahead: int, size: int) -> None:
        """The first that stands, or the last."""
        standing = await self.house.rows(
            "sessions",
            "select from_day, goes_on from pause where goes_on is null or goes_on > $1 order by 1",
            self.today,
        )
        first = standing[0 if size % 2 else -1]["from_day"] if standing else None
        on = max(self.today, first or self.today) + ahead // 2 * ONE_DAY
        if ahead % 3 == 0 and first and first > self.today:
            on = first
        asked = sessions.PreviewResuming(process_id=self.process_id, on=on, from_day=first, **self.at())
        told, before = await self.ask(asked), await self.ends_on()
        await self.ask(await goes_on(self.house, self.contract, on, from_day=first, **self.at()))
        await self.house.quiet()
        await self._as_shown(told.planned)
        if [one for one in standing if one["from_day"] == first and one["goes_on"]]:
            assert await self.ends_on() <= before, (before, self.story)
        await self._gives_back(first, on)

    async def _gives_back(self, first: date | None, on: date) -> None:
        """What is called off before it began: but for a session that lies later and stays."""
        before = self.ended_before.pop(on, None)
        self.ended_before = {}
        if before and on == first:
            last = max((local_date(one.starts_at) for one in await self.ahead()), default=before)
            assert await self.ends_on() == max(before, last), (before, last, self.story)

    # Amendments

    async def draft_number(self, ahead: int, size: int) -> None:
        number = await self.agreed() + size % 9 - 4
        await self._draft(ahead, sessions_agreed=max(1, number))

    async def draft_interval(self, ahead: int, size: int) -> None:
        await self._draft(ahead, base_interval_days=14 + size % 22)

    async def draft_length(self, ahead: int, size: int) -> None:
        await self._draft(ahead, duration_minutes=60 if size % 2 else 120)

    async def draft_end(self, ahead: int, size: int) -> None:
        now = await self.ends_on()
        await self._draft(ahead, ends_on=now + (2 * size - 60) * ONE_DAY)

    async def _draft(self, ahead: int, **changes: Any) -> None:
        first = self.today + (ahead + 1) * ONE_DAY
        await self.ask(amendment(self.contract, first, **self.at(), **changes))
        self.asked_for = changes

    async def other_for_good(self, ahead: int, _: int) -> None:
        await self._propose(self.today + (ahead + 1) * ONE_DAY, None)

    async def other_for_a_while(self, ahead: int, size: int) -> None:
        first = self.today + (ahead + 1) * ONE_DAY
        await self._propose(first, first + size * ONE_DAY)

    async def _propose(self, first: date, until: date | None) -> None:
        now = (await show(self.house, self.process_id)).parties.supervisor_id
        who = self.other if now != self.other else self.contract.parties.supervisor_id
        await self.ask(declaration(self.process_id, who, **self.at()))
        order = proposal(self.contract, who, from_day=first, until_day=until, **self.at())
        await self.ask(order)
        self.asked_for = {}

    async def sign(self, _: int, __: int) -> None:
        """What is open: everybody who is asked."""
        card = await show(self.house, self.process_id)
        if card.open_amendment is None:
            return
        facts = {"process_id": self.process_id, "version": card.open_amendment}
        draft = await self.ask(contracts.ShowContract(**facts))
        told = await self._previewed(draft) if self.asked_for else None
        for member in draft.missing_consents:
            await self.ask(contracts.RecordConsent(person_id=member, **facts, **self.at()))
        for signer in draft.signers:
            await self.ask(signature(draft, signer.party, self.now))
        await self.house.quiet()
        if told is not None:
            await self._as_shown(told.planned)
        if "ends_on" in self.asked_for:
            self.ended_before = {}

    async def _previewed(self, draft: ContractCard) -> sessions.ChangePlan:
        asked = {"process_id": self.process_id, "effective_from": draft.effective_from, **self.at()}
        found: sessions.ChangePlan = await self.ask(
            sessions.PreviewChange.model_validate(asked | self.asked_for)
        )
        return found

    async def withdraw(self, _: int, __: int) -> None:
        card = await show(self.house, self.process_id)
        if card.open_amendment:
            told = {"process_id": self.process_id, "version": card.open_amendment}
            who = {"withdrawn_by": self.coordinator, "reason": "Ei sittenkään."}
            await self.ask(contracts.WithdrawAmendment(**told, **who, **self.at()))

    # Single sessions, and many

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

    # Ends

    async def terminate(self, _: int, size: int) -> None:
        who = {"by": "supervisee", "terminated_by": MEMBERS[0]}
        looks = viewer(MEMBERS[0], Role.SUPERVISEE)
        asked = contracts.PreviewTermination(process_id=self.process_id, viewer=looks, **self.at())
        told = await self.ask(asked)
        order = {"process_id": self.process_id, "reason_code": "wish_of_supervisees", "reason": ""}
        order |= {"last_day": told.last_day, **who, **self.at()}
        await self.ask(contracts.TerminateProcess.model_validate(order))

    async def all_agree_to_an_earlier_end(self, ahead: int, size: int) -> None:
        last = self.today + (ahead + size) * ONE_DAY
        day = {"process_id": self.process_id, "last_day": last, **self.at()}
        await self.ask(contracts.ProposeEarlierEnd(by=Party.COMMISSIONER, proposed_by=COMMISSIONER, **day))
        parties = (await show(self.house, self.process_id)).parties
        for by, who in ((Party.SUPERVISEE, MEMBERS[0]), (Party.SUPERVISOR, parties.supervisor_id)):
            await self.ask(contracts.AnswerEarlierEnd(by=by, agrees=True, answered_by=who, **day))

    # What is seen

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
