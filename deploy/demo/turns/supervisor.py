"""Another supervisor: for some weeks, after which the first one is there again, or for good."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, Order, local
from services.messages import contracts, intake
from services.messages.values import Party
from services.runtime.finland import local_date

NOTHING = intake.Interest(code=intake.InterestCode.NONE)


@dataclass(frozen=True)
class TakesOver(Turn):
    """For good, proposed twelve days before. first: the other's first day, as month and day."""

    told: ClassVar[tuple[str, ...]] = ("contract_amended", "sessions_handed_over")
    recounted: ClassVar[bool] = True
    reason: ClassVar[contracts.SupervisorReason] = contracts.SupervisorReason.WISH_OF_SUPERVISEES
    does: ClassVar[str] = "takes over"
    letter: ClassVar[str] = "supervisor_changed"
    ahead: ClassVar[int] = 12
    """Days, of the proposal. Members consent three days after it; then it is signed."""
    other: who.Someone
    first: tuple[int, int]

    def leads(self, before: who.Someone, day: date) -> who.Someone:
        return self.other if (day.month, day.day) >= self.first else before

    def until(self, seen: Seen) -> date | None:
        """The other's last day."""
        return None

    def acts(self, seen: Seen) -> list[Act]:
        first = date(seen.calendar.year, *self.first)
        said_at, at, consents_at, signs_at = (
            local(first - timedelta(days=self.ahead + days), 9) for days in (1, 0, -3, -4)
        )
        name = seen.commission.name
        declare = intake.DeclareInterest(
            process_id=seen.commission.process_id,
            supervisor_id=self.other.person_id,
            interest=NOTHING,
            declared_by=self.other.person_id,
            as_of=said_at,
        )
        members = seen.commission.members_on(local_date(consents_at))
        return [
            Act(said_at, str(self.other), f"says that nothing stands between them and {name}", (declare,)),
            Act(
                at,
                str(who.COORDINATOR),
                f"proposes that {self.other} {self.does} at {name}",
                (self._proposed(seen, at),),
            ),
            *(self._consents(seen, member, consents_at) for member in members[1:]),
            self._signs(seen, members[0], Party.SUPERVISEE, signs_at),
            self._signs(seen, self.other, Party.SUPERVISOR, signs_at + timedelta(hours=1)),
        ]

    def _proposed(self, seen: Seen, at: datetime) -> Order:
        return contracts.ProposeSupervisor(
            process_id=seen.commission.process_id,
            supervisor_id=self.other.person_id,
            reason_code=self.reason,
            from_day=date(seen.calendar.year, *self.first),
            until_day=self.until(seen),
            proposed_by=who.COORDINATOR.person_id,
            as_of=at,
        )

    def _consents(self, seen: Seen, member: who.Someone, at: datetime) -> Act:
        process_id = seen.commission.process_id

        async def consent(ask: Ask) -> Order:
            version = (await ask(contracts.ShowContract(process_id=process_id))).open_amendment
            return contracts.RecordConsent(
                process_id=process_id,
                version=version,
                person_id=member.person_id,
                way="mailed_link",
                as_of=at,
            )

        what = f"agrees that {self.other} {self.does} at {seen.commission.name}"
        return Act(at, str(member), what, press=consent)

    def _signs(self, seen: Seen, signer: who.Someone, party: Party, at: datetime) -> Act:
        process_id = seen.commission.process_id

        async def sign(ask: Ask) -> Order:
            paper = await ask(contracts.ShowContract(process_id=process_id))
            return contracts.SignContract(
                process_id=process_id,
                version=paper.open_amendment or paper.version,
                party=party,
                signer_id=signer.person_id,
                interest=NOTHING if party is Party.SUPERVISOR else None,
                way="mailed_link",
                as_of=at,
            )

        what = f"signs that {self.other} {self.does} at {seen.commission.name}"
        return Act(at, str(signer), what, press=sign)

    def letters(self, seen: Seen) -> list[Letter]:
        """The members consent, then the one who acts for them signs, then the other; who pays and who goes are told."""
        commission, name = seen.commission, seen.commission.name
        first = date(seen.calendar.year, *self.first)
        asked, consented, signed = (first - timedelta(days=self.ahead - days) for days in (0, 3, 4))
        members, told = commission.members_on(asked), [commission.contact, commission.led_by]
        return [
            *to_each("supervisor_told", told, asked, name),
            *to_each("supervisor_to_consent", members[1:], asked, name),
            *to_each("supervisor_to_sign", members[:1], consented, name),
            *to_each("supervisor_to_sign", [self.other], signed, name),
            *to_each("contract_amended", [members[0], *told, self.other], signed, name),
            *to_each(self.letter, members, signed, name),
            *to_each("sessions_taken_over", [self.other], signed, name),
            *to_each("sessions_handed_over", [commission.led_by], signed, name),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        """Each session is whose its day is, and none is missing."""
        wrong = [
            one.number
            for one in seen.live()
            if one.supervisor_id != seen.commission.led_on(local_date(one.starts_at)).person_id
        ]
        others = [one.number for one in seen.live() if one.supervisor_id == self.other.person_id]
        numbers = [one.number for one in seen.live()]
        return [
            Check(
                f"{seen.commission.name}: each session is held by whose its day is",
                bool(others) and not wrong and numbers == list(range(1, len(numbers) + 1)),
                f"{self.other} held {others}",
            )
        ]


@dataclass(frozen=True)
class StoodInFor(TakesOver):
    """For some weeks, proposed four weeks before. last: the last day of who stands in, as month and day."""

    reason: ClassVar[contracts.SupervisorReason] = contracts.SupervisorReason.ILLNESS
    does: ClassVar[str] = "stands in"
    letter: ClassVar[str] = "supervisor_stands_in"
    ahead: ClassVar[int] = 28
    last: tuple[int, int]

    def leads(self, before: who.Someone, day: date) -> who.Someone:
        return self.other if self.first <= (day.month, day.day) <= self.last else before

    def until(self, seen: Seen) -> date:
        return date(seen.calendar.year, *self.last)
