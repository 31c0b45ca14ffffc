"""What held on a day, as both doors have it: one day is asked about, and each owner answers by its own rule."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.messages.contracts import ShowTerms, TermsShown
from services.messages.directory import ShowContacts
from services.messages.sessions import Roster, ShowRoster
from services.messages.values import Day
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form
from services.web.pages.visit import Visit


class DayForm(Form):
    on: Day


@dataclass(frozen=True)
class Held:
    """roster, terms: none until a day of the process is asked about. names: of all of them that are known."""

    form: Filled[DayForm]
    roster: Roster | None = None
    terms: TermsShown | None = None
    names: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 200 if self.form.is_valid else 422


async def held_on(visit: Visit, process_id: UUID, on: str) -> Held:
    """on: as it was typed; empty: today, or no day at all where its owners have none of it."""
    if on.strip():
        return await _asked(visit, process_id, on)
    of_today = await _asked(visit, process_id, local_date(visit.now).isoformat())
    return of_today if of_today.form.is_valid else Held(Filled[DayForm]())


async def _asked(visit: Visit, process_id: UUID, on: str) -> Held:
    form = Filled[DayForm]({"on": on}).check(DayForm)

    async def answers(typed: DayForm) -> tuple[Roster, TermsShown]:
        about = {"process_id": process_id, "viewer": visit.viewer, "on": typed.on}
        return await asyncio.gather(
            visit.ask(ShowRoster.model_validate(about)), visit.ask(ShowTerms.model_validate(about))
        )

    found = await form.carry_out(answers)
    if found is None:
        return Held(form)
    roster, terms = found
    named = [*roster.members, roster.supervisor_id, *filter(None, [roster.representative_id])]
    return Held(form, roster, terms, await _names(visit, named))


async def _names(visit: Visit, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    people = await visit.ask(ShowContacts(person_ids=list(dict.fromkeys(person_ids))))
    return {one.person_id: one.name for one in people.people}
