"""Whether a supervisor may be matched, by the last valid days of the three credentials. No database here."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from services.messages.directory import EXPIRES_SOON, CredentialKind

State = Literal["valid", "expires_soon", "lapsed"]
KINDS: tuple[CredentialKind, ...] = get_args(CredentialKind)


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
    return min(credentials.values()) if set(credentials) >= set(KINDS) else None
