"""Which pages a door has: every module below its `pages` with a `router`, found, so that no list has to be kept."""

import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from services.web.pages.forms import described, form_of


def routers_below(package: ModuleType) -> Iterator[APIRouter]:
    """Room by room and module by module."""
    for found in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{found.name}")
        if found.ispkg:
            yield from routers_below(module)
        elif isinstance(router := getattr(module, "router", None), APIRouter):
            yield router


def in_one(routers: Iterable[APIRouter]) -> APIRouter:
    """All addresses, those of fixed words before those with a place for any: `/people/new`, then `/people/{id}`.

    So the order in which pages are found decides nothing.
    """
    together = APIRouter()
    together.routes = sorted((route for router in routers for route in router.routes), key=_generality)
    return together


def describe(routes: Iterable[BaseRoute]) -> None:
    """Each address with the form that it takes, where that is not said there."""
    for route in routes:
        if isinstance(route, APIRoute):
            _describe(route)


def _describe(route: APIRoute) -> None:
    form = form_of(given.call for given in route.dependant.dependencies)
    if form is not None and route.openapi_extra is None:
        route.openapi_extra = described(form)


def _generality(route: BaseRoute) -> list[bool]:
    return [part.startswith("{") for part in getattr(route, "path", "").split("/")]
