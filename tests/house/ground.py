"""Where a test house stands: the servers, a folder, the ports of its doors, and the gates before its servers."""

import json
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from nats.aio.client import Client
from nats.aio.msg import Msg

from deploy.machine import keys
from deploy.machine.installation import DOORS
from deploy.machine.ports import free_ports, is_free
from services.messages.envelope import Command, owner
from services.runtime.broker.address import BrokerAddress
from services.runtime.clock import MovableClock
from services.runtime.commands.sealed_questions import Opening
from services.runtime.commands.viewing import subjects_of
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.web.http.settings import WebSettings
from tests.gate import Gate
from tests.patience import nats_connection
from tests.servers import Servers

STREAM_BYTES = 64 << 20
NO_MAIL = 9
"""Nobody listens on this port."""
BEGINS = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""When it is in a house whose clock nobody has moved: whatever day it is, the days of builders are as far away."""
_ports = free_ports()
_OF_DIRECTORY_TOO = {"oidc_issuer", "oidc_client_id"}


_have_read: dict[Any, Settings] = {}


def _read(kind: type[Settings], told: dict[str, Any]) -> Settings:
    """A test's own; what all of them are told alike is read once, for that takes a millisecond of each service."""
    around = frozenset(one for one in os.environ.items() if one[0].startswith("LUOTSI_"))
    try:
        which = kind, frozenset(told.items()), around
        hash(which)
    except TypeError:
        return kind(**told)
    if which not in _have_read:
        _have_read[which] = kind(**told)
    return _have_read[which].model_copy()


def offset_to(instant: datetime) -> bytes:
    """What the clock's file says where it is that time now."""
    return json.dumps({"offset_s": (instant - datetime.now(UTC)).total_seconds()}).encode()


class AsAService:
    """A question as it was put; its answer goes sealed."""

    def __init__(self, message: Msg, opening: Opening) -> None:
        self._message = message
        self._question = opening.question(message.subject, message.data, message.headers or {})
        self.data, self.subject, self.headers = self._question.body, message.subject, self._question.headers

    async def respond(self, body: bytes, headers: dict[str, str] | None = None) -> None:
        told, headers = self._question.answered(body, headers or {})
        await self._message._client.publish(self._message.reply, told, headers=headers)


class Ground:
    """What the services of a house are told of it."""

    def __init__(self, servers: Servers, folder: Path) -> None:
        self.servers = servers
        self.folder = folder
        self.clock = MovableClock(folder / "clock.json")
        self._clock_at_first = b""
        self.services: dict[str, Service[Any]] = {}
        self.smtp_port = NO_MAIL
        self.last_smtp_port = 0
        """Of the test before; 0 where it had no mail server."""
        self.web: dict[str, Any] = {}
        """More settings for the doors (a single sign-on), before they are opened."""
        self._gates: dict[str, Gate] = {}
        self._ports: dict[str, int] = {}
        self._standing_in: list[Client] = []

    def settings_on(self, name: str, database_url: str) -> Settings:
        told: dict[str, Any] = {
            "profile": "local",
            "database_url": self._gated("postgres", database_url),
            "nats_url": self._gated("nats", self.servers.nats_url),
            "nats_nkey": self.servers.installation.nkey(name if name in keys.ROLES else keys.OPERATOR),
            "temporal_address": self._gated("temporal", self.servers.temporal_address),
            "smtp_port": self.smtp_port,
            "mail_settles_s": 0,
            "einvoice_folder": self.einvoices,
            "stream_bytes": STREAM_BYTES,
            "clock_file": self._clock_file,
            "keys": self.folder / "keys",
            **{f"{door}_url": self.address(door) for door in DOORS},
        }
        told |= {name: self.web[name] for name in _OF_DIRECTORY_TOO & self.web.keys()}
        if name not in DOORS:
            return _read(Settings, told)
        of_doors = {"http_port": self.port(name), "public_url": self.address(name)}
        return _read(WebSettings, told | self.web | of_doors | {"mail_folder": self.folder / "mail"})

    def as_program(self, name: str) -> BrokerAddress:
        """The broker, for who has the program's seed."""
        installation = self.servers.installation
        return BrokerAddress(installation.nats_url, name, installation.nkey(name))

    async def stand_in(self, command: type[Command[Any]], answer: Callable[[Msg], Awaitable[None]]) -> None:
        """Whoever asks is answered so, in the place of a service that is not open: as that one, since nobody else hears
        what it is asked.
        """
        asked = owner(command)
        program = "workflows" if asked == "process" else asked
        opening = Opening.read(self.folder / "keys", program)
        nats = await nats_connection(self.as_program(program))
        self._standing_in.append(nats)

        async def heard(message: Msg) -> None:
            await answer(AsAService(message, opening))  # type: ignore[arg-type]  # all of a message that is used

        for subject in subjects_of(command):
            await nats.subscribe(subject, cb=heard)
        await nats.flush()

    async def end_standing_in(self) -> None:
        """Of whatever a test has answered for services that are not open."""
        for one in self._standing_in:
            await one.close()
        self._standing_in = []

    @property
    def einvoices(self) -> Path:
        """Where e-invoices are written."""
        return self.folder / "einvoices"

    async def gate(self, server: Literal["postgres", "nats", "temporal"]) -> Gate:
        """Before the services that are opened from now on; open."""
        gate = self._gates[server] = Gate(getattr(self.servers.installation.ports, server))
        await gate.open()
        return gate

    def _gated(self, server: str, address: str) -> str:
        gate = self._gates.get(server)
        port = getattr(self.servers.installation.ports, server)
        return address.replace(f":{port}", f":{gate.port}") if gate else address

    def port(self, door: str) -> int:
        """A free one, the same for the whole test; another where somebody has taken it between two of them."""
        if door not in self._ports or (not self.services and not is_free(self._ports[door])):
            self._ports[door] = next(_ports)
        return self._ports[door]

    def address(self, door: str) -> str:
        """Where the door's pages are, without a slash at the end."""
        return f"http://localhost:{self.port(door)}"

    @property
    def _clock_file(self) -> Path:
        return self.folder / "clock.json"

    def clock_file_now(self) -> bytes | None:
        """None while it was never moved."""
        said = self._clock_file.read_bytes()
        return None if said == self._clock_at_first else said

    def _set_clock_file(self, clock: bytes | None) -> None:
        """None: at the house's own first day."""
        if clock is None:
            clock = self._clock_at_first = offset_to(BEGINS)
        fresh = self._clock_file.with_suffix(".new")
        fresh.write_bytes(clock)
        fresh.replace(self._clock_file)  # whole, to who reads it meanwhile
