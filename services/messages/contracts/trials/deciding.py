"""What becomes of a trial: said by both sides, ended by a coordinator, or looked at when something is due."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Reply
from services.messages.values import LongText, Utc

TrialOutcome = Literal["go", "no_go", "lapsed"]

TrialSide = Literal["supervisees", "supervisor"]

TrialWord = Literal["go", "no_go"]


class SayTrialDecision(Command[Done]):
    """Whether it goes on, by who speaks for the supervisees or by the supervisor. Nobody says why.

    members_heard: the former states that each member was heard, where there are several.
    Refuses: unknown_process, trial_not_agreed, trial_not_begun (go before its first session), trial_decided,
    members_not_heard, not_yours_to_decide.
    """

    proved = "person_id"
    process_id: UUID
    word: TrialWord
    members_heard: bool = False
    person_id: UUID
    as_of: Utc


class GiveUpTrial(Command[Done]):
    """A coordinator ends the process before the trial is decided. reason: for the coordinators.

    Refuses: unknown_process, not_yours_to_decide, reason_missing, no_trial, trial_decided.
    """

    process_id: UUID
    reason: LongText
    given_up_by: UUID
    as_of: Utc


class HandOverTrial(Command[Done]):
    """Its supervisor leaves before it is decided whether it goes on: who is chosen by now says it. Said again, nothing.

    Refuses: unknown_process, not_yours_to_decide, trial_not_agreed, trial_decided, supervisor_stays,
    trial_sessions_to_come, nobody_else_chosen.
    """

    process_id: UUID
    handed_over_by: UUID
    as_of: Utc


class TrialFound(Reply):
    """outcome: none while it is not decided; then look_at: when to look again."""

    outcome: TrialOutcome | None
    look_at: Utc | None


class LookAtTrial(Command[TrialFound]):
    """Asked by the process when something of it may be due: it is put off, reminded of, given to a coordinator, or it
    lapses, as its owner finds it.

    Refuses: unknown_process, no_trial.
    """

    process_id: UUID
    as_of: Utc
