"""One platform's data folder and loopback ports, and what its processes are told of both.

Everything that would keep a platform from starting is asked here, before anything starts.
"""

import dataclasses
import fcntl
import json
import os
import shutil
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from deploy.machine import keys
from deploy.machine.ports import HOST, Ports, choose_ports, kept_ports
from deploy.processes import PROCESSES
from deploy.room import stream_bytes
from deploy.running import pid_file
from deploy.running.launch import CannotStart

if TYPE_CHECKING:
    from services.runtime.broker.address import BrokerAddress

FREE_BYTES_NEEDED = 1 << 30
NAMESPACE = "luotsi"
DOORS = ("portal", "console")


@dataclasses.dataclass(frozen=True)
class Installation:
    """A data folder and its ports; `held` is the open lock file while a platform owns the folder."""

    data: Path
    ports: Ports
    held: IO[str] | None = dataclasses.field(default=None, compare=False, repr=False)

    @classmethod
    def open(cls, data: Path, ports_base: int | None) -> "Installation":
        """Of a platform that is about to start; it is ours until `close`.

        ports_base: first of seven ports in a row; None: those of last time, or free ones.
        Refuses: CannotStart (folder not writable or owned by a running platform, disk full, a given port taken).
        """
        data = data.absolute()
        make_writable(data)
        ask_for_space(data)
        held = lock(data)
        try:
            pid_file.end_leftovers(data)
            ports = choose_ports(data, ports_base)
        except BaseException:
            held.close()
            raise
        write(data / "ports.json", dataclasses.asdict(ports))
        return cls(data, ports, held)

    @classmethod
    def of_running(cls, data: Path) -> "Installation":
        """Of a platform that runs now, for those who only want to speak with it.

        Refuses: CannotStart when no platform runs there.
        """
        data = data.absolute()
        kept = kept_ports(data)
        if kept is None or not pid_file.is_running(data):
            raise CannotStart(f"no platform is running on {data}: start one with ./luotsi up")
        return cls(data, kept)

    def close(self) -> None:
        """Gives the folder free for another platform."""
        if self.held is not None:
            self.held.close()

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def mail(self) -> Path:
        return self.data / "mail"

    @property
    def nats_url(self) -> str:
        return f"nats://{HOST}:{self.ports.nats}"

    def nkey(self, user: str) -> Path:
        """The file of the seed by which a program is known to the broker."""
        return self.keys / keys.SEEDS / f"{user}.nk"

    @property
    def broker(self) -> "BrokerAddress":
        """As whoever runs the platform."""
        from services.runtime.broker.address import BrokerAddress  # what reads this needs no package

        return BrokerAddress(self.nats_url, keys.OPERATOR, self.nkey(keys.OPERATOR))

    @property
    def temporal_address(self) -> str:
        return f"{HOST}:{self.ports.temporal}"

    @property
    def temporal(self) -> dict[str, Any]:
        """For whoever connects to it."""
        return {"address": self.temporal_address, "namespace": NAMESPACE}

    @property
    def clock_file(self) -> Path:
        return self.data / "clock.json"

    def url(self, door: str) -> str:
        """Where a browser finds it; passkeys need the name `localhost`."""
        return f"http://localhost:{getattr(self.ports, door)}"

    def database_url(self, role: str, *, driver: str = "postgresql+asyncpg") -> str:
        """The database of that name as its own role; `postgres` is the superuser and its database."""
        password = keys.passwords(self.keys)[role]
        return f"{driver}://{role}:{password}@{HOST}:{self.ports.postgres}/{role}"

    def _secrets_of(self, process: str) -> dict[str, str]:
        """As whom it is known at the servers; nobody else is told."""
        told = {}
        if process in (keys.OPERATOR, *keys.ROLES):
            told["LUOTSI_NATS_NKEY"] = str(self.nkey(process))
        if process in keys.ROLES:
            # Otherwise each asks first for an encrypted line, which the server of one machine does not have.
            told["LUOTSI_DATABASE_URL"] = f"{self.database_url(process)}?sslmode=disable"
        return told

    def environment(self, process: str) -> dict[str, str]:
        """What that process reads at its start: LUOTSI_* variables, the whole of them."""
        told = {
            "LUOTSI_PROFILE": "local",
            "LUOTSI_SERVICE": process,
            "LUOTSI_NATS_URL": self.nats_url,
            "LUOTSI_TEMPORAL_ADDRESS": self.temporal_address,
            "LUOTSI_SMTP_HOST": HOST,
            "LUOTSI_SMTP_PORT": str(self.ports.smtp),
            "LUOTSI_CLOCK_FILE": str(self.clock_file),
            "LUOTSI_KEYS": str(keys.hand_out(self.keys, self.data / "handed" / process, _read_by(process))),
            "LUOTSI_LOG_LEVEL": "INFO",
            "LUOTSI_STREAM_BYTES": str(stream_bytes(self.data)),
            "LUOTSI_PORTAL_URL": self.url("portal"),
            "LUOTSI_CONSOLE_URL": self.url("console"),
        }
        told |= self._secrets_of(process)
        if process in DOORS:
            told["LUOTSI_HTTP_PORT"] = str(getattr(self.ports, process))
            told["LUOTSI_PUBLIC_URL"] = self.url(process)
            told["LUOTSI_TRUSTED_PROXIES"] = os.environ.get("LUOTSI_TRUSTED_PROXIES", "")
        if process == "notices":
            told["LUOTSI_MAIL_SETTLES_S"] = "20"
        if process == "billing":
            told["LUOTSI_EINVOICE_FOLDER"] = str(self.data / "einvoices")
            told["LUOTSI_EINVOICE_DATA"] = os.environ.get("LUOTSI_EINVOICE_DATA", "")
        if process == "mailbox":
            told["LUOTSI_MAIL"] = str(self.mail)
        if process == "console":
            told["LUOTSI_MAIL_FOLDER"] = str(self.mail)
            told["LUOTSI_BROKER_LOG"] = str(self.logs / "nats.log")
        return told


def _read_by(process: str) -> tuple[str, ...]:
    return next((one.keys for one in PROCESSES if one.name == process), ())


def make_writable(data: Path) -> None:
    """The folder, made if need be, readable by its owner only."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "logs").mkdir(mode=0o700, exist_ok=True)
        probe = data / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"the data folder {data} cannot be written ({error.strerror}): give another one"
        ) from error


def ask_for_space(data: Path) -> None:
    """A database that runs out of disk loses time, if not data: better asked now."""
    free = shutil.disk_usage(data).free
    if free < FREE_BYTES_NEEDED:
        raise CannotStart(
            f"the disk of {data} has {free >> 20} MB free and 1024 MB are needed: make room first"
        )


def lock(data: Path) -> IO[str]:
    """The folder's lock; the kernel gives it free when its holder ends, however it ends."""
    held = (data / "lock").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise CannotStart(
            f"another platform is running on {data}: stop it first, or give another folder"
        ) from error
    return held


def write(file: Path, content: object) -> None:
    """Whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(content, indent=2) + "\n")
    fresh.replace(file)
