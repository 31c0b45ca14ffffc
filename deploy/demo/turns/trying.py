"""Sessions are tried before the contract, and both sides say whether it goes on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Tried, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, local
from deploy.demo.turns.reading import COORDINATOR, FINANCE, lines_of
from services.messages import billing, contracts, intake, process, sessions
from services.messages.billing import InvoiceCard, ItemKind
from services.messages.sessions import SessionCard
from services.runtime.finland import local_date

AGREED = ("trial_prepared", "trial_asked", "trial_agreed", "trial_decided")
VAT_PER_MILLE = 255


@dataclass(frozen=True)
class GoesOn(Turn):
    """Both say go after the last session; the meeting is not needed. cents: of a session, credited after the go."""

    told: ClassVar[tuple[str, ...]] = (*AGREED, "meeting_waived")
    recounted: ClassVar[bool] = True
    cents: int

    def decides(self, tried: Tried) -> list[Act]:
        commission = tried.commission
        last = max(local_date(one.starts_at) for one in tried.sessions)
        at, later, waived_at = (
            local(last + timedelta(days=days), hour) for days, hour in ((1, 10), (1, 14), (2, 10))
        )
        waive = contracts.WaiveMeeting(
            process_id=commission.process_id,
            reason="Osapuolet tapasivat ennen koejaksoa.",
            waived_by=who.COORDINATOR.person_id,
            as_of=waived_at,
        )
        name = commission.name
        return [
            says(tried, "go", commission.supervisees[0], at),
            says(tried, "go", commission.led_by, later),
            Act(waived_at, str(who.COORDINATOR), f"waives the meeting of {name}: they have met", (waive,)),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        """The contract has sessions of its own, from 1 on, and none before its last signature."""
        numbers = [one.number for one in seen.live()]
        return [
            Check(
                f"{seen.commission.name}: what was tried is outside the contract's count",
                numbers == list(range(1, len(numbers) + 1)) != []
                and min(local_date(one.starts_at) for one in seen.live())
                >= seen.commission.first_day(seen.calendar),
                f"{len(numbers)} sessions",
            )
        ]

    async def checks_of_trial(self, tried: Tried, ask: Ask) -> list[Check]:
        """The trial is paid for whole; then each month pays what the credit leaves of it, and no invoice says 0."""
        name = tried.commission.name
        shown = await invoices_of(tried, ask)
        paid, due = [(one.period, one.net_cents) for one in shown], await self._due(tried, ask)
        taxed = all(one.vat_cents == (one.net_cents * VAT_PER_MILLE + 500) // 1000 for one in shown)
        held = {one.status for one in tried.sessions} == {"held"}
        return [
            Check(f"{name}: what was tried is credited to the cent", held and paid == due, f"{paid}"),
            Check(
                f"{name}: VAT is of what is left to pay", taxed, f"{[one.vat_cents for one in shown]} cents"
            ),
        ]

    async def _due(self, tried: Tried, ask: Ask) -> list[tuple[str, int]]:
        """Without VAT, by months; each session of the year that was held has the same price."""
        listed = await ask(sessions.ListSessions(process_id=tried.commission.process_id))
        after = [one for one in listed.sessions if not one.trial and one.status == "held"]
        due = {month: self.cents * count for month, count in months_of(tried.sessions).items()}
        credit = sum(due.values())
        for month, count in months_of(after).items():
            taken = min(credit, self.cents * count)
            credit -= taken
            due[month] = self.cents * count - taken
        return sorted((month, cents) for month, cents in due.items() if cents)


@dataclass(frozen=True)
class EndsThere(Turn):
    """The supervisees say no-go after the first session, the afternoon before the second one."""

    told: ClassVar[tuple[str, ...]] = AGREED
    ends_before: ClassVar[bool] = True
    recounted: ClassVar[bool] = True
    cents: int

    def decides(self, tried: Tried) -> list[Act]:
        second = local_date(tried.sessions[1].starts_at)
        person = tried.commission.supervisees[0]
        return [says(tried, "no_go", person, local(second - timedelta(days=1), 15))]

    def calls_off_late(self, session: SessionCard) -> bool:
        return session.trial and session.status == "cancelled"

    def letters_of_trial(self, tried: Tried) -> list[Letter]:
        """Who would have met that day; the outcome is told to everybody as of any trial."""
        commission, off = tried.commission, [one for one in tried.sessions if self.calls_off_late(one)]
        there = [*commission.supervisees, commission.led_by]
        days = [local_date(one.starts_at) - timedelta(days=1) for one in off]
        return [one for day in days for one in to_each("session_cancelled", there, day, commission.name)]

    async def checks_of_trial(self, tried: Tried, ask: Ask) -> list[Check]:
        """What was held is paid for and never credited; what was called off costs nothing, however late it was."""
        name, process_id = tried.commission.name, tried.commission.process_id
        shown = await ask(contracts.ShowTrial(process_id=process_id, viewer=COORDINATOR))
        inquiry = await ask(intake.ShowInquiry(process_id=process_id, viewer=COORDINATOR))
        open_ones = (await ask(process.ListProcesses())).processes
        is_open = process_id in {one.process_id for one in open_ones}
        paid = [(one.net_cents, one.vat_cents) for one in await invoices_of(tried, ask)]
        lines = await lines_of(tried.commission, ask)
        what_became = [one.status for one in tried.sessions]
        vat = (self.cents * VAT_PER_MILLE + 500) // 1000
        return [
            Check(
                f"{name}: a no-go ends the process, and its place is free",
                shown.outcome == "no_go" and inquiry.ended and not is_open,
                f"{shown.outcome}",
            ),
            Check(
                f"{name}: what was held is paid for, and what was called off is not",
                what_became == ["held", "cancelled"]
                and paid == [(self.cents, vat)]
                and [(one.number, one.kind, one.trial) for one in lines] == [(1, ItemKind.HELD, True)],
                f"{what_became}, {paid}",
            ),
        ]


def says(tried: Tried, word: contracts.TrialWord, person: who.Someone, at: datetime) -> Act:
    """For the supervisees, or as the supervisor."""
    order = contracts.SayTrialDecision(
        process_id=tried.commission.process_id,
        word=word,
        members_heard=person in tried.commission.supervisees,
        person_id=person.person_id,
        as_of=at,
    )
    what = f"says {word.replace('_', '-')} after the trial of {tried.commission.name}"
    return Act(at, str(person), what, (order,))


async def invoices_of(tried: Tried, ask: Ask) -> list[InvoiceCard]:
    """By their months."""
    listed = billing.ListInvoices(viewer=FINANCE, process_id=tried.commission.process_id)
    return sorted((await ask(listed)).invoices, key=lambda one: one.period)


def months_of(held: Sequence[SessionCard]) -> dict[str, int]:
    """How many in each, as 2027-01."""
    return dict(sorted(Counter(f"{local_date(one.starts_at):%Y-%m}" for one in held).items()))
