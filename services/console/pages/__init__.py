"""The console's pages: one module a group of addresses, each with a `router`; templates in a folder of its name."""

from fastapi import APIRouter

from services.console.pages import (
    contracting,
    day,
    local,
    matching,
    organisations,
    people,
    prices,
    process,
    processes,
    proposing,
    screening,
    seller,
    supervisor,
    supervisors,
)
from services.runtime.web import common
from services.runtime.web.sign_in import SIGN_IN_PAGES

PAGES: tuple[APIRouter, ...] = (
    day.router,
    processes.router,
    process.router,
    screening.router,
    matching.router,
    proposing.router,
    contracting.router,
    organisations.router,
    people.router,
    supervisors.router,
    supervisor.router,
    prices.router,
    seller.router,
    local.router,
    common.router,
    *SIGN_IN_PAGES,
)
