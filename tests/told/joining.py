"""What contracts says of who joins a group."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.messages import contracts
from services.messages.envelope import Event


def newcomer(process_id: UUID, person_id: UUID, from_day: date, at: datetime) -> list[Event]:
    """Somebody is proposed and not agreed to, proposed again, asked, and joins."""
    told: dict[str, Any] = {
        "process_id": process_id,
        "version": 1,
        "newcomer_id": person_id,
        "person_id": person_id,
        "from_day": from_day,
        "asked": [],
        "members": [person_id],
        "proposed_by": person_id,
        "proposed_at": at,
        "asked_at": at,
        "joined_at": at,
    }
    kinds = (
        contracts.MemberProposed,
        contracts.MemberNotJoining,
        contracts.MemberProposed,
        contracts.NewcomerAsked,
        contracts.MemberJoined,
    )
    return [kind.model_validate(told) for kind in kinds]
