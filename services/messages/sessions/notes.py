"""A supervisor's private notes."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.texts import written
from services.messages.values import Utc, Viewer


class WriteNote(Command[Done]):
    """Sealed with the process's own key; written again, it is replaced.

    Refuses: unknown_session, not_the_supervisor.
    """

    session_id: UUID
    author_id: UUID
    text: Annotated[str, Field(min_length=1, max_length=20_000), BeforeValidator(written)]
    as_of: Utc


class Note(Reply):
    text: str


class ReadNote(Query[Note]):
    """Refuses: unknown_note - for everyone but its author, whether there is one or not."""

    session_id: UUID
    viewer: Viewer
