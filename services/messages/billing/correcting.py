"""What became of a session is about to be recorded otherwise."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done
from services.messages.values import Utc


class HoldItem(Command[Done]):
    """No run takes what the session costs until its correction is heard; one that comes to nothing is let go.

    revision: of the correction. Refuses: already_invoiced.
    """

    session_id: UUID
    revision: Annotated[int, Field(ge=1, le=10_000)]
    as_of: Utc
