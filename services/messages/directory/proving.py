"""Signing in: directory itself sees that somebody is who they are, and gives a proof of it that a door keeps.

A door shows the pages and says what came back; at which door that was, the way of the order tells. Passkeys are kept
here, each for the door at which it was made.
"""

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Command, Done, Query, Reply
from services.messages.values import Email, ShortText, Utc

SIGNED_IN_FOR = timedelta(hours=12)
"""At the longest; a proof is good for no longer. Ours: a working day."""

BrowserKey = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Made of the secret that only the browser has which asks."""
_Visible = Annotated[str, Field(max_length=20_000, pattern=r"^[ -~]*$")]


ProofName = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""Of one proof, by which nobody can make it (`services/runtime/proofs/people.py:name_of`)."""


class ProofKeys(Reply):
    """ended: proofs that are good no more. ended_codes: whose proofs by a code are not, and at which door.
    keys: id -> the public half of a key that signs proofs; believed by nobody, each has a file of its own.
    """

    keys: dict[str, str]
    ended: list[ProofName] = []
    ended_codes: list[str] = []


class ShowProofKeys(Query[ProofKeys]):
    """For whoever checks a proof."""


class EndProofs(Command[Done]):
    """Somebody has signed out, or was. Whoever knows the name of a proof may end it; a name of none does nothing."""

    proofs: Annotated[list[ProofName], Field(max_length=500)]


class Proved(Reply):
    """person_id: none where it was not proved. proof: to be sent along with what only this person may read or do.
    needs_passkey: a code alone was not enough, since they have a passkey for this door.
    """

    person_id: UUID | None = None
    proof: str = ""
    needs_passkey: bool = False


class AskSignInCode(Command[Done]):
    """Has a code mailed to who has this address; the browser's earlier one for it is over. Nobody's address is treated
    as every other, and gets no mail.

    Nor is anything mailed to who does not come in at this door. mails: false where the door knows that already.
    """

    email: Email
    browser: BrowserKey
    mails: bool = True
    as_of: Utc


class TakeSignInCode(Command[Proved]):
    """What was typed, for the browser's latest code for this address. Each is counted; a right one works once."""

    email: Email
    browser: BrowserKey
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    as_of: Utc


class KeepFeeds(Command[Done]):
    """A person's calendar feeds at this door as they are now, by the hashes of their secrets; those before are over."""

    proved = "person_id"
    person_id: UUID
    secret_hashes: Annotated[list[BrowserKey], Field(max_length=50)]


class ProveFeed(Command[Proved]):
    """Who has a feed's secret reads for its person what a feed tells, for a few minutes, and nothing else."""

    secret: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]


class Challenge(Reply):
    """What a device signs, as base64url; good for one answer and a few minutes."""

    challenge: str


class AskChallenge(Command[Challenge]):
    """For whichever passkey a device has for this door."""


class ProvePasskey(Command[Proved]):
    """credential: the browser's answer to the challenge, as JSON. Not proved: another challenge or door, no passkey of
    ours, and a device that was copied (its counter did not rise).
    """

    challenge: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_-]*$")]
    credential: _Visible
    as_of: Utc


class ProvedAddress(Proved):
    """is_proven: whose address it is, is sure; with no person where nobody here has it."""

    is_proven: bool = False


class ProveSingleSignOn(Command[ProvedAddress]):
    """What the single sign-on gave the door: its signed token, for this nonce, and the key to what else it tells."""

    id_token: _Visible
    access_token: _Visible = ""
    nonce: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_-]+$")]
    as_of: Utc


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


class PasskeyKept(Done):
    """proof: of the same person, now by a passkey; empty where nobody had proved who they are."""

    proof: str = ""


class KeepPasskey(Command[PasskeyKept]):
    """Natural key: credential_id; the one already kept stays as it is. It opens the door that asks, and no other.

    name: the person's own word for the device. Refuses: unknown_person, passkey_taken (it is another person's),
    too_many (remove one first), passkey_needed (they came in by a code, and have one for
    this door).
    """

    proved = "person_id"

    credential_id: Base64Url
    person_id: UUID
    public_key: Base64Url
    sign_count: SignCount
    name: ShortText
    as_of: Utc


class ListPasskeys(Asked[Passkeys]):
    """A person's own, in the order in which they were added, those of the other door too.

    Refuses: not_yours_to_change (another person's, at the console, by who may not remove them).
    """

    own_at = frozenset(("portal",))
    person_id: UUID


class RemovePasskey(Command[Done]):
    """One's own, or who may for people who have lost a device. Nothing if that person has no such passkey, nor, at the
    portal, where it is one of the console's.

    Refuses: not_yours_to_change.
    """

    person_id: UUID
    credential_id: Base64Url
    removed_by: UUID
