"""What is answered to a door's seed alone: one list, no more than a door asks, and nothing that names people."""

import pytest

from deploy.rights.asked import recorded
from deploy.rights.table import table
from deploy.rights.unproved import UNPROVED
from services.messages.envelope import SERVICES, Asked, Query, commands_of, named_in, reply_type

DOORS = ("portal", "console")
KNOWN = {f"{service}.{name}": one for service in SERVICES for name, one in commands_of(service).items()}
NAMES_OF_PEOPLE = ("given_name", "family_name", "email", "phone", "person", "people", "contact_name")


@pytest.mark.parametrize("door", DOORS)
def test_a_door_asks_nothing_else_without_a_proof(door: str) -> None:
    said = {
        one.removeprefix("commands.")
        for one in table(local=False)[door].publish
        if one.startswith("commands.")
    }
    assert {one for one in said if not one.endswith("report_state")} <= UNPROVED.keys()


def test_nothing_is_listed_that_no_door_asks() -> None:
    granted = {one.removeprefix("commands.") for door in DOORS for one in table(local=False)[door].publish}
    assert UNPROVED.keys() - granted == set()


@pytest.mark.parametrize("door", DOORS)
def test_no_page_asks_what_the_table_refuses(door: str) -> None:
    """A question without a viewer is of the kind that names who asks it, or stands in the list."""
    plain = {one.removeprefix("commands.") for one in recorded()[door] if one.startswith("commands.")}
    queries = {one for one in plain & KNOWN.keys() if issubclass(KNOWN[one], Query)}
    assert {one for one in queries if named_in(KNOWN[one]) is None} - UNPROVED.keys() == set()


def test_what_is_listed_names_nobody() -> None:
    told = {name: reply_type(KNOWN[name]).model_fields for name in UNPROVED if name in KNOWN}
    tells = {name for name, fields in told.items() if set(fields) & set(NAMES_OF_PEOPLE)}
    assert tells == {"billing.show_seller"}  # the provider's own address
    assert not any(issubclass(KNOWN[name], Asked) for name in told)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_asks_a_question_about_people_by_the_services_way(door: str) -> None:
    about_people = {name for name, one in KNOWN.items() if issubclass(one, Asked)}
    assert len(about_people) > 15
    said = {one.removeprefix("commands.") for one in table(local=False)[door].publish}
    assert about_people & said == set()
