"""Who supervises, introduced on a paper: what they have learnt and belong to, and in which languages they work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import get_args

from services.contracts.papers.wording import Wording
from services.messages.directory import CredentialKind, SupervisorCard
from services.messages.intake import InterestShown
from services.messages.values import Language


@dataclass(frozen=True)
class Introduced:
    """held: what of the credentials holds, and what each is, where it was said."""

    held: Mapping[CredentialKind, str] = field(default_factory=dict)
    languages: tuple[Language, ...] = ()


NOBODY = Introduced()


def introduced(card: SupervisorCard | None, begins: date) -> Introduced:
    """By the credentials that hold on the first day."""
    if card is None:
        return NOBODY
    return Introduced(
        {
            kind: card.descriptions.get(kind, "")
            for kind in get_args(CredentialKind)
            if card.credentials.get(kind, date.min) >= begins
        },
        tuple(one for one in get_args(Language) if one in card.languages),
    )


def credentials(who: Introduced, words: Wording) -> list[str]:
    """One below the other, in one order however they were kept: its kind, and what it is."""
    held = [(kind, who.held[kind]) for kind in get_args(CredentialKind) if kind in who.held]
    return [f"{words.offered(kind)}: {said}" if said else words.offered(kind) for kind, said in held]


def languages(who: Introduced, words: Wording) -> str:
    return ", ".join(words.offered(f"language_{one}") for one in who.languages)


def interest(told: InterestShown, words: Wording) -> str:
    """What they have told of their relation to the parties, as it is shown to these."""
    years = f"{told.since or ''}\u2013{told.until or ''}" if told.since or told.until else ""
    return ", ".join(one for one in (str(words.tables["interests"][told.code]), years) if one)
