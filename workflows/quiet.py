"""Whether all that has fallen due is done: nothing is under way between services, processes and streams."""

import asyncio
import contextlib

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from temporalio.client import Client

from services.messages.envelope import SERVICES
from services.messages.operations import Report, ReportState
from services.runtime.commands.asking import Asker
from services.runtime.events.neighbours import RESTED, Neighbours
from workflows.clock import look_at
from workflows.own_times import OwnTimes

_FIRST_PAUSE_S = 0.02
_LONGEST_PAUSE_S = 0.08
"""Between two looks where nobody tells: of a process that is busy, or of an event on its way to the stream."""
_PAUSE_WHERE_TOLD_S = 0.25
"""Where a service says when what was due is done: only for a word that was lost. Each look takes some of its time."""


_LETTERS = "notices"


# $JS.ACK, the stream, its consumer, and at the end how many there were behind it.
_TOLD_BY_AN_ACKNOWLEDGEMENT = 9


class Quiet:
    def __init__(self, client: Client, own_times: OwnTimes, ask: Asker, jetstream: JetStreamContext) -> None:
        self._client = client
        self._own_times = own_times
        self._ask = ask
        self._jetstream = jetstream
        self._read_up_to: dict[str, int] = {}
        self._busy: str | None = None
        self._will_tell = False
        self._news = asyncio.Event()
        self._unread = ""
        self._behind: set[str] = set()
        self.said = 0
        """How many events there were when it was quiet last."""

    def rested(self) -> None:
        """Somebody has come to the end of what was due."""
        self._news.set()

    def read(self, stream: str, listener: str) -> None:
        """This listener has acknowledged the last that there was for it."""
        if stream == self._unread:
            self._behind.discard(listener)
            if not self._behind:
                self._news.set()

    async def until_so(self) -> list[Report]:
        """The services' reports of that moment; also, every deadline that had to be read again is known."""
        pause = _FIRST_PAUSE_S
        self._news.clear()
        while (reports := await self._look()) is None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PAUSE_WHERE_TOLD_S if self._will_tell else pause):
                    await self._news.wait()
            self._news.clear()
            pause = min(pause * 2, _LONGEST_PAUSE_S)
        return reports

    async def _look(self) -> list[Report] | None:
        """None: something is under way.

        Every event was read, then no process was busy, then no service had anything to say or to do, and no event has
        come in meanwhile: so nothing was there that could have begun anything between one of these looks and the next.
        Whoever had something to do at the last look is asked alone at first: as long as that lasts, others need not be.
        """
        if self._busy and self._has_work(await self._ask(ReportState(), of=self._busy)):
            return None
        self._will_tell = False
        before = await self._stored_and_read()
        if before is None or not await self.know_deadlines():
            return None
        reports = await self._reports()
        if reports is None or await self._stored_and_read() != before:
            return None
        self.said = sum(before.values())
        return reports

    async def _reports(self) -> list[Report] | None:
        """None: one of them has something to do. Letters are what most things lead to, and no other service gives
        whoever writes them anything to do but by an event: it is asked alone first, and mostly that is enough.
        """
        first, *others = sorted(SERVICES, key=lambda name: name != _LETTERS)
        reports = [await self._ask(ReportState(), of=first)]
        if not self._has_work(reports[0]):
            reports += await asyncio.gather(*(self._ask(ReportState(), of=name) for name in others))
        self._busy = next((one.service for one in reports if self._has_work(one)), None)
        return None if self._busy else reports

    def _has_work(self, report: Report) -> bool:
        self._will_tell = bool(report.due_now and not report.outbox_pending)
        return bool(report.outbox_pending or report.due_now)

    async def know_deadlines(self) -> bool:
        """Of those that were touched; False: one of them is still busy."""
        touched = await self._own_times.touched()
        seen = await look_at(self._client, touched)
        for workflow_id, one in seen.items():
            if not one.is_open:
                await self._own_times.forget(workflow_id, touched[workflow_id])
            elif not one.is_busy:
                await self._own_times.keep(workflow_id, one.deadline, touched[workflow_id])
        return not any(one.is_busy for one in seen.values())

    async def _stored_and_read(self) -> dict[str, int] | None:
        """How far each stream goes; None: one of its listeners has not read all of it."""
        streams = await self._jetstream.streams_info()
        stored = {stream.config.name or "": stream.state.last_seq for stream in streams}
        for name, last in stored.items():
            if self._read_up_to.get(name) == last:
                continue
            listeners = await self._jetstream.consumers_info(name)
            if behind := {one.name for one in listeners if one.num_pending or one.num_ack_pending}:
                self._unread, self._behind = name, behind
                return None
            self._read_up_to[name] = last
        return stored


async def hear_what_ends(nats: Nats, quiet: Quiet) -> None:
    """Said by who was waited for, so that nobody has to be asked all the time. What gets lost is found by asking."""

    async def acknowledged(message: Msg) -> None:
        told = message.subject.split(".")
        if len(told) == _TOLD_BY_AN_ACKNOWLEDGEMENT and told[-1] == "0":
            quiet.read(stream=told[2], listener=told[3])

    await Neighbours(nats, f"{RESTED}.*").hear(quiet.rested)
    await nats.subscribe("$JS.ACK.>", cb=acknowledged)
