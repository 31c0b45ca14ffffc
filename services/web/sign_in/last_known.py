"""Who was let in last, for the one page that is needed most while nobody can be asked who somebody is.

In this program's memory alone, by the secret's hash. Whoever signs out, or is found to have no standing any more, is
forgotten at once; what cannot be asked again holds for an hour after it was last confirmed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Protocol

from services.web.sign_in.browser_sessions import BrowserSession, hashed
from services.web.sign_in.identity import Identity

HOLDS_S = 3600.0
_MOST = 1000


class LetIn(Protocol):
    @property
    def browser_session(self) -> BrowserSession | None: ...

    @property
    def identity(self) -> Identity | None: ...


@dataclass(frozen=True)
class Known:
    """kept: by a clock that nobody sets, when their owners last said so."""

    browser_session: BrowserSession
    identity: Identity
    kept: float


class LastKnown:
    def __init__(self) -> None:
        self._known: dict[bytes, Known] = {}

    def keep(self, secret: str, visit: LetIn) -> None:
        """They have just been let in."""
        if visit.browser_session and visit.identity:
            if len(self._known) >= _MOST:
                self._known.clear()
            # What the next page was to tell is taken from the database, which may be away then.
            told = replace(visit.browser_session, said=None)
            self._known[hashed(secret)] = Known(told, visit.identity, monotonic())

    def forget(self, secret: str) -> None:
        """Their sign-in is over."""
        self._known.pop(hashed(secret), None)

    def of(self, secret: str, now: datetime) -> Known | None:
        """None: they were not here, or it is too long ago."""
        known = self._known.get(hashed(secret))
        if known is None or monotonic() - known.kept >= HOLDS_S or not known.browser_session.ends_in_s(now):
            return None
        return known
