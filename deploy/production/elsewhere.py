"""A platform whose servers are elsewhere, by the folder that `./luotsi install` wrote: what its programs are told.

LUOTSI_SETTINGS names the folder. Read as systemd and the programs read it; the environment says nothing here.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deploy.machine import keys
from deploy.running.launch import CannotStart

if TYPE_CHECKING:
    from services.runtime.broker.address import BrokerAddress
    from services.runtime.settings import Settings

SETTINGS = "LUOTSI_SETTINGS"
_DOORS = {f"LUOTSI_{door}_HOST": f"LUOTSI_{door}_URL" for door in ("PORTAL", "CONSOLE")}
"""How the file for containers names them, and how a program does."""


@dataclass(frozen=True)
class Elsewhere:
    """mail: nothing is caught there."""

    folder: Path
    mail: None = None
    clock_file: None = None

    @classmethod
    def told(cls, environment: Mapping[str, str] = os.environ) -> "Elsewhere | None":
        """None: no folder is named. Refuses: CannotStart, where it is none of ours."""
        if not environment.get(SETTINGS):
            return None
        folder = Path(environment[SETTINGS]).expanduser().absolute()
        if not (folder / "common.env").is_file():
            raise CannotStart(f"{SETTINGS} names {folder}, which ./luotsi install did not write")
        return cls(folder)

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def environment(self, program: str) -> dict[str, str]:
        """Its variables, secrets among them, by their names in capitals. An empty one is not there."""
        told = self.doors
        for file in (self.folder / "common.env", self.folder / f"{program}.env"):
            told |= _variables(file.read_text()) if file.is_file() else {}
        for file in sorted((self.folder / "secrets" / program).glob("luotsi_*")):
            told[file.name.upper()] = file.read_text().strip()
        return {name: value for name, value in told.items() if value}

    @property
    def doors(self) -> dict[str, str]:
        """Under which addresses people open them, as it was told to `./luotsi install`: by their variables' names."""
        units = sorted((self.folder / "systemd").glob("luotsi-*.service"))
        lines = [line for unit in units for line in unit.read_text().splitlines()]
        written = _variables("\n".join(line.removeprefix("Environment=") for line in lines))
        hosts = self.folder / "compose.env"
        told = _variables(hosts.read_text()) if hosts.is_file() else {}
        of_containers = {name: f"https://{told[host]}" for host, name in _DOORS.items() if host in told}
        return {name: written[name] for name in _DOORS.values() if name in written} | of_containers

    def database_url(self, role: str) -> str:
        """As its program reads it; "" where nobody has filled it in."""
        return self.environment(role).get("LUOTSI_DATABASE_URL", "")

    def seed(self, user: str) -> Path:
        return self.keys / keys.SEEDS / f"{user}.nk"

    def broker_as(self, user: str) -> "BrokerAddress":
        from services.runtime.broker.address import BrokerAddress

        told = self.environment("common")
        if not told.get("LUOTSI_NATS_URL"):
            raise CannotStart(f"{self.folder}/common.env names no broker in LUOTSI_NATS_URL")
        ca = told.get("LUOTSI_NATS_CA")
        return BrokerAddress(told["LUOTSI_NATS_URL"], user, self.seed(user), Path(ca) if ca else None)

    @property
    def broker(self) -> "BrokerAddress":
        """As whoever runs the platform."""
        return self.broker_as(keys.OPERATOR)

    def settings(self, program: str) -> "Settings":
        """As the program reads them. Raises pydantic's ValidationError, which holds no value."""
        from services.runtime.settings import Settings

        known = {f"LUOTSI_{name.upper()}": name for name in Settings.model_fields}
        told = self.environment(program)
        given: dict[str, Any] = {name: told[one] for one, name in known.items() if one in told}
        return Settings.read(**given)

    @property
    def temporal(self) -> dict[str, Any]:
        """For `workflows.temporal_connection.connect`."""
        from workflows.temporal_connection import line_of

        told = self.settings("workflows")
        at = {"address": told.temporal_address, "namespace": told.temporal_namespace}
        return {**at, "line": line_of(told)}


def _variables(text: str) -> dict[str, str]:
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
