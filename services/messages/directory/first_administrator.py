"""A link by which somebody becomes the first administrator of a platform that has none."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.directory.person import Person
from services.messages.envelope import Command, Done, Query, Reply
from services.messages.names import PersonName
from services.messages.values import Email, Language, Utc

SecretHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of the link's secret: who reads it cannot open the link."""

FIRST_LINK_GOOD_FOR = timedelta(hours=1)
"""Ours: long enough to pass it on."""


class KeepFirstLink(Command[Done]):
    """Good for `FIRST_LINK_GOOD_FOR` and one use, while nobody is administrator. One that was kept before is over.

    Refuses: administrator_exists.
    """

    secret_hash: SecretHash


class FirstLinkFound(Reply):
    is_good: bool


class FindFirstLink(Query[FirstLinkFound]):
    """Whether it could be used now; it is not used by this."""

    secret_hash: SecretHash


class FirstAdministrator(Person):
    """proof: by which they are signed in."""

    proof: str = ""


class UseFirstLink(Command[FirstAdministrator]):
    """The person is administrator, once their mail address is proven. Whoever is known by it stays who they are.

    Refuses: link_over (none of ours, used, or too old), administrator_exists.
    """

    secret_hash: SecretHash
    person_id: UUID
    given_name: PersonName
    family_name: PersonName
    email: Email
    language: Language
    as_of: Utc
