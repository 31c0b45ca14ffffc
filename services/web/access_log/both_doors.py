"""Both doors' access logs as one: asked of each and put in order, by lines that can be read on, or by days."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any
from uuid import UUID

from services.messages.operations import (
    AccessLine,
    CountRefusedCodes,
    ListAccess,
    ListOpenings,
    Opening,
    RefusedCodes,
)
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit

DOORS = ("portal", "console")
AT_ONCE = 500


@dataclass(frozen=True)
class Line:
    door: str
    line: AccessLine


@dataclass(frozen=True)
class Lines:
    """The newest first. next: by door, before which of its lines the next page begins; none: this is the last.

    away: doors that did not answer, whose lines are missing.
    """

    lines: Sequence[Line]
    next: dict[str, int] | None
    away: Sequence[str]


@dataclass(frozen=True)
class Day:
    door: str
    opening: Opening


@dataclass(frozen=True)
class Days:
    """The newest first. more: there are older ones. away: as of Lines."""

    openings: Sequence[Day]
    more: bool
    away: Sequence[str]


NONE_TOLD = Days([], False, [])


async def lines_of_both(visit: Visit, before: dict[str, int], limit: int, **wanted: Any) -> Lines:
    """wanted: as ListAccess has it. before: as an earlier page's `next`; a door not in it is read from the top."""
    queries = (
        ListAccess(viewer=visit.viewer, before_id=before.get(door), limit=limit, **wanted) for door in DOORS
    )
    answers = await asyncio.gather(*map(answer_or_none, [visit] * len(DOORS), queries, DOORS))
    told = {door: answer for door, answer in zip(DOORS, answers, strict=True) if answer}
    each = [[Line(door, one) for one in answer.lines] for door, answer in told.items()]
    in_order = list(merge(*each, key=lambda one: one.line.at, reverse=True))
    shown = in_order[:limit]
    following = before | {one.door: one.line.line_id for one in shown}
    more = len(in_order) > limit or any(answer.more for answer in told.values())
    return Lines(shown, following if more else None, [door for door in DOORS if door not in told])


async def openings_of_both(visit: Visit, limit: int, about_person_id: UUID | None = None) -> Days:
    """What others did, as ListOpenings tells it to this visitor."""
    query = ListOpenings(viewer=visit.viewer, about_person_id=about_person_id, limit=limit)
    answers = await asyncio.gather(*(answer_or_none(visit, query, door) for door in DOORS))
    told = {door: answer for door, answer in zip(DOORS, answers, strict=True) if answer}
    each = [[Day(door, one) for one in answer.openings] for door, answer in told.items()]
    in_order = list(merge(*each, key=lambda one: one.opening.day, reverse=True))
    more = len(in_order) > limit or any(answer.more for answer in told.values())
    return Days(in_order[:limit], more, [door for door in DOORS if door not in told])


async def refused_codes_of_both(visit: Visit, person_id: UUID) -> RefusedCodes:
    """Typed for this person's address; a door that does not answer now is left out."""
    query = CountRefusedCodes(viewer=visit.viewer, person_id=person_id)
    answers = await asyncio.gather(*(answer_or_none(visit, query, door) for door in DOORS))
    told = [one for one in answers if one]
    days = [one.latest for one in told if one.latest]
    return RefusedCodes(times=sum(one.times for one in told), latest=max(days, default=None))
