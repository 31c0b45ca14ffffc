"""The supervisees' own goals: set, scored, released to the commissioner; each by whose it is."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.sessions.representative import GroupAsked
from services.messages.texts import written
from services.messages.values import Score, Utc, Viewer, Weight

Whose = Literal["own", "group"]
"""A member's own, or the whole group's: with those who were its members when it was set, and are."""
GoalChangeKind = Literal["words", "score", "release", "share", "carry"]


class SetGoal(Command[GroupAsked]):
    """In the supervisees' own words, by one of them. Of the group's goal, other words wait for every member.

    whose: of a new one; it stays so.
    Refuses: unknown_process, not_a_member, too_many, not_your_goal, change_waits (another one).
    """

    goal_id: UUID
    process_id: UUID
    text: Annotated[str, Field(min_length=1, max_length=2000), BeforeValidator(written)]
    weight: Weight = Decimal(1)
    whose: Whose = "own"
    set_by: UUID
    as_of: Utc


class ScoreGoal(Command[GroupAsked]):
    """By whose goal it is, or by their supervisor, who sees it; of the group's, a member's word waits for every other.

    Refuses: unknown_goal, not_a_member, not_your_goal, change_waits.
    """

    goal_id: UUID
    score: Score
    scored_by: UUID
    as_of: Utc


class ReleaseGoal(Command[GroupAsked]):
    """Lets the commissioner see it; whose goal it is does, all members of the group for the group's.

    Refuses: unknown_goal, not_a_member, not_your_goal, change_waits.
    """

    goal_id: UUID
    released_by: UUID
    as_of: Utc


class ShareGoal(Command[GroupAsked]):
    """Lets those members see it who have joined since it was set; whose goal it is does, as of ReleaseGoal.

    Nothing where there is nobody who does not see it. Refuses: unknown_goal, not_a_member, not_your_goal, change_waits.
    """

    goal_id: UUID
    shared_by: UUID
    as_of: Utc


class CarryGoalOn(Command[GroupAsked]):
    """Has it go on in the process that follows; whose goal it is does, as of ReleaseGoal: every member who stays.

    Refuses: unknown_goal, not_a_member, not_your_goal, change_waits, not_renewed.
    """

    goal_id: UUID
    carried_by: UUID
    as_of: Utc


class GoalsToCarryOn(Event):
    """The process is to be renewed. asked: those whose goals it has, and who stay. Never a word of a goal."""

    process_id: UUID
    asked: list[UUID]
    asked_at: Utc


class AgreeToGoalChange(Command[Done]):
    """A member's yes to what waits, or no, by which it waits no more.

    kind, proposed_at: of the change that was looked at; without the latter, whichever of the kind it is.
    Refuses: unknown_goal, not_a_member, change_waits (another one), decided_otherwise (where none waits any more),
    change_over (of words or a score: where another one was decided since, or it was taken away).
    """

    proved = "person_id"
    goal_id: UUID
    kind: GoalChangeKind
    proposed_at: Utc | None = None
    person_id: UUID
    agrees: bool
    as_of: Utc


class GoalChangeProposed(Event):
    """asked: the members whose yes is awaited. Never a word of the goal."""

    process_id: UUID
    goal_id: UUID
    kind: GoalChangeKind
    asked: list[UUID]
    proposed_at: Utc


class GoalChangeShown(Reply):
    """What waits for the members' consent. text, weight: of other words; score: of an assessment."""

    kind: GoalChangeKind
    proposed_at: Utc | None = None
    text: str | None = None
    weight: Decimal | None = None
    score: int | None = None
    agreed: int
    asked: int
    may_answer: bool


class Goal(Reply):
    """may_change: the viewer rewords, assesses and releases it; may_share: there are members who do not see it.

    may_carry: into the process that follows; carries_on: that was said. carried: from the process before, where it had
    the score baseline. change: to the members whom it asks.
    """

    goal_id: UUID
    text: str
    weight: Decimal
    score: int | None
    released: bool
    whose: Whose = "own"
    may_change: bool = False
    may_share: bool = False
    may_carry: bool = False
    carries_on: bool = False
    carried: bool = False
    baseline: int | None = None
    change: GoalChangeShown | None = None


class Goals(Reply):
    """t_score: goal attainment over the scored goals, two decimals; none while none is scored. may_set: whether the
    viewer may set another one now. has_left: they take part no longer.
    """

    goals: list[Goal]
    t_score: Decimal | None
    may_set: bool = False
    has_left: bool = False


class ListGoals(Query[Goals]):
    """Filtered by what the viewer may see. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer
