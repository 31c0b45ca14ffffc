"""A process through turns in any order, as the services let people take them: from the inquiry to its end."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages.contracts import EndFound, EndProcess
from services.messages.envelope import Command
from services.messages.intake import ScreeningOutcome
from services.runtime.finland import local_date, start_of
from tests.unit.workflows.simulated import Simulated
from tests.workflows.stand_in import StandIn
from workflows.supervision import facts
from workflows.supervision.facts import Fact
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waits import Awaited

BEGAN = datetime(2027, 1, 4, 7, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
LONGEST_PAUSE = 182
A_YEAR = 250
TURNS = (
    "next", "next_but_trial", "against", "ask_change", "correct", "withdraw", "put_off", "pause", "open_pause",
    "resume", "amend", "terminate", "review", "release", "silence",
)  # fmt: skip
AHEAD = (Phase.SESSIONS, Phase.CONTINUATION)


class Owners(StandIn):
    """Whoever is asked for the end says when it is, where it is not yet."""

    ends_at: datetime | None = None

    async def __call__(self, command: Command[Any], *_: Any, **__: Any) -> Any:
        if isinstance(command, EndProcess) and self.ends_at and command.as_of < self.ends_at:
            self.asked.append(command)
            return EndFound(ended_as=None, ends_at=self.ends_at)
        return await super().__call__(command)


class Life:
    """pauses: first and last instant of each, and since when an open one is long. terminated_at: none, it is not."""

    def __init__(self) -> None:
        self.owners = Owners([BEGAN + (40 + 14 * n) * A_DAY for n in range(16)])
        state = ProcessState(
            process_id=UUID(int=1),
            began_at=BEGAN,
            screening_reminders_at=[BEGAN + 2 * A_DAY, BEGAN + 4 * A_DAY],
        )
        self.process = Simulated(state, self.owners)
        self.pauses: list[list[datetime | None]] = []
        self.signed_at: datetime | None = None
        self.terminated_at: datetime | None = None
        self._is_planned = False

    @property
    def state(self) -> ProcessState:
        return self.process.state

    def pass_days(self, days: int) -> None:
        self.process.pass_until(self.process.now + days * A_DAY)

    def after(self, *days: int) -> list[datetime]:
        return [self.process.now + day * A_DAY for day in days]

    def midnight(self, days: int) -> datetime:
        return start_of(local_date(self.process.now) + days * A_DAY)

    def take(self, what: str, days: int) -> None:
        if self.process.ended is not None:
            return
        if what == "release":
            return self.process.release()
        fact: Fact | None = getattr(self, f"_{what}")(days)
        if fact:
            self.process.tell(fact)

    def finish(self) -> None:
        """Everybody does what they are waited for, a month apart; what is open goes on."""
        for _ in range(80):
            if self.process.ended is not None:
                return
            self.take("resume", 1)
            self.take("next", 1)
            self.pass_days(20)

    def _silence(self, _: int) -> None:
        return None

    def _next(self, days: int) -> Fact | None:
        """What whoever is waited for says, where that is yes."""
        match self.state.phase:
            case Phase.SCREENING:
                outcome = ScreeningOutcome.SUPERVISION
                return facts.ScreeningDecided(outcome=outcome, reminders_at=self.after(3, 6))
            case Phase.MATCHING:
                return facts.SupervisorMatched(reminders_at=self.after(3, 6))
            case Phase.PROPOSAL:
                return self._sent_or_answered(self.after(60)[0])
            case Phase.TRIAL:
                return facts.TrialDecided(outcome="go")
            case Phase.CONTRACT:
                return self._signed_or_begun()
            case _:
                return self._planned_or_reviewed()

    def _planned_or_reviewed(self) -> Fact | None:
        if not self._is_planned:
            self._is_planned = True
            wake_at = max(self.owners.reached_at("interim"), self.after(14)[0])
            return facts.SeriesPlanned(wake_at=wake_at)
        open_one = Awaited.INTERIM_REVIEW in self.state.waits
        return facts.ReviewClosed(review="interim" if open_one else "final")

    def _next_but_trial(self, days: int) -> Fact | None:
        if self.state.phase is Phase.PROPOSAL:
            return self._sent_or_answered(None)
        return self._next(days)

    def _sent_or_answered(self, trial_ends_at: datetime | None) -> Fact:
        if self.state.proposal is None:
            return facts.ProposalSent(reminders_at=self.after(4), expires_at=self.midnight(15))
        return facts.ProposalAnswered(
            answer="accept", reminders_at=self.after(3, 6), trial_ends_at=trial_ends_at
        )

    def _signed_or_begun(self) -> Fact | None:
        if self.state.is_reproposed:
            return facts.ProposalAnswered(answer="accept", reminders_at=[])
        if Awaited.SIGNATURES not in self.state.waits:
            reminders, ends = self.after(3, 7, 14), self.after(30)[0]
            return facts.SigningBegun(since=self.process.now, reminders_at=reminders, expires_at=ends)
        self.owners.ends_at = self.midnight(A_YEAR)
        self.signed_at = self.process.now
        return facts.ContractSigned.model_validate(self._end())

    def _against(self, days: int) -> Fact | None:
        match self.state.phase:
            case Phase.SCREENING:
                return facts.ScreeningDecided(outcome=ScreeningOutcome.ORIENTATION, reminders_at=[])
            case Phase.PROPOSAL if self.state.proposal:
                return facts.ProposalAnswered(answer="decline", reminders_at=[])
            case Phase.TRIAL:
                return facts.TrialDecided(outcome="no_go")
            case Phase.CONTRACT if Awaited.SIGNATURES in self.state.waits:
                return facts.SigningDeclined(since=self.process.now, reminders_at=self.after(3, 6))
        return None

    def _ask_change(self, _: int) -> Fact | None:
        if self.state.phase is Phase.PROPOSAL and self.state.proposal:
            return facts.ProposalAnswered(answer="ask_change", reminders_at=self.after(3, 6))
        return None

    def _correct(self, days: int) -> Fact | None:
        """Another proposal while one is open, or while what was accepted is a draft."""
        is_draft = self.state.phase is Phase.CONTRACT and Awaited.PAPER in self.state.waits
        if is_draft or (self.state.phase is Phase.PROPOSAL and self.state.proposal):
            return facts.ProposalSent(reminders_at=self.after(4), expires_at=self.midnight(days))
        return None

    def _withdraw(self, _: int) -> Fact | None:
        return None if self.signed_at else facts.Withdrawn()

    def _put_off(self, days: int) -> Fact | None:
        """The days of a trial are asked about, or found no more."""
        if self.state.phase is not Phase.TRIAL:
            return None
        look_at = self.midnight(days) if days % 3 else None
        return facts.TrialStands(since=self.process.now, look_at=look_at)

    def _is_agreed(self) -> bool:
        return self.signed_at is not None and self.state.phase in AHEAD and self.terminated_at is None

    def _pause(self, days: int) -> Fact | None:
        if not self._is_agreed() or self.state.pause:
            return None
        stops_at, goes_on_at = self.midnight(1), self.midnight(1 + days)
        self.pauses.append([stops_at, goes_on_at, None])
        self._move_end(days)
        return facts.Paused.model_validate(self._end() | {"stops_at": stops_at, "goes_on_at": goes_on_at})

    def _open_pause(self, _: int) -> Fact | None:
        if not self._is_agreed() or self.state.pause:
            return None
        stops_at, ask_again_at = self.midnight(1), self.midnight(1 + LONGEST_PAUSE)
        self.pauses.append([stops_at, None, ask_again_at])
        return facts.Paused.model_validate(self._end() | {"stops_at": stops_at, "ask_again_at": ask_again_at})

    def _resume(self, days: int) -> Fact | None:
        pause = self.state.pause
        if not self._is_agreed() or pause is None or pause.goes_on_at or pause.stops_at > self.process.now:
            return None
        goes_on_at = self.midnight(min(days, 10))
        self.pauses[-1][1] = goes_on_at
        self._move_end((goes_on_at - pause.stops_at).days)
        return facts.Resumed.model_validate(self._end() | {"goes_on_at": goes_on_at})

    def _amend(self, days: int) -> Fact | None:
        if not self._is_agreed() or self.state.pause:
            return None
        assert self.owners.ends_at
        self.owners.ends_at = max(self.midnight(1), self.owners.ends_at + (days - 30) * A_DAY)
        return facts.Amended.model_validate(self._end() | {"since": self.process.now})

    def _terminate(self, days: int) -> Fact | None:
        if not self._is_agreed():
            return None
        assert self.owners.ends_at
        self.terminated_at = self.process.now
        self.owners.ends_at = min(self.owners.ends_at, self.midnight(days))
        if self.pauses:
            self.pauses[-1][1] = min(self.pauses[-1][1] or self.process.now, self.process.now)
        return facts.Terminated(ends_at=self.owners.ends_at)

    def _review(self, days: int) -> Fact | None:
        """Held or waived; of either kind."""
        return facts.ReviewClosed(review="interim" if days % 2 else "final") if self.signed_at else None

    def _move_end(self, days: int) -> None:
        assert self.owners.ends_at
        self.owners.ends_at += days * A_DAY

    def _end(self) -> dict[str, Any]:
        ends_at = self.owners.ends_at
        assert ends_at
        return {"ends_at": ends_at, "continuation_at": [ends_at - 30 * A_DAY, ends_at - 14 * A_DAY]}
