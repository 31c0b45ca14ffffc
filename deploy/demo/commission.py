"""One inquiry with everybody who has to do with it, and what a year may bring it besides its sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from deploy.demo import people as who
from deploy.demo.letters.letter import Letter
from deploy.demo.script import Act, Ask, Calendar, Check
from services.messages import intake
from services.messages.contracts import ContractCard
from services.messages.regions import Region
from services.messages.sessions import ReviewCard, SessionCard
from services.messages.values import Audience
from services.runtime.finland import ONE_DAY

CHOSEN_BEFORE = timedelta(days=20)
"""How it goes on, before its last day."""


@dataclass(frozen=True)
class Trial:
    """What is tried before the contract, between two days, as month and day."""

    sessions: int
    price: intake.TrialPrice
    first_day: tuple[int, int]
    ends_by: tuple[int, int]


@dataclass(frozen=True)
class Commission:
    """begins: working days after the calendar's start. starts, ends: the contract's first and last day, as month and
    day; none: the calendar's. meets: the three parties, before they sign. renews: for another year; goes_on: and the
    contract of that is signed. follows: whose next year it is, which nobody asks for and nobody offers. answers: the
    proposal; otherwise nobody does. kept_away: a supervisor who has too much to do with them, and says so.
    """

    name: str
    organisation: who.Organisation
    contact: who.Someone
    audience: Audience
    wishes: tuple[intake.Wish, ...]
    region: Region
    duration_minutes: int
    begins: int
    message: str
    supervisees: tuple[who.Someone, ...] = ()
    supervisor: who.Someone | None = None
    turns: "tuple[Turn, ...]" = ()
    meets: bool = False
    renews: bool = False
    goes_on: bool = False
    follows: "Commission | None" = None
    starts: tuple[int, int] | None = None
    ends: tuple[int, int] | None = None
    trial: Trial | None = None
    answers: bool = True
    kept_away: who.Someone | None = None

    @property
    def process_id(self) -> UUID:
        return self.follows.successor_id if self.follows else who.id_of(f"process of {self.name}")

    @property
    def successor_id(self) -> UUID:
        """Of what is renewed."""
        return who.id_of(f"successor of {self.name}")

    @property
    def led_by(self) -> who.Someone:
        """Its supervisor, of one that has come to that."""
        assert self.supervisor is not None
        return self.supervisor

    @property
    def holds_sessions(self) -> bool:
        return self.supervisor is not None and self.answers

    @property
    def comes_about(self) -> bool:
        """It has come to a contract."""
        return self.holds_sessions and not any(turn.ends_before for turn in self.turns)

    def first_day(self, calendar: Calendar) -> date:
        if self.follows:
            return self.follows.last_day(calendar) + ONE_DAY
        return date(calendar.year, *self.starts) if self.starts else calendar.starts_on

    def last_day(self, calendar: Calendar) -> date:
        if self.follows:
            return following(self.follows.last_day(calendar))
        return date(calendar.year, *self.ends) if self.ends else calendar.ends_on

    def members_on(self, day: date) -> tuple[who.Someone, ...]:
        members = self.supervisees
        for turn in self.turns:
            members = turn.members(members, day)
        return members

    def led_on(self, day: date) -> who.Someone:
        leader = self.led_by
        for turn in self.turns:
            leader = turn.leads(leader, day)
        return leader

    def acts_for_on(self, day: date) -> who.Someone:
        """Who acts for those who meet."""
        acting = self.supervisees[0]
        for turn in self.turns:
            acting = turn.represents(acting, day)
        return acting


def following(day: date) -> date:
    """The same one of the next year, or the last of its February."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass(frozen=True)
class Seen:
    """How a commission stands, as the services answer. sessions: of the contract, in the order of their numbers."""

    commission: Commission
    calendar: Calendar
    contract: ContractCard
    sessions: Sequence[SessionCard]
    reviews: Sequence[ReviewCard]

    def live(self) -> list[SessionCard]:
        """Those that count in the contract's number."""
        return [one for one in self.sessions if one.status in ("planned", "held", "no_show")]

    def numbered(self, number: int) -> SessionCard | None:
        """The one that has the number now."""
        return next((one for one in self.live() if one.number == number), None)


@dataclass(frozen=True)
class Tried:
    """A commission before its contract. sessions: of its trial, in the order of their numbers; none: not known yet."""

    commission: Commission
    calendar: Calendar
    sessions: Sequence[SessionCard]


@dataclass(frozen=True)
class Turn:
    """Something that does not go as it was planned: what people do then, and what must have come of it.

    told: the facts that the timeline of the process has of it. ends_early: nobody asks how to go on afterwards.
    closes_with_it: its letter is the last one. ends_before: there is a contract. recounted: `letters` gives every
    letter that is written for it, besides those of any year (`deploy/demo/letters`).
    invoices_by_mail: no system takes them. changes_times: of sessions of which people may have been reminded already,
    or who comes to them.
    """

    told: ClassVar[tuple[str, ...]] = ()
    ends_early: ClassVar[bool] = False
    closes_with_it: ClassVar[bool] = False
    ends_before: ClassVar[bool] = False
    recounted: ClassVar[bool] = False
    changes_times: ClassVar[bool] = False
    invoices_by_mail: ClassVar[bool] = True

    def members(self, before: tuple[who.Someone, ...], day: date) -> tuple[who.Someone, ...]:
        """Of the group on that day."""
        return before

    def leads(self, before: who.Someone, day: date) -> who.Someone:
        """Who supervises on that day."""
        return before

    def represents(self, before: who.Someone, day: date) -> who.Someone:
        """Who acts for the group on that day."""
        return before

    def last_day(self, seen: Seen) -> date | None:
        """Of what ends before its contract says; none: this turn ends nothing."""
        return None

    def at_session(self, seen: Seen, session: SessionCard) -> list[Act] | None:
        """What is done instead of recording it as held; none: this turn says nothing of that session."""
        return None

    def acts(self, seen: Seen) -> list[Act]:
        return []

    def decides(self, tried: Tried) -> list[Act]:
        """What is said of a trial whose days are known."""
        return []

    def letters(self, seen: Seen) -> list[Letter]:
        """Of a kind that it gives, all: besides those of any year."""
        return []

    def letters_of_trial(self, tried: Tried) -> list[Letter]:
        return []

    def plans_again(self, own: Seen, of: Seen, session: SessionCard) -> date | None:
        """When its supervisor calls off a session that is planned again; none: it is not by this turn of `own`."""
        return None

    def calls_off_late(self, session: SessionCard) -> bool:
        """After people were reminded of it."""
        return False

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        return []

    async def checks_of_trial(self, tried: Tried, ask: Ask) -> list[Check]:
        return []


@dataclass(frozen=True)
class Cast:
    """Whom a demo year is about."""

    commissions: tuple[Commission, ...]
    supervisors: tuple[who.SupervisorProfile, ...]
