"""Where one session is, or the rest of a series, where that is not as the contract says."""

from datetime import datetime
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import PlaceText, Utc


class SetPlace(Command[Done]):
    """By its supervisor, or a coordinator. place: empty: as was agreed. and_later: of this session and of all later
    ones that are still to come.

    Refuses: unknown_session, session_not_open, not_yours_to_decide.
    """

    session_id: UUID
    place: PlaceText
    and_later: bool = False
    set_by: UUID
    as_of: Utc


class PlacedSession(Reply):
    """sequence: as of SessionMoved."""

    session_id: UUID
    number: int
    sequence: int


class PlaceChanged(Event):
    """These sessions are elsewhere than was told; where, only whoever may know is told when they ask."""

    process_id: UUID
    sessions: list[PlacedSession]
    trial: bool = False


class OwnPlace(Reply):
    session_id: UUID
    starts_at: datetime
    place: str


class OwnPlaces(Reply):
    """places: of the sessions that have one of their own."""

    places: list[OwnPlace]


class ListOwnPlaces(Query[OwnPlaces]):
    """Of one process. A service asks, for those who come to its sessions: pages have the place on its card."""

    process_id: UUID
