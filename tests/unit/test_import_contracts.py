"""The contracts of .importlinter see what they are there to see: a planted import turns each of them red."""

import sys
from copy import deepcopy
from fnmatch import fnmatch
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

from tests.unit import import_graph
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


MESSAGES_STAND_ON = {"services", "pydantic", "pydantic_core", "stdnum"}
"""Values that are checked, and nothing that reaches a disk, a network or a clock."""


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return import_graph.imports()


def options_of(contract: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in CONFIGURATION["contracts_options"] if one["id"] == contract)
    return found


def is_kept(contract: str, imports: grimp.ImportGraph, importer: str, imported: str) -> bool:
    options = options_of(contract)
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


def test_every_rule_that_knows_no_database_is_held_to_it(imports) -> None:
    listed = listed_rules()
    held = {module for module in rules_of(imports) for one in listed if f"{module}.".startswith(f"{one}.")}
    assert rules_of(imports) - held == set()


def rules_of(imports: grimp.ImportGraph) -> set[str]:
    """The modules of services, but for the doors' pages, that reach nothing that a rule must not know."""
    forbidden = options_of("rules-know-no-database")["forbidden_modules"]
    avoided = {
        one
        for one in imports.modules
        if any(fnmatch(one, name) or one.startswith(f"{name}.") for name in forbidden)
    }

    own = {
        module
        for module in imports.modules
        if module.startswith(tuple(f"services.{one}." for one in SERVICES))
    }
    leaves = {module for module in own if ".pages" not in module and not imports.find_children(module)}
    return {module for module in leaves if not avoided & imports.find_upstream_modules(module)}


def listed_rules() -> set[str]:
    return set(options_of("rules-know-no-database")["source_modules"])


def test_messages_stand_on_checked_values_alone(imports) -> None:
    assert imported_by_messages(imports) <= MESSAGES_STAND_ON
    planted = deepcopy(imports)
    planted.add_import(importer="services.messages.values", imported="httpx")
    assert imported_by_messages(planted) - MESSAGES_STAND_ON == {"httpx"}


def imported_by_messages(imports: grimp.ImportGraph) -> set[str]:
    """The packages, but for Python's own."""
    modules = {one for one in imports.modules if one.startswith("services.messages")}
    found = {imported for one in modules for imported in imports.find_modules_directly_imported_by(one)}
    return {name.partition(".")[0] for name in found} - sys.stdlib_module_names


def test_the_ground_that_imports_what_stands_on_it_is_seen(imports) -> None:
    for importer, imported in PLANTED_UPWARDS:
        planted = f"services.{importer}", f"services.{imported}"
        assert not is_kept("layers-of-services", imports, *planted)


def test_a_service_without_a_place_among_the_layers_is_seen(imports) -> None:
    assert not is_kept("layers-of-services", imports, "services.planted", "services.messages.values")
