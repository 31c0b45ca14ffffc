"""One process as its viewer may see it: found by its number, with its contract and sessions beside it."""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from services.messages.contracts import ContractCard, ShowContract, ShowTrial, TrialShown
from services.messages.directory import Person, ShowContacts
from services.messages.intake import FindProcess, InquiryCard
from services.messages.sessions import ListSessions, SessionCard
from services.portal.pages.processes.phases import OVER, phase_of
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import Belongs
from services.web.pages.visit import Visit

T = TypeVar("T")
MILESTONES = ("screening", "matching", "proposal", "contract", "sessions", "continuation")
_TRYING = (*MILESTONES[:3], "trial", *MILESTONES[3:])
_ACCEPTED = ("accepted", "reproposed")
_NO_TRIAL = ("unknown_process", "no_proposal", "proposal_not_accepted", "no_trial")


@dataclass(frozen=True)
class Process:
    """inquiry: what everybody gets. contract: none before there is one that this viewer may know of."""

    inquiry: InquiryCard
    contract: ContractCard | None

    @property
    def process_id(self) -> UUID:
        return self.inquiry.process_id

    @property
    def number(self) -> str:
        return self.inquiry.number

    @property
    def has_ended(self) -> bool:
        return self.contract is not None and self.contract.ended

    @property
    def phase(self) -> str:
        return phase_of(self.inquiry, self.contract)

    @property
    def belongs(self) -> Belongs:
        """To whom, for asking the policy whether the viewer may do something."""
        parties = self.contract.parties if self.contract else None
        members = parties.supervisee_ids if parties else self.inquiry.supervisee_ids
        return Belongs(
            organisation_id=self.inquiry.organisation_id,
            supervisee_ids=frozenset(members),
            supervisor_id=self.inquiry.supervisor_id,
            department_id=self.inquiry.department_id,
        )

    def milestones(self, *, tried: bool = False, holds: bool = False) -> list[tuple[str, str]]:
        """Every phase of a year in order, with a trial where there is one; and whether it is done, now, ahead, or where
        it stopped. tried: a trial was prepared for it, and may be over. holds: sessions are left, while it is asked
        how it goes on.
        """
        stopped = self._stopped_at(self.phase)
        here, there = stopped or self.phase, "stopped" if stopped else "now"
        way = _TRYING if tried or here == "trial" else MILESTONES
        if here in OVER:
            return [(one, "done") for one in way]
        found = [(one, _where(number, way.index(here), there)) for number, one in enumerate(way)]
        if here == "continuation" and holds and not stopped:
            return [(one, "now" if one == "sessions" else where) for one, where in found]
        return found

    def _stopped_at(self, phase: str) -> str | None:
        """Before its year was over; none where it was, or goes on. What is withdrawn stops wherever it was."""
        if self.inquiry.ended_in_trial:
            return "trial"
        if phase in OVER or phase == "expired":
            unsigned = self.contract is not None and self.contract.status in ("expired", "given_up")
            return "contract" if unsigned else _STOPPED_AT.get(phase)
        if phase != "withdrawn":
            return _STOPPED_AT.get(phase)
        if self.inquiry.outcome is None:
            return "screening"
        return "proposal" if self.inquiry.supervisor_id else "matching"


_STOPPED_AT = {
    "redirected": "screening",
    "declined": "proposal",
    "expired": "proposal",
    "never_began": "sessions",
    "not_renewed": "continuation",
}


def _where(number: int, current: int, there: str) -> str:
    return "done" if number < current else there if number == current else "ahead"


@dataclass(frozen=True)
class Used:
    """Sessions of a series: how many there are, and what became of them. next_at: of the nearest planned one.

    unused: of the cancelled ones, those that cost nothing.
    """

    total: int
    held: int
    cancelled: int
    no_show: int
    next_at: datetime | None
    unused: int = 0

    @property
    def settled(self) -> int:
        """Neither left nor to come."""
        return self.held + self.cancelled + self.no_show

    @property
    def used(self) -> int:
        return self.settled - self.unused


def used(
    sessions: list[SessionCard], last_day: date | None, *, now: datetime | None = None, waits: bool = False
) -> Used:
    """What an early end calls off after its last day is nobody's any more: it was neither used nor is it left.

    What has no day yet and waits for one is left. waits: an open pause goes on, after which the sessions that it took
    out of the diary are planned again. now: what is over by then and not recorded is no next one.
    """
    counted = [
        one
        for one in sessions
        if not one.trial and (last_day is None or local_date(one.starts_at) <= last_day)
    ]
    standing = [one for one in counted if one.status != "paused" and not one.waits]
    by_status = [one.status for one in standing]
    again = {one.number for one in counted if one.waits or (waits and one.status == "paused")}
    again -= {one.number for one in standing}
    planned = [
        one.starts_at for one in sessions if one.status == "planned" and (now is None or one.ends_at > now)
    ]
    return Used(
        len(by_status) + len(again),
        by_status.count("held"),
        by_status.count("cancelled"),
        by_status.count("no_show"),
        min(planned, default=None),
        sum(one.unused for one in standing),
    )


async def held_before_change(visit: Visit, process: Process) -> ContractCard | None:
    """What holds today, where the version that counts is a signed change that takes effect later; else none."""
    today, counts = local_date(visit.now), process.contract
    if counts is None or counts.effective_from is None or counts.effective_from <= today:
        return None
    return await visit.ask(ShowContract(process_id=process.process_id, viewer=visit.viewer, on=today))


async def find_process(visit: Visit, number: str) -> Process:
    """Refuses: unknown_process, out of the viewer's reach too."""
    inquiry = await visit.ask(FindProcess(number=number, viewer=visit.viewer))
    return Process(inquiry, await _contract(visit, inquiry))


async def sessions_of(visit: Visit, process: Process) -> list[SessionCard]:
    """Empty before the contract is signed, but for those of a trial, which comes after an accepted proposal."""
    is_signed = process.contract is not None and process.contract.status == "signed"
    if not is_signed and process.inquiry.status not in _ACCEPTED:
        return []
    query = ListSessions(process_id=process.process_id, viewer=visit.viewer)
    found = await or_nothing(visit.ask(query), "unknown_process")
    return found.sessions if found else []


async def trial_of(visit: Visit, process: Process) -> TrialShown | None:
    """None where none was accepted, or nobody is named for it yet."""
    if process.inquiry.status not in _ACCEPTED:
        return None
    query = ShowTrial(process_id=process.process_id, viewer=visit.viewer)
    try:
        trial = await visit.ask(query)
    except Refusal as refusal:
        if refusal.code in _NO_TRIAL:
            return None
        raise
    return trial if trial.revision else None


async def _contract(visit: Visit, inquiry: InquiryCard) -> ContractCard | None:
    query = ShowContract(process_id=inquiry.process_id, viewer=visit.viewer)
    return await or_nothing(visit.ask(query), "unknown_process")


async def people_of(visit: Visit, person_ids: Iterable[UUID | None]) -> dict[UUID, Person]:
    """By id; whoever is unknown is not in it."""
    asked = sorted({one for one in person_ids if one})
    people = (await visit.ask(ShowContacts(person_ids=asked))).people if asked else []
    return {one.person_id: one for one in people}


async def or_nothing(asked: Awaitable[T], code: str) -> T | None:
    """None where the service refuses with this code: what is not there yet."""
    try:
        return await asked
    except Refusal as refusal:
        if refusal.code == code:
            return None
        raise
