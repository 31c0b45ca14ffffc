"""A house for integration tests: the services that a test opens, in this process, on real servers.

Each house has its own databases and fresh streams; events of services that are not open can be said for them. A lasting
house begins again for each test: what was open rests, with nothing in its tables, until the test opens it.
"""

import asyncio
import contextlib
import importlib
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from nats.js.api import DeliverPolicy
from nats.js.errors import NotFoundError
from uuid6 import uuid7

from deploy import streams
from deploy.machine import keys
from services.messages.envelope import Command, Event, Reply, event_subject, events_of, snake
from services.runtime.cancelling import cancel_all
from services.runtime.commands.asking import Asker
from services.runtime.events.streams import consumer, stream_name
from services.runtime.service import Service
from services.runtime.settings import Settings
from tests.contents import Contents
from tests.databases import Databases
from tests.founder import Founder
from tests.house.ground import NO_MAIL, STREAM_BYTES, Ground, offset_to
from tests.house.waiting import (
    ON_ITS_WAY,
    has_more_to_say,
    has_something_due,
    states_of_streams,
    until_heard,
    until_none_waits,
)
from tests.patience import PATIENCE_S, nats_connection
from tests.running import MAY_REST, Running
from tests.servers import Servers

R = TypeVar("R", bound=Reply)
_SPEAK_OF = {"sessions": "contracts"}
"""Whose facts theirs are about."""
_IS_HEARD_WITHIN_S = 1.0
_COMES_TO_REST_S = 3.0
"""Whoever has more to do ends, and is started anew: that costs, and changes nothing."""


class House(Ground):
    def __init__(self, servers: Servers, folder: Path) -> None:
        super().__init__(servers, folder)
        self._tasks: list[asyncio.Task[None]] = []
        self._loops: dict[str, list[asyncio.Task[None]]] = {}
        self._resting: dict[str, Running] = {}
        self._said_before: dict[str, int] = {}
        """By this house's earlier tests: the last of it in each stream."""
        self._have_listened: set[str] = set()
        self.databases = Databases(servers)
        self.versions: dict[tuple[str, UUID], int] = {}
        """Of what was said for services that are not open, by source and aggregate."""
        self._said_just_now: set[str] = set()
        """By which sources, since it was last waited for."""
        self.is_new = True
        """Nothing was done in it yet, but that services were opened."""
        self.said_while_grown: dict[str, list[Any]] = {}
        """By source: what this test begins with (tests/grown.py) said when it was made; the streams have none of it."""
        self._founder = Founder(self.rows)

    async def begin(self) -> None:
        shutil.copytree(self.servers.installation.keys, self.folder / "keys")
        self._set_clock_file(None)
        await self._connect()
        await self.begin_streams()

    async def _connect(self) -> None:
        self.nats = await nats_connection(self.servers.broker)
        self.jetstream = self.nats.jetstream(timeout=PATIENCE_S)
        self.asker = Asker(self.nats, timeout_s=PATIENCE_S)

    async def begin_streams(self) -> None:
        """Anew, with nothing in them."""
        for speaker in streams.SPEAKERS:
            with contextlib.suppress(NotFoundError):
                await self.jetstream.delete_stream(stream_name(speaker))
        await streams.declare(self.servers.broker, STREAM_BYTES)

    async def open(self, *names: str) -> None:
        """Runs these services (`workflows` is the worker), each on a database of its own. Raises for an open one."""
        if standing := self.services.keys() & set(names):
            raise RuntimeError(f"open already: {', '.join(sorted(standing))}")
        for name in self._resting.keys() - set(names):
            await self._end_resting(name)
        for name in names:
            settings = await self._settings_for(name)
            if name in self._resting and self._resting[name].service.settings != settings:
                await self._end_resting(name)
            if running := self._resting.pop(name, None):
                await running.go_on()
            else:
                running = await self._started(name, settings)
            self.services[name], self._loops[name] = running.service, running.loops
            self._tasks += running.loops

    async def _started(self, name: str, settings: Settings) -> Running:
        if name == "workflows":
            await asyncio.to_thread(self.servers.need_temporal)
        module = "workflows.worker" if name == "workflows" else f"services.{name}.app"
        service: Service[Any] = importlib.import_module(module).build(settings)
        service.clock = self.clock
        if name not in self._have_listened:
            await self._begin_to_listen(name)
        return Running(service, await service.start())

    async def _begin_to_listen(self, name: str) -> None:
        """From what this test has said: of the tests before, it hears nothing."""
        self._have_listened.add(name)
        if self.said_while_grown.keys() & set(streams.LISTENERS.get(name, ())):
            raise RuntimeError(
                f"{name} cannot hear what was said before: open it first, or begin without a copy"
            )
        for source in streams.LISTENERS.get(name, ()):
            if before := self._said_before.get(source, 0):
                of = stream_name(source)
                with contextlib.suppress(NotFoundError):
                    await self.jetstream.delete_consumer(of, name)
                first = {"deliver_policy": DeliverPolicy.BY_START_SEQUENCE, "opt_start_seq": before + 1}
                await self.jetstream.add_consumer(of, consumer(name).evolve(**first))

    async def stop(self, name: str) -> None:
        """As at its end: its loops first, then its connection."""
        await Running(self.services.pop(name), self._loops.pop(name, [])).end()

    async def _end_resting(self, *names: str) -> None:
        for name in names or tuple(self._resting):
            await self._resting.pop(name).end()

    def resting(self) -> set[str]:
        """Which services would go on if they were opened now."""
        return set(self._resting)

    async def begin_again(self) -> None:
        """As after `begin`; services that are as if newly started rest until they are opened."""
        await self._rest()
        await self.end_standing_in()
        await self.nats.close()
        await self._connect()
        self.versions.clear()
        self._founder = Founder(self.rows)
        self.last_smtp_port = 0 if self.smtp_port == NO_MAIL else self.smtp_port
        self.smtp_port = NO_MAIL
        self.web = {}
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        shutil.rmtree(self.einvoices, ignore_errors=True)
        await self.begin_from((), {}, None)
        self.is_new = True

    async def begin_from(
        self, services: Sequence[str], contents: dict[str, Contents], clock: bytes | None
    ) -> None:
        """These are open and no others, with this in their databases; the streams are empty."""
        for name in self.services.keys() - set(services):
            await self.stop(name)
        await self.databases.begin_with(contents)
        self._set_clock_file(clock)
        self.is_new, self.said_while_grown, self._said_just_now = False, {}, set()
        states = await states_of_streams(self.nats)
        self._said_before = {
            speaker: states[stream_name(speaker)]["last_seq"] for speaker in streams.SPEAKERS
        }
        self._have_listened = self.services.keys() | self._resting.keys()
        if missing := [name for name in services if name not in self.services]:
            await self.open(*missing)

    async def _rest(self) -> None:
        """The worker remembers its histories, and whoever was in trouble remembers it: they end."""
        for name in self.services.keys() - MAY_REST:
            await self.stop(name)
        for name, service in self.services.items():
            await Running(service, self._loops[name]).rest()
        at_rest = not self._gates and await self._is_at_rest()
        for gate in self._gates.values():
            gate.close()
        self._gates = {}
        for name in tuple(self.services):
            running = Running(self.services[name], self._loops[name])
            if at_rest and running.is_as_new() and not await has_something_due(running.service):
                self._resting[name] = running
                del self.services[name], self._loops[name]
            else:
                await self.stop(name)
        resting = {loop for running in self._resting.values() for loop in running.loops}
        await cancel_all([task for task in self._tasks if task not in resting])
        self._tasks = []

    async def _is_at_rest(self) -> bool:
        """Nothing is on its way, and nobody has two entries that became one: services keep that in memory."""
        try:
            async with asyncio.timeout(_COMES_TO_REST_S):
                await until_none_waits(self._all_is_heard, self._all_is_said)
                merged = [
                    await self.rows(name, "SELECT FROM merged_person LIMIT 1") for name in self.services
                ]
        except (TimeoutError, NatsError, asyncpg.PostgresError, OSError):
            return False
        return not any(merged)

    async def settings_for(self, name: str) -> Settings:
        """For a service of the test's own, on a database that is made here if it is not there yet. It may say and hear
        everything: what it asks for is in no program's code.
        """
        await self._end_resting()
        settings = await self._settings_for(name)
        return settings.model_copy(update={"nats_nkey": self.servers.installation.nkey(keys.OPERATOR)})

    async def _settings_for(self, name: str) -> Settings:
        return self.settings_on(name, await self.databases.url(name))

    async def ask(self, command: Command[R], of: str | None = None) -> R:
        self.is_new = False
        await self._end_resting()
        if "directory" not in self.services:
            return await self.asker(command, of)
        async with self._founder.acting(command):
            return await self.asker(command, of)

    async def ask_raw(self, subject: str, body: bytes) -> Msg:
        """Any bytes, as a stranger may send them; asked again while the broker knows of nobody who answers."""
        self.is_new = False
        await self._end_resting()
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with contextlib.suppress(NoRespondersError):
                    return await self.nats.request(subject, body, timeout=PATIENCE_S)
                await asyncio.sleep(0.02)

    async def say(self, source: str, event: Event) -> dict[str, str]:
        """Publishes an event for a service that is not open; returns its headers, for saying it again."""
        self.is_new = False
        await self._end_resting()
        await self._what_it_speaks_of_is_heard(source)
        key = (source, event.aggregate_id)
        self.versions[key] = self.versions.get(key, 0) + 1
        headers = {
            "ce-id": str(uuid7()),
            "ce-source": source,
            "ce-type": snake(type(event).__name__),
            "ce-time": self.clock.now().isoformat(),
            "ce-subject": str(event.aggregate_id),
            "ce-aggversion": str(self.versions[key]),
        }
        await self.jetstream.publish(
            event_subject(type(event)), event.model_dump_json().encode(), headers=headers
        )
        self._said_just_now.add(source)
        return headers

    async def _what_it_speaks_of_is_heard(self, source: str) -> None:
        """Of two streams the later word may be the first to come: it is put back then, and comes again after two
        seconds. A test that holds up what is spoken of goes on after one.
        """
        of = _SPEAK_OF.get(source, "")
        if of in self._said_just_now:
            self._said_just_now.remove(of)
            with contextlib.suppress(TimeoutError, NatsError):
                async with asyncio.timeout(_IS_HEARD_WITHIN_S):
                    await until_heard(self.nats, of, self.services)

    async def quiet(self) -> None:
        """Waits until the open services have said and heard everything."""
        async with asyncio.timeout(PATIENCE_S):
            await until_none_waits(self._all_is_heard, self._all_is_said, self._nothing_is_due)

    async def _all_is_heard(self) -> bool:
        heard = {source for service in self.services.values() for source in service.listened}
        return not any(
            await asyncio.gather(*(has_more_to_say(self.nats, source, self.services) for source in heard))
        )

    async def _all_is_said(self) -> bool:
        """Asked of the databases: the services' own reports ask for much more, and are asked for often here."""
        for name in self.services:
            if await self.rows(name, ON_ITS_WAY):
                return False
        return True

    async def _nothing_is_due(self) -> bool:
        return not [service for service in self.services.values() if await has_something_due(service)]

    async def events(self, source: str) -> list[Any]:
        """Everything that the service has said in this test, in order, as event objects."""
        kinds = events_of(source)
        state = (await self.jetstream.stream_info(stream_name(source))).state
        found = list(self.said_while_grown.get(source, ()))
        for seq in range(self._said_before.get(source, 0) + 1, state.last_seq + 1):
            message = await self.jetstream.get_msg(stream_name(source), seq)
            found.append(kinds[(message.headers or {})["ce-type"]].model_validate_json(message.data or b""))
        return found

    async def stream_bytes(self) -> int:
        """Of the fullest one."""
        return max(state["bytes"] for state in (await states_of_streams(self.nats)).values())

    async def rows(self, service: str, query: str, *arguments: Any) -> Sequence[asyncpg.Record]:
        """What a query finds in the service's database."""
        self.is_new = False
        return await self.databases.rows(service, query, *arguments)

    def move_clock(self, to: datetime) -> None:
        """The first time also back: a test's days are its own."""
        self.is_new = False
        if self.clock_file_now() is None:
            self._set_clock_file(offset_to(to))
        else:
            self.clock.move_to(to)

    async def close(self) -> None:
        await self._end_resting()
        await cancel_all(self._tasks)
        for name in tuple(self.services):
            await self.stop(name)
        await self.end_standing_in()
        await self.nats.close()
        for gate in self._gates.values():
            gate.close()
        await self.databases.drop()
