"""Links that prove their reader by themselves: sealed by services alone, and opened by those whose papers they open."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Query, Reply

Token = Annotated[str, Field(max_length=2000, pattern=r"^[A-Za-z0-9_\x2e-]+$")]
"""Letters of an address; \\x2e is the stop between its parts."""


class LinkShown(Reply):
    """facts: what was sealed. person_id, newcomer_id: who is meant today, where that is still known. not_theirs: it
    went to an address that has been changed since; over: its time is.
    """

    facts: dict[str, str]
    person_id: UUID | None = None
    newcomer_id: UUID | None = None
    standing: Literal["good", "over", "not_theirs"]


class LinkQuery(Query[LinkShown]):
    """For the page to which it leads. purpose: what it is good for. Refuses: unknown_link (it is none of ours)."""

    purpose: str
    token: Token


class SealedLink(Reply):
    token: str
