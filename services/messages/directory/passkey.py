"""Passkeys, kept for the doors: each for the one at which it was made."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import ShortText, Utc

# WebAuthn: a credential's id has at most 1023 bytes, and the counter 32 bits (§4, §6.1).
Base64Url = Annotated[str, Field(min_length=1, max_length=2048, pattern=r"^[A-Za-z0-9_-]+$")]
SignCount = Annotated[int, Field(ge=0, lt=2**32)]


class Passkey(Reply):
    """A key of one device: the public half. sign_count: the device's own counter at its last use; 0: it has none.
    door: at which it was made, and alone opens; none: one from before that was kept, which opens both.
    """

    credential_id: str
    person_id: UUID
    public_key: str
    sign_count: int
    name: str
    added_at: Utc
    last_used_at: Utc | None
    door: Literal["portal", "console"] | None = None


class Passkeys(Reply):
    passkeys: list[Passkey]


class FoundPasskey(Reply):
    passkey: Passkey | None


class KeepPasskey(Command[Done]):
    """Natural key: credential_id; the one already kept stays as it is. It opens the door that asks, and no other.

    name: the person's own word for the device. Refuses: unknown_person, passkey_taken (it is another person's),
    too_many (remove one first).
    """

    credential_id: Base64Url
    person_id: UUID
    public_key: Base64Url
    sign_count: SignCount
    name: ShortText
    as_of: Utc


class ListPasskeys(Query[Passkeys]):
    """A person's own, in the order in which they were added, those of the other door too."""

    person_id: UUID


class FindPasskey(Query[FoundPasskey]):
    credential_id: Base64Url


class UsePasskey(Command[Done]):
    """Said after the signature was checked. Refuses: unknown_passkey (also the portal, one of the console's),
    passkey_cloned (the counter did not rise).

    A device without a counter always says 0, and is not held to it. The same use, by its as_of, may be said again.
    """

    credential_id: Base64Url
    sign_count: SignCount
    as_of: Utc


class RemovePasskey(Command[Done]):
    """One's own, or who may for people who have lost a device. Nothing if that person has no such passkey, nor, at the
    portal, where it is one of the console's.

    Refuses: not_yours_to_change.
    """

    person_id: UUID
    credential_id: Base64Url
    removed_by: UUID
