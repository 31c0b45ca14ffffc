"""People come to a group and leave it, and another one acts for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from deploy.demo import people as who
from deploy.demo.commission import Seen, Turn
from deploy.demo.letters.letter import Letter, to_each
from deploy.demo.script import Act, Ask, Check, Order, local
from deploy.demo.setting_up import register
from deploy.demo.turns.reading import COORDINATOR, told_to_all
from services.messages import contracts, sessions
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date


@dataclass(frozen=True)
class Joins(Turn):
    """A coordinator is told so four weeks before; every member says yes, then the newcomer consents."""

    told: ClassVar[tuple[str, ...]] = ("member_proposed", "member_joined")
    recounted: ClassVar[bool] = True
    newcomer: who.Someone
    from_day: tuple[int, int]

    def members(self, before: tuple[who.Someone, ...], day: date) -> tuple[who.Someone, ...]:
        return (*before, self.newcomer) if (day.month, day.day) >= self.from_day else before

    def acts(self, seen: Seen) -> list[Act]:
        from_day = date(seen.calendar.year, *self.from_day)
        at, yes_at, consents_at = (local(from_day - timedelta(days=days), 10) for days in (28, 25, 21))
        name = seen.commission.name
        proposed = (
            register(self.newcomer, at, who.COORDINATOR.person_id),
            contracts.ProposeMember(
                process_id=seen.commission.process_id,
                person_id=self.newcomer.person_id,
                from_day=from_day,
                proposed_by=who.COORDINATOR.person_id,
                as_of=at,
            ),
        )
        members = seen.commission.members_on(local_date(yes_at))
        yes = tuple(self._yes(seen, from_day, member, yes_at) for member in members)
        return [
            Act(at, str(who.COORDINATOR), f"enters {self.newcomer} for {name} from {from_day}", proposed),
            Act(yes_at, f"The members of {name}", f"agree to {self.newcomer}", yes),
            self._consents(seen, consents_at),
        ]

    def _yes(self, seen: Seen, from_day: date, member: who.Someone, at: datetime) -> Order:
        return contracts.AgreeToMember(
            process_id=seen.commission.process_id,
            newcomer_id=self.newcomer.person_id,
            from_day=from_day,
            agrees=True,
            person_id=member.person_id,
            as_of=at,
        )

    def _consents(self, seen: Seen, at: datetime) -> Act:
        process_id = seen.commission.process_id

        async def join(ask: Ask) -> Order:
            paper = await ask(contracts.ShowContract(process_id=process_id))
            return contracts.JoinGroup(
                process_id=process_id,
                version=paper.version,
                agrees=True,
                person_id=self.newcomer.person_id,
                as_of=at,
            )

        what = f"consents to the contract of {seen.commission.name}"
        return Act(at, str(self.newcomer), what, press=join)

    def letters(self, seen: Seen) -> list[Letter]:
        """Who pays hears that they are more, and of nobody."""
        commission, name = seen.commission, seen.commission.name
        from_day = date(seen.calendar.year, *self.from_day)
        asked, agreed, joined = (from_day - timedelta(days=days) for days in (28, 25, 21))
        members = commission.members_on(asked)
        return [
            *to_each("member_to_agree", members, asked, name),
            *to_each("newcomer_to_consent", [self.newcomer], agreed, name),
            *to_each("group_joined", [self.newcomer], joined, name),
            *to_each("member_joined", [*members, commission.led_by, who.COORDINATOR], joined, name),
            *to_each("group_larger", [commission.contact], joined, name),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        return await rosters(seen, self.newcomer, ask)


@dataclass(frozen=True)
class Leaves(Turn):
    """on: the last day in the group, as month and day."""

    told: ClassVar[tuple[str, ...]] = ("member_left",)
    recounted: ClassVar[bool] = True
    changes_times: ClassVar[bool] = True
    member: who.Someone
    on: tuple[int, int]

    def members(self, before: tuple[who.Someone, ...], day: date) -> tuple[who.Someone, ...]:
        return tuple(one for one in before if one != self.member or (day.month, day.day) <= self.on)

    def acts(self, seen: Seen) -> list[Act]:
        at = local(date(seen.calendar.year, *self.on), 16)
        leave = sessions.LeaveGroup(
            process_id=seen.commission.process_id, person_id=self.member.person_id, as_of=at
        )
        return [Act(at, str(self.member), f"leaves {seen.commission.name}", (leave,))]

    def letters(self, seen: Seen) -> list[Letter]:
        """Who pays hears that they are fewer, and of nobody."""
        commission, name, day = seen.commission, seen.commission.name, date(seen.calendar.year, *self.on)
        return [
            *to_each("group_left", [self.member], day, name),
            *to_each("member_left", [commission.led_by, who.COORDINATOR], day, name),
            *to_each("group_smaller", [commission.contact], day, name),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        return await rosters(seen, self.member, ask)


@dataclass(frozen=True)
class ActsForThem(Turn):
    """Another member is named a week before from_day, by every member's yes."""

    told: ClassVar[tuple[str, ...]] = ("representative_proposed", "representative_named")
    recounted: ClassVar[bool] = True
    member: who.Someone
    from_day: tuple[int, int]

    def represents(self, before: who.Someone, day: date) -> who.Someone:
        return self.member if (day.month, day.day) >= self.from_day else before

    def acts(self, seen: Seen) -> list[Act]:
        from_day = date(seen.calendar.year, *self.from_day)
        at, agreed_at = (local(from_day - timedelta(days=days), 12) for days in (7, 5))
        members = seen.commission.members_on(from_day - timedelta(days=7))
        asked: dict[str, Any] = {
            "process_id": seen.commission.process_id,
            "representative_id": self.member.person_id,
            "from_day": from_day,
        }
        name = sessions.NameRepresentative.model_validate(
            asked | {"named_by": members[0].person_id, "as_of": at}
        )
        agree = tuple(
            sessions.AgreeToRepresentative.model_validate(
                asked | {"agrees": True, "person_id": one.person_id, "as_of": agreed_at}
            )
            for one in members[1:]
        )
        group = seen.commission.name
        return [
            Act(at, str(members[0]), f"would have {self.member} act for {group}", (name,)),
            Act(agreed_at, f"The others of {group}", f"agree that {self.member} acts for them", agree),
        ]

    def letters(self, seen: Seen) -> list[Letter]:
        """Who names them is not asked; then everybody is told."""
        from_day = date(seen.calendar.year, *self.from_day)
        asked, agreed = (from_day - timedelta(days=days) for days in (7, 5))
        members = seen.commission.members_on(asked)
        return [
            *to_each("representative_to_agree", members[1:], asked, seen.commission.name),
            *told_to_all(seen, "representative_named", agreed),
        ]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        group = await ask(sessions.ShowGroup(process_id=seen.commission.process_id, viewer=COORDINATOR))
        return [
            Check(
                f"{seen.commission.name}: another member acts for them",
                group.representative_id == self.member.person_id,
            )
        ]


async def rosters(seen: Seen, person: who.Someone, ask: Ask) -> list[Check]:
    """Whom the supervisor wrote down as present: this one on their own days, and on no other."""
    wrong = []
    for one in seen.live():
        leader = seen.commission.led_on(local_date(one.starts_at))
        reader = Viewer(person_id=leader.person_id, role=Role.SUPERVISOR)
        shown = await ask(sessions.ShowSession(session_id=one.session_id, viewer=reader))
        due = person in seen.commission.members_on(local_date(one.starts_at))
        if (person.person_id in shown.members) != due:
            wrong.append(one.number)
    what = f"{seen.commission.name}: {person} belongs to the sessions of their own days"
    return [Check(what, not wrong, f"not at {wrong}" if wrong else f"{len(seen.live())} sessions")]
