"""A supervisor's three credentials: what each is, how long it holds, and whether they may be matched by them.

No database here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from services.messages.directory import EXPIRES_SOON, NO_END, CredentialKind, SupervisorCard

State = Literal["valid", "expires_soon", "lapsed"]
KINDS: tuple[CredentialKind, ...] = get_args(CredentialKind)


@dataclass(frozen=True)
class Standing:
    """until: none where it never ends, and where it was never recorded."""

    kind: CredentialKind
    description: str
    is_recorded: bool
    until: date | None
    state: State


def standing(card: SupervisorCard, today: date) -> list[Standing]:
    """All three of them, also those that were never recorded."""
    return [
        Standing(
            kind,
            card.descriptions.get(kind, ""),
            kind in card.credentials,
            last_day(card.credentials.get(kind)),
            state_of(card.credentials.get(kind), today),
        )
        for kind in KINDS
    ]


def last_day(valid_until: date | None) -> date | None:
    """None for what never ends."""
    return None if valid_until == NO_END else valid_until


def state_of(valid_until: date | None, today: date) -> State:
    """One credential's; none was never recorded, which is as good as lapsed."""
    if valid_until is None or valid_until < today:
        return "lapsed"
    return "expires_soon" if valid_until <= today + EXPIRES_SOON else "valid"


def worst_of(credentials: Mapping[CredentialKind, date], today: date) -> State:
    """Of all three: the one that blocks a new match first."""
    states = {state_of(credentials.get(kind), today) for kind in KINDS}
    return next(one for one in ("lapsed", "expires_soon", "valid") if one in states)


def first_end(credentials: Mapping[CredentialKind, date]) -> date | None:
    """Until when all three hold; none where one was never recorded."""
    return last_day(min(credentials.values())) if set(credentials) >= set(KINDS) else None
