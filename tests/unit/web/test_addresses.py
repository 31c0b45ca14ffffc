"""The doors' addresses: pages are found by themselves, so none may stand in another's way."""

import re
from importlib import import_module

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Match, Route

from services.web.discovery import describe
from services.web.opening import addresses_of
from services.web.pages.forms import form_of

DOORS = ("portal", "console")


def routes_of(door: str) -> list[Route]:
    addresses = addresses_of(import_module(f"services.{door}.pages"))
    return [route for route in addresses.routes if isinstance(route, Route)]


@pytest.mark.parametrize("door", DOORS)
def test_every_address_is_answered_by_its_own_page(door: str) -> None:
    routes = routes_of(door)
    assert len(routes) > 50
    for route in routes:
        path = re.sub(r"\{\w+\}", "x", route.path)
        for method in route.methods or ():
            asked = {"type": "http", "path": path, "method": method, "root_path": ""}
            first = next(one for one in routes if one.matches(asked)[0] is Match.FULL)
            assert first.endpoint is route.endpoint, f"{method} {route.path} is answered by {first.path}"


@pytest.mark.parametrize("door", DOORS)
def test_a_page_is_found_by_lying_there(door: str) -> None:
    paths = {route.path for route in routes_of(door)}
    assert {"/me", "/sign-in", "/me/calendar", "/processes/{number}"} <= paths


@pytest.mark.parametrize("door", DOORS)
def test_an_address_is_described_with_the_form_that_it_takes(door: str) -> None:
    """Nothing at the page says it twice."""
    taking = [
        route
        for route in routes_of(door)
        if isinstance(route, APIRoute) and form_of(given.call for given in route.dependant.dependencies)
    ]
    assert len(taking) > 40
    describe(taking)
    assert not [route.path for route in taking if "requestBody" not in (route.openapi_extra or {})]
