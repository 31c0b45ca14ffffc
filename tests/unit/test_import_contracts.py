"""The contracts of .importlinter see what they are there to see: a planted import turns each of them red."""

from copy import deepcopy
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

from tests.unit.docs.reading import ROOT

KINDS: dict[str, type[Contract]] = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
}
CONFIGURATION = read_configuration(str(ROOT / ".importlinter"))
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/app.py"))
PLANTED_UPWARDS = (
    ("runtime.clock", "billing.items.vat"),
    ("runtime.clock", "wording.who_sees_what"),
    ("messages.values", "runtime.clock"),
    ("wording.who_sees_what", "web.pages.labels"),
    ("wording.who_sees_what", "contracts.clauses"),
)


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(
        "services", "workflows", "deploy", include_external_packages=True, cache_dir=None
    )


def is_kept(contract: str, imports: grimp.ImportGraph, importer: str, imported: str) -> bool:
    options: dict[str, Any] = next(one for one in CONFIGURATION["contracts_options"] if one["id"] == contract)
    planted = deepcopy(imports)
    planted.add_import(importer=importer, imported=imported)
    checked = KINDS[options["type"]](options["name"], CONFIGURATION["session_options"], options)
    return checked.check(planted, verbose=False).kept


@pytest.mark.parametrize("service", SERVICES)
def test_a_workflow_that_imports_a_service_or_a_door_is_seen(imports, service) -> None:
    importer = "workflows.supervision.screening"
    assert not is_kept("workflows-command-by-messages", imports, importer, f"services.{service}.app")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_that_imports_another_is_seen(imports, service) -> None:
    other = SERVICES[SERVICES.index(service) - 1]
    planted = f"services.{other}.app", f"services.{service}.tables"
    assert not is_kept("services-know-nothing-of-one-another", imports, *planted)


@pytest.mark.parametrize("imported", ["services.billing.tables", "sqlalchemy", "services.runtime.clock"])
def test_a_rule_that_imports_a_table_a_database_or_a_clock_is_seen(imports, imported) -> None:
    assert not is_kept("rules-know-no-database", imports, "services.billing.items.vat", imported)


def test_the_ground_that_imports_what_stands_on_it_is_seen(imports) -> None:
    for importer, imported in PLANTED_UPWARDS:
        planted = f"services.{importer}", f"services.{imported}"
        assert not is_kept("layers-of-services", imports, *planted)


def test_a_service_without_a_place_among_the_layers_is_seen(imports) -> None:
    assert not is_kept("layers-of-services", imports, "services.planted", "services.messages.values")
