"""The sheet behind a signed paper: who said yes to its text, when, in which role and how they came to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.contracts.papers.wording import Wording, wording
from services.messages.values import Language, Party
from services.wording import who_sees_what
from services.wording.formats import Formats


@dataclass(frozen=True)
class Given:
    """One yes. paper_sha256: of the text that it was said to; signed: by a party, else a member's consent."""

    person_id: UUID
    party: Party
    at: datetime
    way: str | None
    paper_sha256: str
    signed: bool


@dataclass(frozen=True)
class Evidence:
    """given: in the order in which it was said. follows: of a version that nobody signs, which one's signatures and
    consents bring it, and are given.

    checked_at: the page's address at which anybody can have the file looked at. outside_clock: an authority says the
    time, not the provider. own: the provider's own texts, as of the contract. names_members: but who signs for them.
    """

    given: Sequence[Given]
    follows: int | None
    checked_at: str
    outside_clock: bool
    own: Mapping[str, str] = field(default_factory=dict)
    names_members: bool = True


def sheet(evidence: Evidence, names: Mapping[UUID, str], language: Language) -> dict[str, Any]:
    """What the template sets, all of it ready to print."""
    words = wording(language).with_own(evidence.own)
    told = [words.proven("said")]
    if evidence.follows:
        told.append(words.proven("follows", version=evidence.follows))
    return {
        "heading": words.proven("heading"),
        "said": told,
        "given": [
            _row(one, _named(one, evidence, names, language), words, language) for one in evidence.given
        ],
        "seal": [
            words.proven("seal"),
            words.proven("outside_clock" if evidence.outside_clock else "own_clock"),
            words.proven("checked_at", address=evidence.checked_at),
        ],
    }


def _named(given: Given, evidence: Evidence, names: Mapping[UUID, str], language: Language) -> str:
    if given.signed or evidence.names_members:
        return names.get(given.person_id, "")
    return who_sees_what.role(given.party.value, language)


def _row(given: Given, name: str, words: Wording, language: Language) -> dict[str, Any]:
    act = words.proven("signature" if given.signed else "consent")
    rows = [
        (words.proven("role"), who_sees_what.heading(who_sees_what.role(given.party.value, language))),
        (words.proven("when"), f"{Formats(language).moment(given.at)} ({_universal(given.at)})"),
        (words.proven("how"), words.proven(given.way or "not_recorded")),
        (words.proven("text"), given.paper_sha256),
    ]
    return {"title": f"{act}: {name}", "facts": [list(row) for row in rows]}


def _universal(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
