"""docker-compose.yml runs the same processes as one machine does, in the same way."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import CHECKOUT, streams
from deploy.machine import keys, postgres, servers
from deploy.machine.installation import NAMESPACE, Installation
from deploy.machine.ports import Ports
from deploy.processes import PROCESSES, START_ORDER, STOP_ORDER

PREPARATIONS = {"keys", "databases", "streams", "temporal-schema", "temporal-namespace"}
INSTALLATION = Installation(Path("/nowhere"), Ports(1, 2, 3, 4, 5, 6, 7))
PYTHON = [process for process in PROCESSES if process.command[0] == "python"]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    return read


def test_compose_has_the_processes_of_the_list_and_the_preparations_alone(compose: dict[str, Any]) -> None:
    assert set(compose) == {process.name for process in PROCESSES} | PREPARATIONS


def test_a_process_of_ours_has_one_command_everywhere(compose: dict[str, Any]) -> None:
    commands = {process.name: tuple(compose[process.name]["command"]) for process in PYTHON}
    assert commands == {process.name: process.command for process in PYTHON}


def test_compose_waits_for_what_a_process_needs(compose: dict[str, Any]) -> None:
    for process in PROCESSES:
        assert set(process.needs) <= set(compose[process.name].get("depends_on", {})), process.name


def test_compose_tells_a_process_its_own_database(compose: dict[str, Any]) -> None:
    for role in keys.ROLES:
        told = compose[role]["environment"]
        assert told["LUOTSI_SERVICE"] == role
        assert told["LUOTSI_DATABASE_URL"].startswith(f"postgresql+asyncpg://{role}:"), role
        assert told["LUOTSI_DATABASE_URL"].endswith(f"/{role}"), role


def test_compose_tells_a_process_what_it_would_be_told_here(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "passwords", lambda folder: dict.fromkeys(keys.ROLES, "secret"))
    only_local = {
        "LUOTSI_CLOCK_FILE",
        "LUOTSI_LOG_LEVEL",
    }  # the clock stands elsewhere; the level has a default
    assert set(INSTALLATION.environment("intake")) - only_local == set(compose["intake"]["environment"])


def test_compose_gives_postgres_the_same_settings(compose: dict[str, Any]) -> None:
    settings = {word for word in compose["postgres"]["command"] if "=" in word}
    assert settings == {f"{name}={value}" for name, value in postgres.SETTINGS.items()}


def test_compose_gives_nats_the_same_configuration(compose: dict[str, Any]) -> None:
    assert any(volume.startswith("./deploy/machine/nats.conf:") for volume in compose["nats"]["volumes"])
    configuration = (CHECKOUT / "deploy" / "machine" / "nats.conf").read_text()
    asked = {word[1:] for word in configuration.split() if word.startswith("$")}
    assert asked == set(compose["nats"]["environment"])
    assert asked == set(nats_environment())


def nats_environment() -> dict[str, str]:
    installation = dataclasses.replace(INSTALLATION, data=CHECKOUT)
    return dict(servers.nats_server(installation).environment)


def test_compose_reserves_room_for_every_stream(compose: dict[str, Any]) -> None:
    store = int(compose["nats"]["environment"]["LUOTSI_NATS_STORE_BYTES"])
    each = int(compose["streams"]["environment"]["LUOTSI_STREAM_BYTES"])
    assert store >= each * len(streams.SPEAKERS)


def test_compose_makes_the_search_attributes_of_the_local_server(compose: dict[str, Any]) -> None:
    assert (
        f"for name in {' '.join(servers.SEARCH_ATTRIBUTES)};" in compose["temporal-namespace"]["command"][0]
    )


def test_an_ended_process_is_remembered_as_long_elsewhere_as_here(compose: dict[str, Any]) -> None:
    words = f"namespace update -n {NAMESPACE} --retention {servers.HISTORIES_ARE_KEPT}\n"
    assert words in compose["temporal-namespace"]["command"][0]


def test_compose_opens_no_port_beyond_this_machine(compose: dict[str, Any]) -> None:
    opened = [port for process in compose.values() for port in process.get("ports", ())]
    assert opened
    assert all(port.startswith("127.0.0.1:") for port in opened)


def test_every_process_is_started_once_and_stopped_once() -> None:
    kinds = {process.kind for process in PROCESSES}
    for order in (START_ORDER, STOP_ORDER):
        in_turn = [kind for stage in order for kind in stage]
        assert sorted(in_turn) == sorted(kinds)


def test_whom_a_process_needs_starts_before_it() -> None:
    stage = {
        process.name: i
        for i, kinds in enumerate(START_ORDER)
        for process in PROCESSES
        if process.kind in kinds
    }
    for process in PROCESSES:
        assert all(stage[needed] < stage[process.name] for needed in process.needs), process.name


def test_every_service_and_the_worker_have_a_database_of_their_own() -> None:
    assert set(keys.ROLES) == {process.name for process in PROCESSES if process.kind in ("service", "worker")}


def test_who_listens_and_who_speaks_are_processes_of_the_list() -> None:
    names = {process.name for process in PROCESSES}
    assert set(streams.LISTENERS) | set(streams.SPEAKERS) <= names
    assert {speaker for heard in streams.LISTENERS.values() for speaker in heard} <= set(streams.SPEAKERS)
    assert all(listener not in heard for listener, heard in streams.LISTENERS.items())
