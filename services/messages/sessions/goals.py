"""The supervisees' own goals: set, scored, released to the commissioner."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.envelope import Command, Done, Reply
from services.messages.texts import written
from services.messages.values import Score, Utc, Viewer, Weight


class SetGoal(Command[Done]):
    """In the supervisees' own words, by one of them. Refuses: unknown_process, not_a_member, too_many."""

    goal_id: UUID
    process_id: UUID
    text: Annotated[str, Field(min_length=1, max_length=2000), BeforeValidator(written)]
    weight: Weight = Decimal(1)
    set_by: UUID
    as_of: Utc


class ScoreGoal(Command[Done]):
    """By a supervisee or their supervisor. Refuses: unknown_goal, not_a_member."""

    goal_id: UUID
    score: Score
    scored_by: UUID
    as_of: Utc


class ReleaseGoal(Command[Done]):
    """Lets the commissioner see it; a supervisee does. Refuses: unknown_goal, not_a_member."""

    goal_id: UUID
    released_by: UUID
    as_of: Utc


class Goal(Reply):
    goal_id: UUID
    text: str
    weight: Decimal
    score: int | None
    released: bool


class Goals(Reply):
    """t_score: goal attainment over the scored goals, two decimals; none while none is scored."""

    goals: list[Goal]
    t_score: Decimal | None


class ListGoals(Command[Goals]):
    """Filtered by what the viewer may see. Refuses: unknown_process."""

    process_id: UUID
    viewer: Viewer
