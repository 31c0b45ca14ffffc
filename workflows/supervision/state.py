"""What a process carries through its year: ids, phase, waits and counters; never names, notes or amounts.

Stored in every history: add fields with defaults, never rename or remove one.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, assert_never
from uuid import UUID

from pydantic import BaseModel, Field, SerializerFunctionWrapHandler, model_serializer

from services.messages.contracts import TrialOutcome
from services.messages.sessions import ReviewKind
from workflows.supervision.facts import (
    Amended,
    ContractSigned,
    Paused,
    ProposalAnswered,
    ProposalSent,
    Resumed,
    ReviewClosed,
    ScreeningDecided,
    SeriesPlanned,
    SigningBegun,
    SigningDeclined,
    SupervisorMatched,
    Terminated,
    Told,
    TrialDecided,
    TrialStands,
    Withdrawn,
)
from workflows.supervision.waits import COMPUTED_AGAIN, Awaited, Due, Pause, Wait

REMEMBERED_FACTS = 64
AN_INSTANT = timedelta(microseconds=1)


class Phase(StrEnum):
    SCREENING = "screening"
    MATCHING = "matching"
    PROPOSAL = "proposal"
    TRIAL = "trial"
    CONTRACT = "contract"
    SESSIONS = "sessions"
    CONTINUATION = "continuation"
    ENDED = "ended"


_AFTER_A_TRIAL = (Phase.CONTRACT, Phase.SESSIONS, Phase.CONTINUATION, Phase.ENDED)


class Resolution(BaseModel):
    """What a person decided about a process that asks for attention."""

    action: Literal["retry", "skip"]
    reason: str


class ProcessView(BaseModel):
    """What a query shows of a running process."""

    phase: Phase
    attention: str | None
    waits_until: datetime | None


class ProcessState(BaseModel):
    """screening_reminders_at: while the inquiry's screening is not decided. waits: what is waited for now.

    pauses: that go on or lie ahead, in their order; a new list with each change.
    screening to signed: the last fact of each kind; none: not told yet. attention: what asks for a person, until
    there is a resolution. proposed: days for the sessions were. planned: what was confirmed before that was noted.
    """

    process_id: UUID
    began_at: datetime
    renews: UUID | None = None
    phase: Phase = Phase.SCREENING
    screening_reminders_at: list[datetime] = Field(default_factory=list)
    waits: dict[Awaited | Due, Wait] = Field(default_factory=dict)
    pauses: list[Pause] = Field(default_factory=list)
    screening: ScreeningDecided | None = None
    matching: SupervisorMatched | None = None
    proposal: ProposalSent | None = None
    answer: ProposalAnswered | None = None
    tried: TrialOutcome | None = None
    signed: ContractSigned | None = None
    proposed: Literal[True] | None = None
    planned: SeriesPlanned | None = None
    withdrawn: Literal[True] | None = None
    terminated: Literal[True] | None = None
    closed_reviews: list[ReviewKind] = Field(default_factory=list)
    handled: list[str] = Field(default_factory=list)
    attention: str | None = None
    resolution: Resolution | None = None
    ended_as: str | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_empty(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """It is written into each history at its beginning and at its end."""
        return {name: value for name, value in whole(self).items() if value not in (None, [], {})}

    def take(self, told: Told) -> None:
        """Notes a fact once."""
        if told.event_id in self.handled:
            return
        self.handled = [*self.handled, told.event_id][-REMEMBERED_FACTS:]
        match told.fact:
            case ScreeningDecided() as screening:
                self.screening = screening
            case SupervisorMatched() as matching:
                self.matching = matching
            case ProposalSent() as proposal:
                self.take_proposal(proposal)
            case ProposalAnswered() as answer:
                self.answer = answer
            case TrialStands() | TrialDecided() as told_of_trial:
                self._take_of_trial(told_of_trial)
            case SigningBegun() | SigningDeclined() as told_of_paper:
                self._take_of_paper(told_of_paper)
            case ContractSigned() as signed:
                self.signed = signed
            case Withdrawn():
                self.withdrawn = True
            case Terminated() as terminated:
                self._take_termination(terminated)
            case Paused() as paused:
                self._take_pause(paused)
            case Resumed() | Amended() as told_anew:
                self._take_another_end(told_anew)
            case SeriesPlanned() | ReviewClosed() as told_of_series:
                self._take_of_series(told_of_series)
            case _ as unknown:
                assert_never(unknown)

    @property
    def looks_no_further(self) -> bool:
        """What was asked for the sessions' sake is past: their owner has settled them."""
        return self.terminated is True and self.phase is Phase.SESSIONS

    @property
    def is_reproposed(self) -> bool:
        """A correction of what was accepted waits for its answer."""
        return self.proposal is not None and self.answer is None

    def _take_of_paper(self, told: SigningBegun | SigningDeclined) -> None:
        if isinstance(told, SigningBegun):
            self.wait_for_signatures(Wait.of(told, ends_at=told.expires_at))
        else:
            self.wait_for_paper(Wait.of(told))

    def wait_for_paper(self, wait: Wait) -> None:
        """It is a draft: ours to complete."""
        self._wait_for(Awaited.PAPER, wait)

    def wait_for_signatures(self, wait: Wait) -> None:
        self._wait_for(Awaited.SIGNATURES, wait)

    def _wait_for(self, what: Awaited, wait: Wait) -> None:
        """The one thing that a paper waits for; what is told late of a signed one changes nothing."""
        if self.signed is None:
            for earlier in (Awaited.PAPER, Awaited.SIGNATURES):
                self.waits.pop(earlier, None)
            self.waits[what] = wait

    def take_proposal(self, proposal: ProposalSent) -> None:
        """What was said to an earlier one does not answer this one, which has days of its own; a draft rests."""
        self.proposal, self.answer = proposal, None
        for what in (Awaited.PROPOSAL_ANSWER, Awaited.PAPER):
            self.waits.pop(what, None)

    def _take_of_trial(self, told: TrialStands | TrialDecided) -> None:
        """What it waits for, where it has come to that or will; what is told late of one that is decided is past."""
        if self.tried or self.signed or self.phase in _AFTER_A_TRIAL:
            return
        self.waits.pop(Awaited.TRIAL, None)
        if isinstance(told, TrialDecided):
            self.tried = told.outcome
        elif told.look_at:
            self.waits[Awaited.TRIAL] = Wait(since=told.since, ends_at=told.look_at)

    def _take_termination(self, told: Terminated) -> None:
        """It ends on another day, and nothing is looked ahead to any more; what asks for a person is past."""
        self.terminated, self.pauses = True, []
        if self.signed:
            self.signed = self.signed.model_copy(update={"continuation_at": [], "ends_at": told.ends_at})
        for what in (Due.SERIES, Due.CONTINUATION):
            self.waits.pop(what, None)
        self._end_at(told.ends_at)
        if self.attention:
            self.resolution = Resolution(action="skip", reason="terminated")

    def _take_pause(self, told: Paused) -> None:
        """Of an open one, the last day still moves, and is said when it goes on. One may be known: it began anew."""
        pause = Pause.model_validate(told.model_dump(include=set(Pause.model_fields)))
        others = [one for one in self.pauses if one.stops_at != pause.stops_at]
        self.pauses = sorted([*others, pause], key=lambda one: one.stops_at)
        if told.goes_on_at:
            self._take_end(told)

    def _take_another_end(self, told: Resumed | Amended) -> None:
        if isinstance(told, Resumed):
            self._take_resumption(told)
        else:
            self._take_amendment(told)

    def _take_resumption(self, told: Resumed) -> None:
        ended = {"goes_on_at": told.goes_on_at}
        meant = told.stops_at
        self.pauses = [
            one.model_copy(update=ended) if one.ends_sooner(told.goes_on_at, meant) else one
            for one in self.pauses
        ]
        self._take_end(told)

    def _take_amendment(self, told: Amended) -> None:
        """Of a later last day there may be sessions to come; of any, a review may be reached on another day."""
        if self.terminated:
            return
        self._take_end(told)
        if self.phase in (Phase.SESSIONS, Phase.CONTINUATION):
            self.phase = Phase.SESSIONS
            self.waits[Due.SERIES] = Wait(since=told.since, ends_at=told.since)
            self.waits[Due.CONTINUATION] = Wait(since=told.since, reminders_at=told.continuation_at)

    def _take_end(self, told: Paused | Resumed | Amended) -> None:
        """It ends on another day, and it is asked before that one how it goes on."""
        end = {"continuation_at": told.continuation_at, "ends_at": told.ends_at}
        if self.signed:
            self.signed = self.signed.model_copy(update=end)
        if Due.CONTINUATION in self.waits:
            self.waits[Due.CONTINUATION] = Wait(since=self.began_at, reminders_at=told.continuation_at)
        self._end_at(told.ends_at)

    def _end_at(self, instant: datetime) -> None:
        """What is waited for then, where it has come to that."""
        for what in (Awaited.LAST_DAY, Awaited.LATE_REVIEW):
            if wait := self.waits.get(what):
                self.waits[what] = wait.model_copy(update={"ends_at": instant})

    @property
    def pause(self) -> Pause | None:
        """The first of them."""
        return self.pauses[0] if self.pauses else None

    def own_time(self, now: datetime) -> datetime:
        """While it is paused, its clock stands just before the pause."""
        return min(now, self.pause.stops_at - AN_INSTANT) if self.pause else now

    def looked_at_again(self, instant: datetime | None) -> datetime | None:
        """When what is due at that instant is looked at: what a pause holds, when that ends or has been long."""
        held = self.pause is not None and (instant is None or instant >= self.pause.stops_at)
        return self.pause.next_at if held and self.pause else instant

    def note_asked_about(self, asked: Pause) -> None:
        """It has been long, and somebody was told; meanwhile it may have ended."""
        told = {"ask_again_at": None}
        self.pauses = [
            one.model_copy(update=told) if one.stops_at == asked.stops_at else one for one in self.pauses
        ]

    def take_up(self) -> None:
        """The pause is over: what it has held is waited for again, and its sessions are looked at anew."""
        over, self.pauses = self.pauses[0], self.pauses[1:]
        for what in self.waits.keys() - COMPUTED_AGAIN:
            self.waits[what] = self.waits[what].held_over(over)
        if self.signed and self.phase in (Phase.SESSIONS, Phase.CONTINUATION):
            self.phase = Phase.SESSIONS
            self.waits[Due.SERIES] = Wait(since=over.stops_at, ends_at=over.goes_on_at)
            self.waits[Due.CONTINUATION] = Wait(since=over.stops_at, reminders_at=self.signed.continuation_at)

    def _take_of_series(self, told: SeriesPlanned | ReviewClosed) -> None:
        if isinstance(told, SeriesPlanned):
            self._take_plan(told)
        else:
            self._take_review(told)

    def begin_to_look_ahead(self) -> None:
        """A plan is proposed; where people were quicker, one is confirmed already."""
        self.proposed, planned, self.planned = True, self.planned, None
        if planned:
            self._take_plan(planned)

    def _take_plan(self, planned: SeriesPlanned) -> None:
        """A review is looked ahead to from now on; nothing is any more once the contract was terminated."""
        if not self.proposed:
            self.planned = planned
        elif planned.wake_at and not self.terminated:
            self.waits[Due.SERIES] = Wait(since=self.began_at, ends_at=planned.wake_at)

    def _take_review(self, closed: ReviewClosed) -> None:
        """A review that is over is not waited for any longer."""
        if closed.review not in self.closed_reviews:
            self.closed_reviews.append(closed.review)
        self.waits.pop(Awaited.of_review(closed.review), None)

    def forget_the_beginning(self) -> None:
        """What was told until the contract, which says it all again; it would be carried into every later history."""
        self.screening_reminders_at = []
        self.screening = self.matching = self.proposal = self.answer = self.tried = None
        self.handled = []  # one of them that came again would change nothing any more

    def view(self) -> ProcessView:
        """waits_until: the next deadline; none where it waits for as long as it takes."""
        looked_at = [self.looked_at_again(wait.next_at) for wait in self.waits.values()]
        coming = [] if self.attention else [at for at in looked_at if at]
        return ProcessView(phase=self.phase, attention=self.attention, waits_until=min(coming, default=None))
