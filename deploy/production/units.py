"""The programs as units of systemd: one each, under one target. Pure: texts from the list, nothing is read or written.

A program runs as a user that is there for it alone and as long as it runs, sees no file but its own code and what its
unit hands it, and gets its secrets as credentials: systemd reads them, and nobody else may.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.machine.keys import OPERATOR, SEEDS
from deploy.processes import Process
from deploy.production.told import fixed_for, programs, secrets_of

TARGET = "luotsi.target"
PREPARATION = "luotsi-streams.service"
STOPS_WITHIN_S = {"worker": 45, "service": 20}
"""The worker lets steps in hand end for 30 seconds."""
MOST_MEMORY = {"worker": "1G", "service": "512M"}
MOST_FILES = 65_536
"""Each connection is one; a usual 1,024 are filled by one stranger."""
KNOWN_BY = "LUOTSI_NATS_NKEY=%d/seed.nk"
HARDENED = {
    "DynamicUser": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "PrivateUsers": "yes",
    "ProtectClock": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectControlGroups": "yes",
    "ProtectProc": "invisible",
    "ProcSubset": "pid",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "RemoveIPC": "yes",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": ("@system-service", "~@privileged @resources"),
    "SystemCallErrorNumber": "EPERM",
    "UMask": "0077",
}

UNSEEN = tuple(map(Path, ("/home", "/root", "/run/user", "/tmp", "/var/tmp")))
"""By ProtectHome and PrivateTmp: a program whose code or Python lies there ends with 203/EXEC, and says no more."""

Value = str | Iterable[str]


def unseen(code: Path) -> list[Path]:
    """Of what the units start, what they cannot see: the checkout, and the Python behind its environment."""
    return [
        one
        for one in (code, (code / ".venv" / "bin" / "python").resolve())
        if any(one.is_relative_to(folder) for folder in UNSEEN)
    ]


def units(code: Path, settings: Path, hosts: Mapping[str, str]) -> dict[str, str]:
    """File name -> text. code: where the checkout lies, with its .venv. settings: the folder of the settings' files.

    hosts: door -> the name by which browsers reach it. Raises ValueError for a folder that a unit cannot name.
    """
    for folder in (code, settings):
        if not re.fullmatch(r"/[\w./+-]*", str(folder), re.ASCII):
            raise ValueError("a folder's name may hold letters, digits and ._+- alone, from the root on")
    ours = list(programs())
    written = {
        f"luotsi-{one.name}.service": _program(one, code, settings, fixed_for(one, hosts)) for one in ours
    }
    written[PREPARATION] = _streams(code, settings)
    written[TARGET] = _text(
        {
            "Unit": {
                "Description": "Luotsi: every program",
                "Wants": [PREPARATION, *(f"luotsi-{one.name}.service" for one in ours)],
            },
            "Install": {"WantedBy": "multi-user.target"},
        }
    )
    return written


def _program(process: Process, code: Path, settings: Path, fixed: Mapping[str, str]) -> str:
    secrets = [f"{one.name}:{settings}/secrets/{process.name}/{one.name}" for one in secrets_of(process)]
    keys = [f"{name}:{settings}/keys/{name}" for name in process.keys]
    keys.append(_seed(process.name, settings))
    return _text(
        {
            "Unit": {
                "Description": f"Luotsi: {process.name}",
                "PartOf": TARGET,
                "Wants": "network-online.target",
                "After": ["network-online.target", PREPARATION],
                # It waits for its servers by itself; systemd gives up on it never.
                "StartLimitIntervalSec": "0",
            },
            "Service": {
                "ExecStart": _command(process.command, code),
                "WorkingDirectory": str(code),
                "Environment": [*_pairs(fixed), "LUOTSI_SECRETS=%d", "LUOTSI_KEYS=%d", KNOWN_BY],
                "EnvironmentFile": [f"{settings}/common.env", f"-{settings}/{process.name}.env"],
                "LoadCredential": [*secrets, *keys],
                "Restart": "always",
                "RestartSec": "2",
                "TimeoutStopSec": str(STOPS_WITHIN_S[process.kind]),
                "KillMode": "mixed",
                "MemoryMax": MOST_MEMORY[process.kind],
                "TasksMax": "256",
                "LimitNOFILE": str(MOST_FILES),
                **_room(process),
                **HARDENED,
            },
        }
    )


def _streams(code: Path, settings: Path) -> str:
    """Declared before anybody speaks or listens; it ends, and does no harm when it is run again."""
    return _text(
        {
            "Unit": {
                "Description": "Luotsi: streams and consumers",
                "PartOf": TARGET,
                "Wants": "network-online.target",
                "After": "network-online.target",
            },
            "Service": {
                "Type": "oneshot",
                "RemainAfterExit": "yes",
                "ExecStart": _command(("python", "-m", "deploy.streams"), code),
                "WorkingDirectory": str(code),
                "Environment": KNOWN_BY,
                "EnvironmentFile": f"{settings}/common.env",
                "LoadCredential": _seed(OPERATOR, settings),
                "Restart": "on-failure",
                "RestartSec": "5",
                **HARDENED,
            },
        }
    )


def _seed(user: str, settings: Path) -> str:
    """By which the broker knows it."""
    return f"seed.nk:{settings}/keys/{SEEDS}/{user}.nk"


def _room(process: Process) -> Mapping[str, Value]:
    """Where a program may write: billing alone, which lays out e-invoices where no operator takes them."""
    return (
        {"StateDirectory": "luotsi-billing", "StateDirectoryMode": "0700"}
        if process.name == "billing"
        else {}
    )


def _command(words: tuple[str, ...], code: Path) -> str:
    return " ".join((f"{code}/.venv/bin/python", *words[1:]))


def _pairs(told: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in told.items()]


def _text(sections: Mapping[str, Mapping[str, Value]]) -> str:
    blocks = []
    for name, entries in sections.items():
        lines = [f"[{name}]"]
        for key, value in entries.items():
            lines += [f"{key}={one}" for one in ([value] if isinstance(value, str) else value)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
