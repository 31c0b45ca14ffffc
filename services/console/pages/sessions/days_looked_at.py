"""Days on which a supervisor would be away, as their page shows them: their sessions, and what becomes of each."""

from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import HTMLResponse
from pydantic import Field

from services.console.board.queries.process_numbers import Known, known_processes
from services.messages.sessions import CalledOff, DaysAwayPlan, ListDaysAway, PreviewDaysAway
from services.messages.values import Day
from services.web.pages.forms import Filled, Form
from services.web.pages.visit import Visit


class Days(Form):
    """Which days are looked at, or open again; both counted."""

    from_day: Day
    until_day: Day


class AwayForm(Days):
    """fingerprint: of what was shown before the press."""

    fingerprint: Annotated[str, Field(min_length=1, max_length=64)]


@dataclass
class Away:
    """Whose days, and what a page shows of them. name: of another than the visitor. back: where the page comes from.

    plan: none until days are looked at. rows: its sessions, each with its process.
    """

    supervisor_id: UUID
    path: str
    back: str
    name: str | None = None
    look: Filled[Days] = field(default_factory=lambda: Filled[Days]())
    plan: DaysAwayPlan | None = None
    rows: list[tuple[CalledOff, Known | None]] = field(default_factory=list)


async def look_at(visit: Visit, away: Away, asked: dict[str, Any]) -> None:
    """asked: the days, as they were typed."""

    async def preview(typed: Days) -> DaysAwayPlan:
        days = typed.model_dump()
        return await visit.ask(
            PreviewDaysAway(supervisor_id=away.supervisor_id, viewer=visit.viewer, as_of=visit.now, **days)
        )

    values = {name: asked.get(name) or "" for name in Days.model_fields}
    away.look = Filled[Days](values).check(Days)
    away.plan = await away.look.carry_out(preview)
    if away.plan:
        async with visit.transaction() as db:
            known = await known_processes(db, {one.process_id for one in away.plan.sessions})
        away.rows = [(one, known.get(one.process_id)) for one in away.plan.sessions]


async def away_page(visit: Visit, away: Away, form: Filled[Any], status: int = 200) -> HTMLResponse:
    """With the days that are kept already."""
    kept = ListDaysAway(supervisor_id=away.supervisor_id, viewer=visit.viewer, as_of=visit.now)
    days = (await visit.ask(kept)).days
    return await visit.page("availability/away.html", status, away=away, form=form, days=days)
