"""docker-compose.yml without an engine: what each container would be told, handed and run, on this machine.

Names and ports of the containers' networks are those of this machine here, and a volume is a folder. What an image, a
network or a right of a container is, nobody sees.
"""

import asyncio
import contextlib
import os
import re
import shlex
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import yaml

from deploy import CHECKOUT
from deploy.machine import postgres
from deploy.machine.ports import HOST, free_ports
from deploy.machine.servers import program
from deploy.running.launch import listens

_VARIABLE = re.compile(r"\$\$|\$\{(\w+)(:[-?])?([^}]*)\}")
LISTENING = {"postgres": "5432", "nats": "4222", "temporal": "7233", "monitor": "8222", "mailbox": "2525"}
DOORS = {"portal": "8080", "console": "8081"}
VOLUMES = ("/einvoices", "/mail", "/data", "/broker-log")
NOT_HERE = ("proxy", "temporal-schema")
"""A web server, and the tool of a server that no registry of ours has."""


class Composed:
    """settings: what `./luotsi install --containers` wrote. root: of this run's own."""

    def __init__(self, settings: Path, root: Path) -> None:
        told = dict(
            line.partition("=")[::2] for line in (settings / "compose.env").read_text().splitlines() if line
        )
        text = _VARIABLE.sub(
            lambda found: _filled_in(found, told), (CHECKOUT / "docker-compose.yml").read_text()
        )
        read = yaml.safe_load(text)
        self._services: dict[str, Any] = read["services"]
        self._secrets: dict[str, Any] = read["secrets"]
        self._root = root
        self.ports = {name: str(next(free_ports())) for name in (*LISTENING, *DOORS)}

    def names(self) -> list[str]:
        """Those that are started, each after those that it waits for; what others are, is started by hand."""
        order: TopologicalSorter[str] = TopologicalSorter(
            {name: one.get("depends_on", {}) for name, one in self._services.items() if "profiles" not in one}
        )
        return [name for name in order.static_order() if name not in NOT_HERE]

    def ends(self, name: str) -> bool:
        return bool(self._services[name].get("restart") == "no")

    def command(self, name: str, *instead: str) -> list[str]:
        """instead: of the words behind what it always begins with."""
        one = self._services[name]
        words = [*one.get("entrypoint", ()), *(instead or one.get("command", ()))]
        return [sys.executable if word == "python" else self.here(word) for word in words]

    def environment(self, name: str) -> dict[str, str]:
        """What stands beside the program goes before what files tell."""
        one = self._services[name]
        told: dict[str, str] = {}
        for entry in one.get("env_file", ()):
            file = Path(entry["path"] if isinstance(entry, dict) else entry)
            if file.exists() or not isinstance(entry, dict):
                lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
                told |= dict(line.partition("=")[::2] for line in lines)
        told |= one.get("environment", {})
        return {key: self.here(value, of=name) for key, value in told.items()}

    def hand_over(self, name: str) -> None:
        """Its secrets, where it finds them."""
        for entry in self._services[name].get("secrets", ()):
            source, target = (entry["source"], entry["target"]) if isinstance(entry, dict) else (entry, entry)
            place = self._root / name / target
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(self.here(Path(self._secrets[source]["file"]).read_text()).encode())

    def here(self, value: str, *, of: str = "") -> str:
        """With this machine's addresses and folders."""
        if value in (*LISTENING.values(), *DOORS.values()):
            return next(self.ports[name] for name, port in (LISTENING | DOORS).items() if port == value)
        for name, port in LISTENING.items():
            value = value.replace(f"{name}:{port}", f"{HOST}:{self.ports[name]}")
        for volume in VOLUMES:
            value = re.sub(rf"(?<![\w/]){volume}\b", str(self._root / volume[1:]), value)
        value = HOST if value in ("mailbox", "0.0.0.0") else value
        return value.replace("/run/secrets", str(self._root / of)).replace("/etc/nats", str(self._root))

    @asynccontextmanager
    async def running(self, name: str, *command: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """command: instead of what the file says, for a server whose image has a beginning of its own."""
        self.hand_over(name)
        with (self._root / f"{name}.log").open("wb") as log:
            process = await asyncio.create_subprocess_exec(
                *(command or self.command(name)),
                cwd=CHECKOUT,
                env={"PATH": f"{Path(sys.executable).parent}:{os.defpath}"} | self.environment(name),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()

    def said_by(self, name: str) -> str:
        return (self._root / f"{name}.log").read_text()

    def of_postgres(self) -> list[str]:
        """As its image begins: a cluster by these words, then the server by the command's."""
        told, cluster = self.environment("postgres"), self._root / "cluster"
        self.hand_over("postgres")
        words = ("-D", str(cluster), "-U", "postgres", f"--pwfile={told['POSTGRES_PASSWORD_FILE']}")
        made = shlex.join((postgres.program("initdb"), *words, *shlex.split(told["POSTGRES_INITDB_ARGS"])))
        where = (
            "-D",
            str(cluster),
            "-p",
            self.ports["postgres"],
            "-c",
            f"listen_addresses={HOST}",
            "-c",
            "unix_socket_directories=",
        )
        command = (
            postgres.program("postgres"),
            *self.command("postgres")[1:],
            *where,
        )
        return [*postgres.guise().prefix, "sh", "-euc", f"{made} && exec {shlex.join(command)}"]

    def of_nats(self, settings: Path) -> list[str]:
        """settings: the file that is mounted."""
        (self._root / "nats.conf").write_text(settings.read_text())
        (self._root / "broker-log").mkdir()
        return [program("nats-server"), *self.command("nats")[1:]]

    def of_temporal(self) -> list[str]:
        """Another server than the file's, for no registry of ours has that one; nobody has prepared it."""
        where = (f"--ip={HOST}", f"--port={self.ports['temporal']}", "--headless", "--log-level=warn")
        return [program("temporal"), "server", "start-dev", *where]

    async def answers(self, name: str) -> None:
        while not await listens(HOST, int(self.ports[name])):
            await asyncio.sleep(0.05)


def _filled_in(found: re.Match[str], told: Mapping[str, str]) -> str:
    name, kind, rest = found.groups()
    if found[0] == "$$":
        return "$"
    return rest if kind == ":-" and name not in told else told[name]
