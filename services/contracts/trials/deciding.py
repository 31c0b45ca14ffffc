"""Go or no-go after a trial: both sides have to say go, and silence is never go.

Which side said what, and why, is for the two of them: whoever pays is told the outcome alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from services.messages.contracts import TrialOutcome
from services.runtime.commands.refusal import Refusal

Side = Literal["supervisees", "supervisor"]
Word = Literal["go", "no_go"]
SIDES: tuple[Side, ...] = ("supervisees", "supervisor")


@dataclass(frozen=True)
class Decision:
    """The words so far, and since when it is settled. lapses_at: see `DecisionTimes`."""

    lapses_at: datetime
    words: Mapping[Side, Word] = field(default_factory=dict)
    lapsed: bool = False

    @property
    def outcome(self) -> TrialOutcome | None:
        """None: it is still to be decided. The first no-go decides."""
        if "no_go" in self.words.values():
            return "no_go"
        if all(side in self.words for side in SIDES):
            return "go"
        return "lapsed" if self.lapsed else None


def say(decision: Decision, side: Side, word: Word, at: datetime, *, members_heard: bool = False) -> Decision:
    """With this word; the same one again changes nothing. A go may become a no-go until it is settled.

    members_heard: whoever speaks for the supervisees states that each of them was heard.
    Refuses: trial_decided (settled, or its time is over), members_not_heard.
    """
    if decision.words.get(side) == word:
        return decision
    if decision.outcome or at >= decision.lapses_at:
        raise Refusal("trial_decided", "process_id")
    if side == "supervisees" and not members_heard:
        raise Refusal("members_not_heard", "members_heard")
    return replace(decision, words={**decision.words, side: word})


def all_heard(members: int, *, stated: bool) -> bool:
    """One alone speaks for themselves, and has nobody to hear."""
    return stated or members == 1


def lapse(decision: Decision, at: datetime) -> Decision:
    """What is still undecided has come to nothing, once its time is over; whatever was decided before stays.

    A timer that comes late finds what was decided, and one that comes early changes nothing.
    """
    if decision.outcome or at < decision.lapses_at:
        return decision
    return replace(decision, lapsed=True)


def ends_process(outcome: TrialOutcome) -> bool:
    """Whether the process closes as `trial_no_go` and frees the supervisor's place; else its contract comes next."""
    return outcome != "go"
