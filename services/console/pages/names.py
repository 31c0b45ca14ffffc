"""People's names for cards and lists: asked from directory each time, never kept in the console's own tables."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from services.console.board.queries.process_numbers import Known
from services.console.board.queries.session_calendar import Meeting
from services.console.board.queries.views import Card
from services.console.board.queries.worklist import Item
from services.messages.directory import ListSupervisors, Person, ShowContacts, ShowStaff, SupervisorCard
from services.runtime.commands.parts import all_parts
from services.web.pages.visit import Visit

_AT_ONCE = 200
Row = TypeVar("Row", Card, Item, Meeting, Known)


async def names_of(visit: Visit, person_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Unknown ids are left out."""
    wanted = list(dict.fromkeys(one for one in person_ids if one))
    found: dict[UUID, str] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        people = await visit.ask(ShowContacts(person_ids=wanted[first : first + _AT_ONCE]))
        found |= {one.person_id: one.name for one in people.people}
    return found


async def with_customers(visit: Visit, rows: Iterable[Row]) -> list[Row]:
    """Each row with its customer's name: no card has a private person's, who is the contact."""
    told = list(rows)
    names = await names_of(visit, [one.contact_id for one in told if not one.organisation_name])
    return [one if one.organisation_name else _called(one, names) for one in told]


def _called(row: Row, names: Mapping[UUID, str]) -> Row:
    name = names.get(row.contact_id) if row.contact_id else None
    return replace(row, organisation_name=name)


async def coordinators(visit: Visit) -> list[Person]:
    """Those to whom a process can be given."""
    return (await visit.ask(ShowStaff(relation="coordinator"))).people


async def all_supervisors(visit: Visit) -> list[SupervisorCard]:
    """Ordered by id, with or without valid credentials, also who has ended."""
    parts = await all_parts(visit.ask, ListSupervisors(with_ended=True))
    return [one for part in parts for one in part.supervisors]
