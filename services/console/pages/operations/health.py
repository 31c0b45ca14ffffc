"""How every process of the platform is: its own report, how far it is behind, and whether that is as it should be."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import ConsumerInfo
from nats.js.errors import APIError

from services.console.pages.operations.platform import PROCESSES
from services.messages.envelope import SERVICES, events_of
from services.messages.operations import Report, ReportState
from services.runtime.broker.jetstream import jetstream
from services.runtime.commands.asking import BROKER
from services.runtime.commands.refusal import Fault, Unavailable
from services.web.pages.visit import Visit

_SPEAKERS = tuple(service for service in SERVICES if events_of(service))
BEHIND_FROM = 100
"""Events that wait to be heard or said: a few are in hand at any time."""
BEHIND_AFTER_S = 60
"""What is said or mailed is on its way within a second or two; a mail server or a broker may be restarted."""

_PATIENCE_S = 8.0
"""For who has to find out first that its database hangs."""


@dataclass(frozen=True)
class Health:
    """report: none while it is away. behind: events that it has not handled yet; none where that is not known.

    waits_for: whom it waits for, where it cannot even tell how it is.
    """

    name: str
    report: Report | None
    behind: int | None
    waits_for: str = ""

    @property
    def state(self) -> str:
        """well, parked (goes on, but something waits for a person), refused (goes on, but may not
        do something), behind, waits (for another), or away."""
        if self.report is None:
            return "waits" if self.waits_for else "away"
        if self.report.away:
            return "waits"
        if self.report.outbox_pending >= BEHIND_FROM or (self.behind or 0) >= BEHIND_FROM:
            return "behind"
        if self.report.parked:
            return "parked"
        if self.report.rights_refused:
            return "refused"
        return "behind" if self.oldest_s >= BEHIND_AFTER_S else "well"

    @property
    def oldest_s(self) -> int:
        """For how long the oldest has waited, of what is to be said and of what is to be mailed."""
        return max(self.report.outbox_oldest_s, self.report.due_oldest_s) if self.report else 0

    @property
    def started_at(self) -> datetime | None:
        return self.report.started_at if self.report else None


async def look(visit: Visit) -> list[Health]:
    """Every process, asked at once."""
    reports = asyncio.gather(*(_report_of(visit, name) for name in PROCESSES))
    behind, told = await asyncio.gather(_behind(visit), reports)
    waiting = {} if behind is None else {name: behind.get(name, 0) for name in PROCESSES}
    silent = BROKER if behind is None else ""  # what it does not carry, nobody can answer
    return [
        Health(name, report, waiting.get(name), waits_for or silent)
        for name, (report, waits_for) in zip(PROCESSES, told, strict=True)
    ]


async def _report_of(visit: Visit, name: str) -> tuple[Report | None, str]:
    """Its report; none while it is away, with whom it waits for, where it says that."""
    try:
        return await visit.ask(ReportState(), name, _PATIENCE_S), ""
    except Unavailable as error:
        return None, error.waits_for
    except Fault:
        return None, ""


async def _behind(visit: Visit) -> dict[str, int] | None:
    """By listener, over all streams; none when the broker does not tell."""
    streams = jetstream(visit.door.service.nats)
    try:
        found = await asyncio.gather(*(_consumers(streams, name) for name in _SPEAKERS))
    except (APIError, NatsError, TimeoutError):
        return None
    waiting: dict[str, int] = {}
    for one in (consumer for consumers in found for consumer in consumers):
        waiting[one.name] = waiting.get(one.name, 0) + (one.num_pending or 0) + (one.num_ack_pending or 0)
    return waiting


async def _consumers(streams: JetStreamContext, speaker: str) -> list[ConsumerInfo]:
    found: list[ConsumerInfo] = await streams.consumers_info(speaker.upper())
    return found
