"""What a program depends on, who of them is away, and since when.

That somebody is away is no message's fault: it is not counted, is told with its age, and ends by itself. An error
that looks like it while everybody answers is the message's: each dependency says by the error's own code what may
mean that it is away, and is then asked.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

from services.messages.operations import Absence
from services.runtime.clock import SystemClock
from services.runtime.logs import log

PATIENCE_S = 5.0
_BELIEVED_S = 1.0
_FORGOTTEN_S = 120.0
"""Whoever waited comes again within this time; what was waited for by somebody who does not come is no news."""
_JUST_BEFORE_S = 5.0
"""Longer than it takes to be refused."""
_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 30.0
_TOLD_AGAIN_S = 10.0
_TOLD_LEAST_S = 600.0


@dataclass(frozen=True)
class Suspicion:
    """That `who` may be away. answers: raises while it is; none where the error alone says so."""

    who: str
    answers: Callable[[], Awaitable[object]] | None = None


Judge = Callable[[BaseException], Suspicion | None]
"""One dependency's word on an error: none where it has nothing to do with it being away."""


@dataclass
class _Away:
    """By the machine's clock, and by one that nobody sets."""

    since: datetime
    began: float
    seen: float
    told_at: float
    waiting: dict[Hashable, float] = field(default_factory=dict)

    def age(self, now: float) -> float:
        return now - self.began


class Dependencies:
    """Of one program; the judges are asked in their order."""

    def __init__(self, *judges: Judge) -> None:
        self._judges = judges
        self._away: dict[str, _Away] = {}
        self._missed: dict[str, float] = {}
        """When each was found away last."""

    def also(self, *judges: Judge) -> None:
        """What else this program needs."""
        self._judges = (*self._judges, *judges)

    async def pause_for(self, error: BaseException, waiting: Hashable) -> float | None:
        """How long to wait before trying again, growing with the absence; none: nobody is away, it counts.

        waiting: what could not be done, until `done` says that it was.
        """
        who = await self.who_is_away(error)
        if who is None:
            came_back = self._has_waited(error, waiting)
            self.done(waiting)
            return _FIRST_PAUSE_S if came_back else None
        return pause_after(self._note(who, waiting, error))

    def _has_waited(self, error: BaseException, waiting: Hashable) -> bool:
        """Whether it waited for the very one who answers again: the error may be from just before."""
        suspected = {found.who for judge in self._judges if (found := judge(error))}
        return any(waiting in one.waiting for who, one in self._away.items() if who in suspected)

    def may_have_been(self, error: BaseException) -> bool:
        """Whether the error looks like an absence, also of somebody who is back by now."""
        return any(judge(error) for judge in self._judges)

    async def who_is_away(self, error: BaseException) -> str | None:
        """By the error, and by asking where the error alone does not tell."""
        for judge in self._judges:
            found = judge(error)
            if found and (found.answers is None or not await self._answers(found.who, found.answers)):
                self._missed[found.who] = time.monotonic()
                return found.who
        return None

    async def who_was_away(self, error: BaseException) -> str | None:
        """As `who_is_away`, and who was a moment ago: what began while they were away fails when they are back."""
        if who := await self.who_is_away(error):
            return who
        suspected = [found.who for judge in self._judges if (found := judge(error))]
        since = time.monotonic() - _JUST_BEFORE_S
        return next((who for who in suspected if self._missed.get(who, since) > since), None)

    async def _answers(self, who: str, answers: Callable[[], Awaitable[object]]) -> bool:
        known = self._away.get(who)
        if known and time.monotonic() - known.seen < _BELIEVED_S:
            return False
        try:
            async with asyncio.timeout(PATIENCE_S):
                await answers()
        except Exception:  # whatever it is: it did not answer
            return False
        return True

    def _note(self, who: str, waiting: Hashable, error: BaseException) -> float:
        """Returns for how many seconds it has been away; told at once, and again at longer and longer ages."""
        now = time.monotonic()
        known = self._away.get(who)
        if known is None or now - known.seen > _FORGOTTEN_S:
            known = self._away[who] = _Away(SystemClock().now(), now, now, told_at=0)
        known.seen = known.waiting[waiting] = now
        for other in [one for one in self._away if one != who]:  # it waits for this one now
            self._away[other].waiting.pop(waiting, None)
            self._over(other)
        if known.age(now) >= known.told_at:
            age_s = round(known.age(now), 1)
            kind = type(error).__name__
            log.warning("dependency_away", dependency=who, age_s=age_s, error_type=kind, waits=str(waiting))
            known.told_at = known.age(now) + min(max(known.age(now), _TOLD_AGAIN_S), _TOLD_LEAST_S)
        return known.age(now)

    @property
    def somebody_is_away(self) -> bool:
        """Only then does it matter what is done."""
        return bool(self._away)

    def done(self, waiting: Hashable) -> None:
        """It has been done, or has failed for another reason: it waits for nobody any more."""
        for who in list(self._away):
            self._away[who].waiting.pop(waiting, None)
            self._over(who)

    def _over(self, who: str) -> None:
        now = time.monotonic()
        known = self._away[who]
        if not any(now - seen < _FORGOTTEN_S for seen in known.waiting.values()):
            del self._away[who]
            log.info("dependency_back", dependency=who, age_s=round(known.age(now), 1))

    def away(self) -> list[Absence]:
        """Who is away now, the longest absence first."""
        for who in list(self._away):
            self._over(who)
        told = [Absence(who=who, since=known.since) for who, known in self._away.items()]
        return sorted(told, key=lambda one: one.since)


def pause_after(age_s: float) -> float:
    """A quarter of the absence so far: a short one costs little, and a long one is not asked after often."""
    return min(max(age_s / 4, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
