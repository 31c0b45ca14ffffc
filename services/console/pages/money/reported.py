"""What supervisors have reported of their sessions, and nobody has accepted yet."""

from datetime import datetime
from uuid import UUID

from services.console.board import assignments
from services.console.board.queries.process_numbers import numbers_of
from services.messages.billing import ListEnteredItems
from services.messages.values import Role
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit


async def reports_that_wait(visit: Visit) -> list[tuple[str, int, datetime]]:
    """By process: its number, how many lines, and since when the oldest waits; a coordinator's own, and nobody's.

    None where it is not known just now.
    """
    if not visit.may("enter_item"):
        return []
    told = await answer_or_none(visit, ListEnteredItems(viewer=visit.viewer, reported=True))
    found: dict[UUID, list[datetime]] = {}
    for one in told.items if told else []:
        found.setdefault(one.process_id, []).append(one.entered_at)
    async with visit.transaction() as db:
        numbers = await numbers_of(db, set(found))
        given = await assignments.given(db, set(found)) if visit.viewer.role is Role.COORDINATOR else {}
    mine = {None, visit.person_id}
    waiting = [
        (numbers[one], len(lines), min(lines))
        for one, lines in found.items()
        if one in numbers and given.get(one) in mine
    ]
    return sorted(waiting, key=lambda row: row[2])
