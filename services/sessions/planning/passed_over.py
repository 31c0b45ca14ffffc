"""What was passed over while planning, as it is told and kept."""

from collections.abc import Iterable

from services.messages.sessions import Conflict
from services.sessions.planning import series_terms


def told(conflicts: Iterable[series_terms.Conflict]) -> list[Conflict]:
    """In their order."""
    return [Conflict(number=one.number, day=one.day, at=one.at, reason=one.reason) for one in conflicts]
