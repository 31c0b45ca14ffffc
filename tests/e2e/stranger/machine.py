"""An empty machine: nothing of ours but what is typed on it. Its servers run by themselves, and are told by address."""

import asyncio
import contextlib
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy import CHECKOUT
from deploy.machine import keys, postgres
from deploy.machine.ports import HOST, free_ports
from deploy.machine.servers import program
from deploy.running.launch import listens
from tests.e2e.machines.units import Unit, running
from tests.integration.deploy.production.tls_proxy import authority, tls_before
from tests.servers import Servers

PLACES = ("/opt/luotsi", "/etc/luotsi", "/var/lib/nats", "/backups", "/another/place")
SENDER = "Firm <post@firm.test>"
SYSTEMCTL = """#!/bin/sh
echo "$@" >> '{}'
"""
"""Notes what it is told: a test has no systemd."""


@dataclass
class Machine:
    """nats, temporal: HOST:PORT, where they are or will be; temporal_by_tls: where programs reach it. doors: the port
    of each, for no other is free for sure.

    meant: the page's words -> what stands for them here.
    """

    root: Path
    servers: Servers
    nats: str = field(default_factory=lambda: f"{HOST}:{next(free_ports())}")
    temporal: str = field(default_factory=lambda: f"{HOST}:{next(free_ports())}")
    temporal_by_tls: str = ""
    meant: dict[str, str] = field(default_factory=dict)
    doors: dict[str, int] = field(
        default_factory=lambda: {door: next(free_ports()) for door in ("portal", "console")}
    )

    def __post_init__(self) -> None:
        self._programs = self.root / "bin"
        self._programs.mkdir(parents=True)
        self._known = authority(self.root / "tls" / "servers")
        systemctl = self._programs / "systemctl"
        systemctl.write_text(SYSTEMCTL.format(self._told_systemd))
        systemctl.chmod(0o755)

    @property
    def postgres(self) -> str:
        return f"{HOST}:{self.servers.installation.ports.postgres}"

    @property
    def folder(self) -> Path:
        return self.at("/etc/luotsi")

    @property
    def code(self) -> Path:
        return self.at("/opt/luotsi")

    @property
    def _told_systemd(self) -> Path:
        return self.root / "systemd"

    def at(self, place: str) -> Path:
        """Where that place of the page is here."""
        return self.root / place.removeprefix("/")

    def here(self, words: str) -> str:
        """The page's words with this machine's places and addresses."""
        for said, meant in self.meant.items():
            words = words.replace(said, meant)
        for place in PLACES:
            words = words.replace(place, str(self.at(place)))
        return words.replace("git clone …", f"git clone -q '{CHECKOUT}'").replace("HOST:5432", self.postgres)

    async def typed(self, command: str, *, ends_with: int = 0) -> str:
        """What the command says."""
        code, said = await self.tried(command)
        assert code == ends_with, f"{command}: ended with {code}\n{said}"
        return said

    async def tried(self, command: str) -> tuple[int | None, str]:
        """How the command ends, and what it says."""
        self.code.parent.mkdir(exist_ok=True)
        run = await asyncio.create_subprocess_exec(
            *("bash", "-euc", self.here(command)),
            cwd=self.code if self.code.exists() else self.root,
            env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await run.communicate()
        return run.returncode, said.decode()

    @asynccontextmanager
    async def going_on(self, command: str) -> AsyncIterator[None]:
        """What goes on until it is stopped."""
        with (self.root / "going-on.log").open("wb") as log:
            run = await asyncio.create_subprocess_exec(
                *("bash", "-euc", f"exec {self.here(command)}"),
                cwd=self.code,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield
        finally:
            with contextlib.suppress(ProcessLookupError):
                run.terminate()
            await run.wait()

    def _environment(self) -> Mapping[str, str]:
        """Of who sits there, who is an administrator of PostgreSQL too. Our Python's environment is made already."""
        beside = (self._programs, Path(postgres.program("psql")).parent, Path(sys.executable).parent)
        superuser = keys.passwords(self.servers.installation.keys)[keys.SUPERUSER]
        of_postgres = {"PGHOST": HOST, "PGPORT": self.postgres.partition(":")[2], "PGUSER": keys.SUPERUSER}
        return {
            **of_postgres,
            "PGPASSWORD": superuser,
            "PATH": os.pathsep.join((*map(str, beside), os.environ["PATH"])),
            "HOME": str(self.root),
            "LUOTSI_VENV": sys.prefix,
            "TEMPORAL_ADDRESS": self.temporal,
        }

    def fill_in(self) -> None:
        """As an administrator does who knows where the servers are."""
        told = {
            "common.env": f"LUOTSI_NATS_URL=nats://{self.nats}\nLUOTSI_NATS_CA={self._known.certificate}\n"
            f"LUOTSI_STREAM_BYTES={1 << 28}\n",
            "workflows.env": f"LUOTSI_TEMPORAL_ADDRESS={self.temporal_by_tls}\n"
            f"LUOTSI_TEMPORAL_TLS_CA={self._known.certificate}\n",
            "notices.env": f"LUOTSI_SMTP_PORT={self.servers.installation.ports.smtp}\nLUOTSI_MAIL_FROM={SENDER}\n",
        }
        for file, lines in told.items():
            with (self.folder / file).open("a") as opened:
                opened.write(lines)

    @asynccontextmanager
    async def broker(self, settings: str) -> AsyncIterator[None]:
        """With these settings, where it listens, and its certificate."""
        folder = self.at("/etc/nats")
        folder.mkdir(parents=True)
        shutil.copy(self.folder / "nats" / "users.conf", folder)
        by = f"tls {{ cert_file: '{self._known.chain}', key_file: '{self._known.key}' }}\n"
        (folder / "nats.conf").write_text(f"listen: {self.nats}\n{by}{self.here(settings)}")
        async with self._server(self.nats, program("nats-server"), "--config", str(folder / "nats.conf")):
            yield

    @asynccontextmanager
    async def histories(self) -> AsyncIterator[None]:
        """A Temporal that nobody has prepared, and its certificate for who does not sit at it."""
        port, store = self.temporal.partition(":")[2], self.root / "temporal.db"
        words = ("server", "start-dev", "--headless", "--log-level=warn", f"--ip={HOST}", f"--port={port}")
        async with (
            self._server(self.temporal, program("temporal"), *words, f"--db-filename={store}"),
            tls_before(int(port), self._known) as guarded,
        ):
            self.temporal_by_tls = f"{HOST}:{guarded}"
            yield

    @asynccontextmanager
    async def _server(self, address: str, *words: str) -> AsyncIterator[None]:
        with (self.root / f"{Path(words[0]).name}.log").open("wb") as log:
            server = await asyncio.create_subprocess_exec(*words, stdout=log, stderr=log)
        try:
            host, _, port = address.partition(":")
            while not await listens(host, int(port)):
                assert server.returncode is None, f"{words[0]} has ended"
            yield
        finally:
            server.terminate()
            await server.wait()

    @asynccontextmanager
    async def what_systemd_starts(self) -> AsyncIterator[None]:
        """Every unit that the target wants which it was told to start: what prepares first, then all programs."""
        told = self._told_systemd.read_text().splitlines()
        linked = {
            Path(file).name: Path(file)
            for line in told
            if line.startswith("link")
            for file in line.split()[1:]
        }
        [target] = [line.split()[-1] for line in told if line.startswith("enable --now")]
        wanted = [Unit(linked[name], self.root / name) for name in Unit(linked[target], self.root).wanted]
        async with AsyncExitStack() as stack:
            for unit in sorted(wanted, key=lambda one: one.all("Type") != ["oneshot"]):
                told_besides = (
                    {"LUOTSI_HTTP_PORT": str(self.doors[unit.program])} if unit.program in self.doors else {}
                )
                begun = await stack.enter_async_context(
                    running(unit, told_besides, self.root / f"{unit.program}.log")
                )
                if unit.all("Type") == ["oneshot"]:
                    assert await begun.wait() == 0, unit.program
            yield
