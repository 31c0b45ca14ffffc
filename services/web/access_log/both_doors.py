"""Both doors' access logs as one: asked of each, put in order by time, and read on from where each of them was."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from services.messages.operations import AccessLine, ListAccess
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
