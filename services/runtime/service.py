"""A running service: its start and its end, one connection to NATS, one to the database."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from types import ModuleType
from typing import Any, Generic

import uvloop
from nats.aio.client import Client as Nats
from nats.errors import Error as NatsError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.messages import operations
from services.messages.envelope import Done
from services.messages.operations import (
    ListParked,
    ParkedMessages,
    ReplayParked,
    Report,
    ReportState,
)
from services.runtime import permitted
from services.runtime.away import Dependencies
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.connection import Comebacks, broker_judge, connect
from services.runtime.broker.jetstream import jetstream
from services.runtime.cancelling import cancel_all
from services.runtime.clock import MovableClock, clock_from
from services.runtime.commands.answering import Answering
from services.runtime.commands.asking import BROKER, Asker, services_judge
from services.runtime.commands.sealed_questions import Opening, Questions
from services.runtime.commands.transactions import Handler, Resources, Transactions, Work
from services.runtime.events.consuming import Consumption
from services.runtime.events.handling import Handling
from services.runtime.events.keeping_stream import KeptStream
from services.runtime.events.laying_aside import laid_aside
from services.runtime.events.listening import Listener
from services.runtime.events.neighbours import CLOCK_MOVED, RESTED, Neighbours
from services.runtime.events.parking import list_parked, replay
from services.runtime.events.relaying import Relay
from services.runtime.events.sending import Sending
from services.runtime.events.streams import stream, stream_name
from services.runtime.finding_handlers import declared_by, find_handlers
from services.runtime.health import ITS_OWN, Health
from services.runtime.logs import configure, log
from services.runtime.memory import keep_what_is_here
from services.runtime.proofs.people import KnownKeys, Prover, public_keys
from services.runtime.settings import Settings
from services.runtime.starting import started_or_stopped
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import DATABASE, database_judge, until_it_answers
from services.runtime.storage.forgetting import RUNTIME, Old, keep_forgetting

Background = Callable[["Service[Any]"], Awaitable[None]]
Due = Callable[["Service[Any]", AsyncConnection], Awaitable[dict[str, Any]]]


class Service(Generic[Resources]):
    """name: also its stream and its durable consumers. says_events: whether it has a stream to publish to.

    prepare: builds what its handlers need besides the database (Work.resources), before the first message.
    background: loops of its own (sending mail). due: adds due_now and next_due to its report. forgets: rows of its
    own that are not kept for good.
    """

    def __init__(
        self,
        name: str,
        handlers: ModuleType,
        settings: Settings,
        *,
        says_events: bool = True,
        prepare: Callable[["Service[Any]"], Awaitable[Resources]] | None = None,
        background: tuple[Background, ...] = (),
        due: Due | None = None,
        forgets: tuple[Old, ...] = (),
    ) -> None:
        self.name = name
        self.settings = settings
        self.clock = clock_from(settings.profile, settings.clock_file)
        self.engine: AsyncEngine = engine_for(
            settings.database_url, settings.database_pool, answers_within_s=settings.database_answers_within_s
        )
        self.comebacks = Comebacks()
        self._nats: Nats | None = None
        self.dependencies = Dependencies(broker_judge, database_judge(self.engine, declared_by(handlers)))
        self.commands, self.listened = find_handlers(name, handlers)
        self.listeners: dict[str, Listener] = {}
        opening = Opening.read(settings.keys, name)
        self._answering = Answering(name, opening, is_alone=_is_alone(settings))
        self._says_events = says_events
        self._prepare = prepare
        self._background = (*background, _forget)
        self.forgets = (*RUNTIME, *forgets)
        self.due = due
        due_now = (lambda connection: due(self, connection)) if due else None
        self.health = Health(name, self.engine, self.dependencies, due_now, self._answering.subjects)

    resources: Resources
    """What `prepare` made, from the start on."""
    prover: Prover | None = None
    """Of directory, which has the keys of proofs itself, and of who opens links."""

    @property
    def nats(self) -> Nats:
        """Raises LookupError before `start`."""
        if self._nats is None:
            raise LookupError("not connected yet")
        return self._nats

    def run(self) -> None:
        """Blocks until SIGTERM or SIGINT; what is in hand is finished first."""
        configure(self.name, self.settings.log_level)
        uvloop.run(self._run())

    async def _run(self) -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.engine.dispose)
            stack.push_async_callback(self.leave)
            ended = asyncio.create_task(stop.wait())
            tasks = await started_or_stopped(
                asyncio.create_task(self.start()), ended, lambda: self.health.starts_with
            )
            if tasks:
                keep_what_is_here()
                log.info("service_started", listens_to=sorted(self.listeners), answers=len(self.commands))
                await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
            await _end([ended, *tasks], stop.is_set())
        log.info("service_stopped")

    async def start(self) -> list[asyncio.Task[None]]:
        """Connects, answers its commands, and returns the running loops: relay, listeners, its own."""
        await self._until_servers_answer()
        self.neighbours = Neighbours(self.nats, f"outbox.{self.name}")
        self._rested = Neighbours(self.nats, f"{RESTED}.{self.name}")
        relay = self._relay()
        self.ask = Asker(self.nats, who=self.name, sealing=Questions.read(self.settings.keys))
        if self._prepare:
            self.health.starts_with = ITS_OWN
            self.resources = await self._prepare(self)
        self.dependencies.also(services_judge(self.ask))
        self.transactions = self._transactions(relay)
        for source, handlers in self.listened.items():
            self.listeners[source] = self._listener(source, handlers)
        for command, handler in self.commands.items():
            about_itself = command.__module__ == operations.__name__
            of = self.name if about_itself else None
            self._answering.take(self.transactions, command, handler, of)
        self._answer_about_itself(relay)
        await self._answering.begin(self.nats)
        loops: list[Awaitable[None]] = [listener.run() for listener in self.listeners.values()]
        loops += [relay.run()] if self._says_events else []
        loops += [self._keep_going(own) for own in self._background]
        await self.neighbours.hear(relay.hear_from_another)
        if isinstance(self.clock, MovableClock):
            await Neighbours(self.nats, CLOCK_MOVED).hear(self.clock.tell_moved)
        await self.nats.flush()  # whoever asks from now on is heard
        self.health.is_started = True
        return [asyncio.ensure_future(loop) for loop in loops]

    def rests(self) -> None:
        """What was due is done: said where somebody may wait for it to move the clock."""
        if isinstance(self.clock, MovableClock):
            self._rested.tell()

    def is_done(self, waited: str, had_work: bool) -> None:
        """A loop has come to the end of what was due."""
        self.dependencies.done(waited)
        if had_work:
            self.rests()

    async def _until_servers_answer(self) -> None:
        """As soon as the broker is there, it can say what it waits for."""
        self.health.starts_with = BROKER
        told = self.settings
        at = BrokerAddress(told.nats_url, self.name, told.nats_nkey, told.nats_ca)
        self._nats = await connect(at, self.comebacks, self.health.refused)
        await self.nats.subscribe(f"health.{self.name}", cb=self.health.answer)
        self.health.starts_with = DATABASE
        await until_it_answers(self.engine)

    async def _keep_going(self, own: Background) -> None:
        """A loop that ends because somebody is away begins again; any other fault ends the process."""
        while True:
            try:
                return await own(self)
            except Exception as error:
                pause = await self.dependencies.pause_for(error, own.__name__)
                if pause is None:
                    raise
                await asyncio.sleep(pause)

    def _listener(self, source: str, handlers: dict[str, Handler]) -> Listener:
        makes = self.settings.profile == "local"
        consumption = Consumption(
            self.nats, self.comebacks, self.dependencies, self.name, source, makes=makes
        )
        return Listener(consumption, self.transactions, Handling(self.transactions, source, handlers))

    def _relay(self) -> Relay:
        own = stream(self.name, self.settings.stream_bytes, self.settings.stream_replicas)
        makes = self.settings.profile == "local"
        kept = KeptStream(jetstream(self.nats), own, makes=makes) if self._says_events else None
        name, nats = stream_name(self.name), self.nats
        largest, tell = lambda: nats.max_payload, self.neighbours.tell
        return Relay(self.engine, Sending(nats, name), self.dependencies, kept, largest, tell)

    async def leave(self) -> None:
        """Drains, or just goes when the broker is away already, or was never there."""
        if self._nats is None:
            return
        try:
            await self._answering.end()
            await self._nats.drain()
        except (NatsError, OSError):
            with contextlib.suppress(OSError):
                await self._nats.close()

    async def report(self) -> Report:
        """As `Health`."""
        return await self.health.report()

    def _transactions(self, relay: Relay) -> Transactions:
        around = self.engine, self.ask, self.clock, self.settings, relay.wake
        ready = getattr(self, "resources", None)
        known, local = public_keys(self.settings.keys), self.settings.is_local
        prover = self.prover or KnownKeys(known, self.ask, is_local=local)
        return Transactions(*around, ready, self.dependencies, prover)

    def _answer_about_itself(self, relay: Relay) -> None:
        async def show_parked(_: ListParked, work: Work) -> ParkedMessages:
            return await list_parked(work.db)

        async def replay_parked(command: ReplayParked, work: Work) -> Done:
            if command.replayed_by:
                await permitted.check(work.ask, command.replayed_by, "handle_exceptions", "replayed_by")
            see_again, key = self.transactions.see_again, await laid_aside(self.engine, command.parked_id)
            if see_again and key:
                await see_again(key)
            elif not await relay.try_again(command.parked_id):
                heard = {source: listener.handling for source, listener in self.listeners.items()}
                await replay(self.engine, heard, command.parked_id)
                self.transactions.wake()
            return Done()

        self._answering.tell(self.transactions, ReportState, self.report, self.name)
        self._answering.take(self.transactions, ListParked, show_parked, self.name)
        self._answering.take(self.transactions, ReplayParked, replay_parked, self.name)


def _is_alone(settings: Settings) -> bool:
    """On one machine whoever reads one seed reads all of them, and services of tests speak as the operator."""
    return settings.profile != "local" and bool(settings.nats_nkey)


async def _forget(service: Service[Any]) -> None:
    await keep_forgetting(service.engine, service.clock, service.forgets)


async def _end(tasks: list[asyncio.Task[Any]], asked_to: bool) -> None:
    """Cancels what still runs; a loop that ended by itself is a fault and ends the process."""
    broken = [t for t in tasks if t.done() and not t.cancelled() and t.exception()]
    await cancel_all(tasks)
    if broken and not asked_to:
        raise SystemExit(f"{type(broken[0].exception()).__name__}: {broken[0].exception()}")
