"""What waits for the visitor in another role of theirs: to do it, they change to that one."""

from dataclasses import dataclass

from services.console.board.queries.worklist import Item, worklist
from services.console.pages.labels.processes import TASKS
from services.web.pages.visit import Visit
from services.web.sign_in.identity import Standing


@dataclass(frozen=True)
class InOtherRole:
    """items: the most urgent first, never empty, each with its title. more: beside these."""

    standing: Standing
    items: list[tuple[Item, str]]
    more: bool


async def in_other_roles(visit: Visit) -> list[InOtherRole]:
    """Who has one role asks nothing more."""
    if visit.identity is None:
        return []
    found: list[InOtherRole] = []
    async with visit.transaction() as db:
        for one in visit.identity.standings:
            if one.key == visit.standing.key:
                continue
            waiting = await worklist(db, one.role, visit.person_id, visit.now)
            items = [(item, visit.text(TASKS[item.kind])) for item in waiting.items]
            if items:
                found.append(InOtherRole(one, items, waiting.more))
    return found
