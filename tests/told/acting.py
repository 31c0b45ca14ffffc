"""What sessions says of who acts for a group."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.messages import sessions
from services.messages.envelope import Event


def another(process_id: UUID, person_id: UUID, from_day: date, at: datetime) -> list[Event]:
    """A member is proposed and refused, proposed again, and acts."""
    told: dict[str, Any] = {
        "process_id": process_id,
        "representative_id": person_id,
        "from_day": from_day,
        "asked": [person_id],
        "members": [person_id],
        "proposed_at": at,
        "named_at": at,
    }
    kinds = (
        sessions.RepresentativeProposed,
        sessions.RepresentativeRefused,
        sessions.RepresentativeProposed,
        sessions.RepresentativeNamed,
    )
    return [kind.model_validate(told) for kind in kinds]
