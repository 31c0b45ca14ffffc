"""Supervisors: the list with the state of their credentials, a new one, and the card with what it is matched by."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.console.pages.names import all_supervisors
from services.console.pages.people import roles
from services.console.pages.people.credentials import State, first_end, worst_of
from services.console.pages.processes.process_access import people_of
from services.messages.directory import Person, RegisterSupervisor, SupervisorCard
from services.messages.regions import Region
from services.messages.values import Audience, Language, Mark
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by, stands_otherwise
from services.web.pages.visit import SignedIn, Visit
from services.wording.ordering import by_family_name

router = APIRouter()
ACTION: Final = "manage_supervisors"
_USUAL_CAPACITY = 6


class CardForm(Form):
    languages: Annotated[list[Language], Field(min_length=1, max_length=10)]
    remote: bool = False
    regions: Annotated[list[Region], Field(max_length=50, validate_default=True)] = []
    audiences: Annotated[list[Audience], Field(min_length=1, max_length=20)]
    capacity: Annotated[int, Field(ge=0, le=60)]
    seen: Mark | None = None

    @field_validator("regions")
    @classmethod
    def _somewhere(cls, regions: list[Region], typed: ValidationInfo) -> list[Region]:
        """Told with the other faults, before anybody is registered."""
        if not regions and not typed.data.get("remote"):
            raise PydanticCustomError("region_missing", "comes nowhere")
        return regions


class NewSupervisorForm(CardForm, roles.PersonForm):
    pass


@dataclass(frozen=True)
class Listed:
    """state: of the credential that blocks a match first; until: when all hold, none where one is missing."""

    person: Person
    card: SupervisorCard
    state: State
    until: date | None


@router.get("/supervisors")
async def show_all(visit: SignedIn, state: str = "") -> HTMLResponse:
    """state: only those whose credentials stand so."""
    visit.must(ACTION)
    listed = await _listed(visit)
    states = [one.state for one in listed]
    counts = {one: states.count(one) for one in ("valid", "expires_soon", "lapsed")}
    return await visit.page(
        "supervisors/list.html",
        supervisors=[one for one in listed if state not in counts or one.state == state],
        counts=counts,
        total=len(listed),
        state=state,
    )


@router.get("/supervisors/new")
async def new(visit: SignedIn) -> HTMLResponse:
    visit.must(ACTION)
    usual = {"language": visit.language, "capacity": _USUAL_CAPACITY, "remote": True}
    return await visit.page("supervisors/new.html", form=Filled[NewSupervisorForm](usual))


@router.post("/supervisors/new")
async def add(
    visit: SignedIn, form: Annotated[Filled[NewSupervisorForm], Depends(filled(NewSupervisorForm))]
) -> Response:
    visit.must(ACTION)

    async def carry_out(typed: NewSupervisorForm) -> UUID:
        person = await roles.register(visit, typed)
        await _register(visit, person.person_id, typed)
        return person.person_id

    supervisor_id = await form.carry_out(carry_out)
    if supervisor_id is None:
        return await visit.page("supervisors/new.html", 422, form=form)
    await visit.note(RegisterSupervisor, about=supervisor_id)
    said = visit.text(_("The supervisor is registered. Record the credentials and the hours next."))
    return await visit.go(f"/supervisors/{supervisor_id}", said)


@router.get("/supervisors/{supervisor_id}/card")
async def edit(visit: SignedIn, supervisor_id: UUID) -> HTMLResponse:
    visit.must(ACTION)
    person, card = await find_supervisor(visit, supervisor_id)
    return await _card(visit, person, card, Filled[CardForm](_typed(card)))


@router.post("/supervisors/{supervisor_id}/card")
async def change(
    visit: SignedIn, supervisor_id: UUID, form: Annotated[Filled[CardForm], Depends(filled(CardForm))]
) -> Response:
    visit.must(ACTION)
    await find_supervisor(visit, supervisor_id)
    if await form.carry_out(lambda typed: _register(visit, supervisor_id, typed)) is None:
        return await _card(visit, *(await find_supervisor(visit, supervisor_id)), form, 422)
    await visit.note(RegisterSupervisor, about=supervisor_id)
    return await visit.go(f"/supervisors/{supervisor_id}", visit.text(_("The card is saved.")))


async def _card(
    visit: Visit, person: Person, card: SupervisorCard, form: Filled[CardForm], status: int = 200
) -> HTMLResponse:
    return await visit.page(
        "supervisors/card.html",
        status,
        person=person,
        form=form,
        seen=seen_by(form, card.mark),
        otherwise=stands_otherwise(form, _typed(card)),
    )


def _typed(card: SupervisorCard) -> dict[str, Any]:
    """As its form shows it."""
    told: dict[str, Any] = card.model_dump(mode="json", include=CardForm.model_fields.keys() - {"seen"})
    return told


async def find_supervisor(visit: Visit, supervisor_id: UUID) -> tuple[Person, SupervisorCard]:
    """Raises NotFound for somebody who is none."""
    for card in await all_supervisors(visit):
        if card.supervisor_id == supervisor_id:
            return (await people_of(visit, [supervisor_id]))[supervisor_id], card
    raise NotFound


async def _listed(visit: Visit) -> list[Listed]:
    today = local_date(visit.now)
    cards = await all_supervisors(visit)
    people = await people_of(visit, [card.supervisor_id for card in cards])
    listed = [
        Listed(
            people[card.supervisor_id],
            card,
            worst_of(card.credentials, today),
            first_end(card.credentials),
        )
        for card in cards
    ]
    return by_family_name(listed, visit.language, lambda one: one.person)


async def _register(visit: Visit, supervisor_id: UUID, typed: CardForm) -> UUID:
    order = RegisterSupervisor(
        supervisor_id=supervisor_id,
        registered_by=visit.person_id,
        as_of=visit.now,
        **typed.model_dump(include=set(CardForm.model_fields)),
    )
    await visit.ask(order)
    visit.door.identities.forget(supervisor_id)
    return supervisor_id
