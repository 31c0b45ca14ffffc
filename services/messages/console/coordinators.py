"""Who of the staff looks after a process: for letters, whose answers go there."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Query, Reply


class CoordinatorsInCharge(Reply):
    """Process -> coordinator; what nobody looks after is left out."""

    coordinators: Mapping[UUID, UUID]


class ShowCoordinators(Query[CoordinatorsInCharge]):
    """For services."""

    process_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
