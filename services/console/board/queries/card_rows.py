"""The cards' table as the board reads it: which columns, which rows a viewer may see, and a row as a card."""

from dataclasses import fields
from typing import Any

import sqlalchemy as sa

from services.console.board.queries.views import Card, Filters
from services.console.board.search_words import search_words
from services.console.board.timeline import owners_of
from services.console.tables import ProcessCard
from services.messages.policy import scope
from services.messages.values import Role, Viewer
from services.runtime.policy import seen_rows

CARD = sa.inspect(ProcessCard).local_table
_NAMES = [field.name for field in fields(Card)]
SHOWN = [CARD.c[name] for name in _NAMES]
_MONEY = ("price_cents", "invoices", "invoiced_cents")


def conditions(viewer: Viewer, filters: Filters) -> list[sa.ColumnElement[bool]]:
    """The policy's filter, and those that were asked for. Whose beginning was not heard has no card yet."""
    where = [CARD.c.number.is_not(None), seen_rows(viewer, "phase_dates_units", owners_of(ProcessCard))]
    if viewer.role is Role.SUPERVISOR:  # said plainly, for the index
        own = CARD.c.supervisor_id == viewer.person_id
        where.append(own | (CARD.c.other_supervisor_id == viewer.person_id))
    if filters.text and not search_words(filters.text):  # signs alone are in no card
        where.append(sa.false())
    if filters.supervisor_id:
        where.append(CARD.c.supervisor_id == filters.supervisor_id)
    if filters.organisation_id:
        where.append(CARD.c.organisation_id == filters.organisation_id)
    if filters.department_id:
        where.append(CARD.c.department_id == filters.department_id)
    if filters.phase:
        where.append(CARD.c.phase == filters.phase.value)
    if filters.audience:
        where.append(CARD.c.audience == filters.audience.value)
    if filters.assignee == "nobody":
        where.append(CARD.c.coordinator_id.is_(None))
    elif filters.assignee:
        where.append(CARD.c.coordinator_id == filters.assignee)
    return where


def shown(viewer: Viewer, row: Any) -> Card:
    facts = dict(zip(_NAMES, row, strict=False))  # a row may hold a count besides
    if scope(viewer.role, "prices_and_invoices") != "yes":
        facts |= dict.fromkeys(_MONEY)
    return Card(**facts)
