"""The chart is what the list of programs says: Helm fills it in without a fault, and Kubernetes' schemas take it.

No cluster is at hand: what is held here is form, and who is handed what.
"""

import copy
import json
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from deploy.machine import keys
from deploy.production.compose import compose
from deploy.production.kubernetes.chart import FOLDER, chart
from deploy.production.kubernetes.secrets import secrets_in
from deploy.production.migrating import migrate_all
from deploy.production.told import PORTS, programs, secrets_of
from tests.integration.deploy.production.installed import installed
from tests.unit.deploy.production import helm

HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}
VALUES: dict[str, Any] = {
    "hooks": False,
    "hosts": HOSTS,
    "replicas": {"billing": 2},
    "certificates": "firm-certificates",
    "settings": {"LUOTSI_NATS_URL": 'nats://nats:4222", x: "'},
    "own": {"contracts": {"LUOTSI_SEAL_AUTHORITY_URL": "https://time.example"}},
}
VERSIONS = ("1.30", "1.37")
Objects = dict[tuple[str, str], dict[str, Any]]
needs_helm = pytest.mark.skipif(not helm.program(), reason="Helm's code is not made for this machine")


@pytest.fixture(scope="module")
def made() -> Objects:
    return {(one["kind"], one["metadata"]["name"]): one for one in helm.filled_in(FOLDER, VALUES)}


def pod_of(made: Objects, kind: str, name: str) -> dict[str, Any]:
    pod: dict[str, Any] = made[kind, f"luotsi-{name}"]["spec"]["template"]["spec"]
    return pod


def test_the_files_are_what_is_made_of_the_list() -> None:
    written = {
        str(file.relative_to(FOLDER)): file.read_text() for file in FOLDER.rglob("*") if file.is_file()
    }
    assert written == chart()


@needs_helm
def test_helm_finds_no_fault_and_wants_the_names_of_the_doors() -> None:
    is_well, said = helm.asked("helm_lint", paths=[str(FOLDER)], strict=True, values=VALUES)
    assert is_well and json.loads(said)["passed"], said
    is_well, said = helm.asked("helm_template", release_name="firm", chart=str(FOLDER))
    assert not is_well and "its name in browsers" in said


@needs_helm
@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_is_one_that_kubernetes_takes(made: Objects, version: str, tmp_path: Path) -> None:
    folder = installed(tmp_path / "luotsi", HOSTS, "postgres.example:5432")
    for one in (*made.values(), *secrets_in(folder)):
        kubernetes_validate.validate(one, version, strict=True)
    planted = copy.deepcopy(made["Deployment", "luotsi-billing"])
    planted["spec"]["template"]["spec"]["containers"][0]["memoryLimit"] = "1Gi"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(planted, version, strict=True)


@needs_helm
@pytest.mark.parametrize("process", list(programs()), ids=lambda one: one.name)
def test_a_program_runs_as_in_containers_and_is_told_the_same(made: Objects, process: Any) -> None:
    [container] = pod_of(made, "Deployment", process.name)["containers"]
    beside = compose()["services"][process.name]
    assert container["command"] == beside["command"]
    told = {one["name"]: one.get("value") for one in container["env"]}
    assert len(told) == len(container["env"])
    assert told["LUOTSI_NATS_URL"] == VALUES["settings"]["LUOTSI_NATS_URL"]
    besides = ("NATS_URL", "NATS_NKEY", "BROKER_LOG", "TRUSTED_PROXIES", "TEMPORAL_ADDRESS")
    for name, value in beside["environment"].items():
        if name.removeprefix("LUOTSI_") not in besides and "HOST:?" not in value:
            assert told[name] == value, name
    for door, host in HOSTS.items():
        assert told[f"LUOTSI_{door.upper()}_URL"] == f"https://{host}"


@needs_helm
def test_what_the_values_tell_one_program_no_other_is_told(made: Objects) -> None:
    told = {
        process.name: {
            one["name"] for one in pod_of(made, "Deployment", process.name)["containers"][0]["env"]
        }
        for process in programs()
    }
    assert [name for name, names in told.items() if "LUOTSI_SEAL_AUTHORITY_URL" in names] == ["contracts"]
    assert made["Deployment", "luotsi-billing"]["spec"]["replicas"] == 2


@needs_helm
def test_no_container_may_more_than_its_program_needs(made: Objects) -> None:
    pods = {
        name: one["spec"]["template"]["spec"]
        for (kind, name), one in made.items()
        if "template" in one["spec"]
    }
    assert len(pods) == len(list(programs())) + 2
    for name, pod in pods.items():
        assert pod["securityContext"]["runAsNonRoot"] and not pod["automountServiceAccountToken"], name
        [container] = pod["containers"]
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] and not context["allowPrivilegeEscalation"], name
        assert context["capabilities"] == {"drop": ["ALL"]}


@needs_helm
def test_a_door_reaches_the_broker_the_databases_and_a_sign_on_alone_and_only_doors_are_reached(
    made: Objects,
) -> None:
    policies = [one["spec"] for (kind, _), one in made.items() if kind == "NetworkPolicy"]
    reached = [one for one in policies if one["policyTypes"] == ["Ingress"] and "ingress" in one]
    assert {one["podSelector"]["matchLabels"]["app.kubernetes.io/component"] for one in reached} == set(PORTS)
    for door in PORTS:
        [going] = made["NetworkPolicy", f"luotsi-from-{door}"]["spec"]["egress"]
        assert {one["port"] for one in going["ports"]} == {53, 4222, 5432, 443}


@needs_helm
def test_a_secret_holds_what_its_program_reads_and_nothing_else(made: Objects, tmp_path: Path) -> None:
    folder = installed(tmp_path / "luotsi", HOSTS, "postgres.example:5432")
    there = {one["metadata"]["name"]: set(one["data"]) for one in secrets_in(folder)}
    for process in programs():
        own = {one.name for one in secrets_of(process)} | set(process.keys) | {"seed.nk"}
        assert there.pop(f"luotsi-{process.name}") == own
        [asked] = [one for one in pod_of(made, "Deployment", process.name)["volumes"] if "secret" in one]
        assert asked["secret"]["secretName"] == f"luotsi-{process.name}"
    assert there == {f"luotsi-{keys.OPERATOR}": {"seed.nk"}}


async def test_the_tables_are_made_by_addresses_alone(made: Objects, tmp_path: Path) -> None:
    """As the job lays them out, without any key."""
    sources = pod_of(made, "Job", "databases")["volumes"][0]["projected"]["sources"]
    for one in sources:
        [item] = one["secret"]["items"]
        file = tmp_path / item["path"]
        file.parent.mkdir(parents=True)
        file.write_text("postgresql+asyncpg://nobody:none@127.0.0.1:1/none")
    [hindered] = await migrate_all(tmp_path)
    assert hindered.startswith(f"{', '.join(keys.ROLES)}: its database server does not answer")
