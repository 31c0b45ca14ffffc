"""What is too late before the contract: the process asks, and people are reminded."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event
from services.messages.values import Utc

Step = Literal["screening", "matching", "proposal", "proposal_answer"]


class RemindOfStep(Command[Done]):
    """Asked by the process when nobody acted in time; nothing if the step is done. level 2 escalates."""

    process_id: UUID
    step: Step
    level: Annotated[int, Field(ge=1, le=2)] = 1
    as_of: Utc


class StepOverdue(Event):
    process_id: UUID
    step: Step
    level: int
