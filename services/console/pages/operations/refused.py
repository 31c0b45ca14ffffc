"""What the message broker has refused to whoever had a program's key, as its log tells."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from services.runtime.broker.refused import BrokerLog, Refused
from services.web.pages.visit import Visit

_NEWS_FOR = timedelta(days=1)


@dataclass(frozen=True)
class AtTheBroker:
    """is_told: whether we know where its log is. refused: None where it cannot be read now."""

    is_told: bool
    refused: list[Refused] | None
    now: datetime

    @property
    def is_well(self) -> bool:
        return self.refused is not None and not any(map(self.is_new, self.refused))

    def is_new(self, one: Refused) -> bool:
        """One that somebody should look at; older ones are told and alarm nobody."""
        return one.at is None or one.at > self.now - _NEWS_FOR


async def look_into_its_log(visit: Visit) -> AtTheBroker:
    now, file = visit.door.real_clock.now(), visit.door.settings.broker_log
    if file is None:
        return AtTheBroker(False, [], now)
    try:
        return AtTheBroker(True, await asyncio.to_thread(_log(file).read), now)
    except OSError:
        return AtTheBroker(True, None, now)


@cache
def _log(file: Path) -> BrokerLog:
    """One for all looks, which goes on where the last one stopped."""
    return BrokerLog(file)
