"""docker-compose.yml, from the list of programs: `python -m deploy.production.compose` prints it. Pure but for that.

Secrets are the files of the folder that `./luotsi install` wrote, owned by the user as whom everything of ours runs:
Compose mounts them with the rights that they have.
"""

import sys
from collections.abc import Mapping
from typing import Any

from deploy.machine.keys import OPERATOR, SEEDS
from deploy.processes import Process
from deploy.production.compose_servers import (
    BROKER,
    BROKER_LOG,
    DONE,
    FOLDER,
    WELL,
    Service,
    ours,
    preparations,
    seed,
    servers,
)
from deploy.production.told import PORTS, fixed_for, programs, secrets_of
from deploy.production.units import MOST_FILES, STOPS_WITHIN_S

HEADER = """\
# Made by `python -m deploy.production.compose` from the list of programs, and held against it by a test.
# How to start it, and what the folder of settings is, says docs/operating.md, "In containers".
"""
CADDY = "caddy:2.10.2-alpine"
HOSTS = {
    "portal": "${LUOTSI_PORTAL_HOST:?its name in browsers}",
    "console": "${LUOTSI_CONSOLE_HOST:?its name in browsers}",
}
DOORSTEP = "172.30.94.0/24"
"""The network of the two doors and the web server before them, whose word on who comes is taken."""
MOST_MEMORY = {"service": "512m", "worker": "1g"}
LOGS = {"driver": "json-file", "options": {"max-size": "20m", "max-file": "5"}}


def compose() -> dict[str, Any]:
    """The whole file, as values."""
    running = list(programs())
    services = {
        **servers(),
        **preparations(),
        "operator": _operator(),
        "mailbox": _mailbox(),
        **{one.name: _program(one) for one in running},
        "proxy": _proxy(),
    }
    return {
        "name": "luotsi",
        "services": {name: {**one, "logging": LOGS} for name, one in services.items()},
        "networks": {
            "bus": {"internal": True},
            "data": {"internal": True},
            "steps": {"internal": True},
            "doorstep": {"ipam": {"config": [{"subnet": DOORSTEP}]}},
            "outside": {},
        },
        "secrets": _secrets(running),
        "volumes": {
            name: {} for name in ("postgres", "nats", "broker-log", "mail", "einvoices", "certificates")
        },
    }


def _program(process: Process) -> Service:
    is_door, is_worker = process.name in PORTS, process.kind == "worker"
    secrets = [{"source": f"{process.name}_{one.name}", "target": one.name} for one in secrets_of(process)]
    needs = {"postgres": WELL, "nats": WELL, "databases": DONE, "streams": DONE}
    if is_worker:
        needs |= {"temporal": WELL, "temporal-namespace": DONE}
    made = {
        **ours(process.command[2]),
        "restart": "unless-stopped",
        "environment": _environment(process),
        "env_file": [f"{FOLDER}/common.env", {"path": f"{FOLDER}/{process.name}.env", "required": False}],
        "secrets": [*secrets, *process.keys, seed(process.name)],
        "depends_on": needs,
        "networks": ["bus", "data", *_more_networks(process)],
        "stop_grace_period": f"{STOPS_WITHIN_S[process.kind]}s",
        "mem_limit": MOST_MEMORY[process.kind],
        "pids_limit": 256,
        "ulimits": {"nofile": MOST_FILES},
        "healthcheck": {
            "test": ["CMD", "python", "-m", "deploy", "health", process.name],
            "interval": "120s",
            "timeout": "30s",
            "start_period": "120s",
            "start_interval": "5s",
        },
    }
    made |= _SEES.get(process.name, {})
    if is_door:
        made["expose"] = [PORTS[process.name]]
    return made


_SEES: dict[str, Service] = {
    "billing": {"volumes": ["einvoices:/einvoices"]},
    # The broker's image runs as root, and lets its group read the log.
    "console": {"volumes": ["broker-log:/broker-log:ro"], "group_add": ["0"]},
}


def _more_networks(process: Process) -> list[str]:
    """Who speaks with the world: notices to a mail server, billing to operators, doors and directory to a single
    sign-on.
    """
    if process.name in PORTS:
        return ["doorstep"]
    if process.kind == "worker":
        return ["steps"]
    return ["outside"] if process.name in ("notices", "billing", "directory") else []


def _environment(process: Process) -> Mapping[str, str]:
    told = fixed_for(process, HOSTS) | {
        **BROKER,
        "LUOTSI_SECRETS": "/run/secrets",
        "LUOTSI_KEYS": "/run/secrets",
    }
    if process.name in PORTS:
        told |= {"LUOTSI_HTTP_HOST": "0.0.0.0", "LUOTSI_TRUSTED_PROXIES": DOORSTEP}
    if process.kind == "worker":
        told["LUOTSI_TEMPORAL_ADDRESS"] = "temporal:7233"
    if process.name == "console":
        told["LUOTSI_BROKER_LOG"] = BROKER_LOG
    if process.name == "billing":
        told["LUOTSI_EINVOICE_FOLDER"] = "/einvoices"
    return told


def _operator() -> Service:
    """For who runs the platform: `docker compose run --rm operator health`."""
    return {
        **ours("deploy"),
        "entrypoint": ["python", "-m", "deploy"],
        "command": ["health"],
        "profiles": ["operator"],
        "environment": {**BROKER, "LUOTSI_CONSOLE_URL": f"https://{HOSTS['console']}"},
        "secrets": [seed(OPERATOR)],
        "networks": ["bus"],
    }


def _mailbox() -> Service:
    """Catches mail until there is a mail server: with `--profile mailbox` alone."""
    return {
        **ours("deploy.machine.mailbox"),
        "profiles": ["mailbox"],
        "restart": "unless-stopped",
        "environment": {"LUOTSI_MAIL": "/mail", "LUOTSI_SMTP_HOST": "0.0.0.0", "LUOTSI_SMTP_PORT": "2525"},
        "volumes": ["mail:/mail"],
        "networks": ["outside"],
    }


def _proxy() -> Service:
    """HTTPS, by certificates that it gets and renews itself."""
    return {
        "image": CADDY,
        "restart": "unless-stopped",
        "environment": {f"LUOTSI_{door.upper()}_HOST": host for door, host in HOSTS.items()},
        "volumes": ["./deploy/production/Caddyfile:/etc/caddy/Caddyfile:ro", "certificates:/data"],
        "ports": ["80:80", "443:443"],
        "networks": ["doorstep", "outside"],
        "depends_on": {door: WELL for door in HOSTS},
        "ulimits": {"nofile": MOST_FILES},
        "security_opt": ["no-new-privileges:true"],
        "cap_drop": ["ALL"],
        "cap_add": ["NET_BIND_SERVICE"],
    }


def _secrets(running: list[Process]) -> dict[str, Any]:
    own = {
        f"{process.name}_{one.name}": f"secrets/{process.name}/{one.name}"
        for process in running
        for one in secrets_of(process)
    }
    keys = {name: f"keys/{name}" for process in running for name in process.keys}
    servers = {
        "superuser": "secrets/postgres/superuser",
        "temporal": "secrets/temporal/password",
        "postgres.json": "keys/postgres.json",
    }
    seeds = {f"{name}_seed": f"keys/{SEEDS}/{name}.nk" for name in (*(one.name for one in running), OPERATOR)}
    return {name: {"file": f"{FOLDER}/{place}"} for name, place in (own | keys | seeds | servers).items()}


def main() -> None:
    import yaml  # of the developers' tools: a platform needs none

    class Whole(yaml.SafeDumper):
        """No anchors: each service is read by itself."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    sys.stdout.write(HEADER + "\n")
    yaml.dump(compose(), sys.stdout, Whole, sort_keys=False, width=110, allow_unicode=True)


if __name__ == "__main__":
    main()
