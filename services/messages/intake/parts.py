"""What people are in processes: for who decides whether two entries are one person's."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Reply


class PersonPart(Reply):
    """signed: the contract is. ended: the process is over."""

    process_id: UUID
    number: str
    person_id: UUID
    part: Literal["contact", "member", "supervisor"]
    signed: bool
    ended: bool


class PersonParts(Reply):
    """By the processes' numbers, the newest first."""

    parts: list[PersonPart]


class ListParts(Asked[PersonParts]):
    """For services, and for staff, whose reach is everything."""

    person_ids: Annotated[list[UUID], Field(max_length=10)]
