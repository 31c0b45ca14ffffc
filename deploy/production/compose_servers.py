"""The servers in docker-compose.yml, and what is prepared on them before our programs start.

Facts of the images stand beside what they are for.
"""

from typing import Any

from deploy.machine.keys import OPERATOR
from deploy.machine.postgres import SETTINGS
from deploy.machine.servers import HISTORIES_ARE_KEPT, SEARCH_ATTRIBUTES
from deploy.streams import SPEAKERS

POSTGRES, NATS = "postgres:18.6", "nats:2.15.1-alpine"
TEMPORAL = "1.31.2"
"""One minor version at a time, the schema first."""
FOLDER = "${LUOTSI_SETTINGS:?the folder that ./luotsi install wrote}"
OURS = "${LUOTSI_USER:-1000:1000}"
"""Who owns that folder: the id of a user and of a group."""
STREAM_BYTES = 8 << 30
DONE, WELL = {"condition": "service_completed_successfully"}, {"condition": "service_healthy"}

BROKER = {"LUOTSI_NATS_URL": "nats://nats:4222", "LUOTSI_NATS_NKEY": "/run/secrets/seed.nk"}
BROKER_LOG = "/broker-log/nats.log"

Service = dict[str, Any]


def servers() -> dict[str, Service]:
    return {"postgres": _postgres(), "nats": _nats(), "temporal": _temporal()}


def _postgres() -> Service:
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    return {
        "image": POSTGRES,
        "command": ["postgres", *settings],
        "restart": "unless-stopped",
        "environment": {
            "POSTGRES_PASSWORD_FILE": "/run/secrets/superuser",
            "POSTGRES_INITDB_ARGS": "--locale=C --encoding=UTF8 --auth-host=scram-sha-256",
        },
        "secrets": ["superuser"],
        # From 18 on the image keeps a folder for each major version below this one.
        "volumes": ["postgres:/var/lib/postgresql"],
        "networks": ["data"],
        "shm_size": "256m",
        "stop_grace_period": "60s",
        "healthcheck": check("pg_isready", "-h", "127.0.0.1", "-U", "postgres"),
        "security_opt": ["no-new-privileges:true"],
    }


def _nats() -> Service:
    return {
        "image": NATS,
        "command": ["nats-server", "--config", "/etc/nats/nats.conf", "--log", BROKER_LOG],
        "restart": "unless-stopped",
        "environment": {
            "LUOTSI_NATS_HOST": "0.0.0.0",
            "LUOTSI_NATS_PORT": "4222",
            "LUOTSI_NATS_MONITOR_PORT": "8222",
            "LUOTSI_NATS_STORE": '"/data"',
            "LUOTSI_NATS_STORE_BYTES": str(STREAM_BYTES * len(SPEAKERS) + (1 << 30)),
        },
        "volumes": [
            f"{FOLDER}/nats/nats.conf:/etc/nats/nats.conf:ro",
            "nats:/data",
            "broker-log:/broker-log",
        ],
        "networks": ["bus"],
        "stop_grace_period": "30s",
        "healthcheck": check("wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8222/healthz"),
        **bare(),
    }


def _temporal() -> Service:
    return {
        "image": f"temporalio/server:{TEMPORAL}",
        "restart": "unless-stopped",
        # It takes its password from the environment alone; the file is read by Compose, and stands in no image.
        "env_file": [f"{FOLDER}/secrets/temporal/server.env"],
        "environment": {
            "DB": "postgres12_pgx",
            "DB_PORT": "5432",
            "POSTGRES_SEEDS": "postgres",
            "POSTGRES_USER": "temporal",
            "DBNAME": "temporal",
            "VISIBILITY_DBNAME": "temporal_visibility",
            "BIND_ON_IP": "0.0.0.0",
            # For ever as at the first start.
            "NUM_HISTORY_SHARDS": "512",
            # From 1.30 on the image has no such file, and the server ends without one.
            "DYNAMIC_CONFIG_FILE_PATH": "/etc/temporal/dynamic.yaml",
        },
        "volumes": ["./deploy/production/temporal-dynamic.yaml:/etc/temporal/dynamic.yaml:ro"],
        "depends_on": {"temporal-schema": DONE},
        "networks": ["steps", "data"],
        "stop_grace_period": "30s",
        "healthcheck": check("nc", "-z", "127.0.0.1", "7233"),
        "security_opt": ["no-new-privileges:true"],
        "cap_drop": ["ALL"],
    }


_SCHEMA = """\
for store in temporal visibility; do
  database=temporal; [ $$store = visibility ] && database=temporal_visibility
  temporal-sql-tool --db $$database setup-schema -v 0.0
  temporal-sql-tool --db $$database update-schema -d /etc/temporal/schema/postgresql/v12/$$store/versioned
done
"""
# The server takes in what was just made after a moment: until then it says that there is no such namespace.
_NAMESPACE = f"""\
if temporal operator namespace describe -n luotsi; then
  temporal operator namespace update -n luotsi --retention {HISTORIES_ARE_KEPT}
else
  temporal operator namespace create -n luotsi --retention {HISTORIES_ARE_KEPT}
fi
for again in $$(seq 60); do
  there=$$(temporal operator search-attribute list -n luotsi) && break
  sleep 1
done
for name in {" ".join(SEARCH_ATTRIBUTES)}; do
  echo "$$there" | grep -qw $$name || temporal operator search-attribute create -n luotsi --name $$name --type Keyword
done
"""


def preparations() -> dict[str, Service]:
    """Each ends, and does no harm when it is run again."""
    told = {
        "LUOTSI_POSTGRES_ADDRESS": "postgres:5432",
        "LUOTSI_POSTGRES_PASSWORDS_FILE": "/run/secrets/postgres.json",
    }
    prepared = {"restart": "no", "networks": ["data"], "depends_on": {"postgres": WELL}}
    return {
        "databases": {
            **ours("deploy.machine.databases"),
            **prepared,
            "environment": told,
            "secrets": ["postgres.json"],
        },
        "temporal-databases": {
            **ours("deploy.production.temporal_databases"),
            **prepared,
            "environment": {**told, "LUOTSI_TEMPORAL_PASSWORD_FILE": "/run/secrets/temporal"},
            "secrets": ["postgres.json", "temporal"],
        },
        **_of_temporal(),
        "streams": {
            **ours("deploy.streams"),
            "restart": "no",
            "networks": ["bus"],
            "environment": {**BROKER, "LUOTSI_STREAM_BYTES": str(STREAM_BYTES)},
            "secrets": [seed(OPERATOR)],
            "depends_on": {"nats": WELL},
        },
    }


def _of_temporal() -> dict[str, Service]:
    """By its makers' own tools."""
    tools = {
        "image": f"temporalio/admin-tools:{TEMPORAL}",
        "entrypoint": ["/bin/sh", "-euc"],
        "restart": "no",
    }
    sql = {"SQL_PLUGIN": "postgres12_pgx", "SQL_HOST": "postgres", "SQL_PORT": "5432", "SQL_USER": "temporal"}
    return {
        "temporal-schema": {
            **tools,
            "env_file": [f"{FOLDER}/secrets/temporal/schema.env"],
            "environment": sql,
            "networks": ["data"],
            "depends_on": {"temporal-databases": DONE},
            "command": [_SCHEMA],
        },
        "temporal-namespace": {
            **tools,
            "environment": {"TEMPORAL_ADDRESS": "temporal:7233"},
            "networks": ["steps"],
            "depends_on": {"temporal": WELL},
            "command": [_NAMESPACE],
        },
    }


def seed(user: str) -> Service:
    """By which the broker knows it."""
    return {"source": f"{user}_seed", "target": "seed.nk"}


def ours(module: str) -> Service:
    return {
        "image": "luotsi",
        "build": {"context": ".", "dockerfile": "deploy/Dockerfile"},
        "command": ["python", "-m", module],
        "user": OURS,
        **bare(),
    }


def bare() -> Service:
    """Nothing to write on but what is mounted, and no right that a program does not have by itself."""
    return {
        "read_only": True,
        "tmpfs": ["/tmp"],
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
    }


def check(*words: str) -> Service:
    return {"test": ["CMD", *words], "interval": "10s", "timeout": "5s", "retries": 30}
