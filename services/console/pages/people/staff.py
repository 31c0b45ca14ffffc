"""The provider's own staff: coordinators, finance and administrators, and who becomes one."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people import roles
from services.messages.directory import ListPeople
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, filled
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "manage_people"
OwnRole = Literal["coordinator", "finance", "administrator"]


class StaffForm(roles.PersonForm):
    relation: OwnRole


@router.get("/people")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must(_ACTION)
    listed = await visit.ask(ListPeople(viewer=visit.viewer, language=visit.language))
    gives = (await roles.givable(visit)).relations
    return await visit.page("people/show.html", people=listed.people, count=listed.count, gives=gives)


@router.get("/people/new")
async def new(visit: SignedIn) -> HTMLResponse:
    return await _form(visit, Filled[StaffForm]({"language": visit.language}))


@router.post("/people/new")
async def add(visit: SignedIn, form: Annotated[Filled[StaffForm], Depends(filled(StaffForm))]) -> Response:
    visit.must(_ACTION)

    async def carry_out(typed: StaffForm) -> str:
        person = await roles.register(visit, typed)
        return await roles.give(visit, person.person_id, typed.relation)

    said = await form.carry_out(carry_out)
    if said is None:
        return await _form(visit, form, 422)
    return await visit.go("/people", said)


@router.post("/people/{person_id}/{relation}/end")
async def end(visit: SignedIn, person_id: UUID, relation: OwnRole) -> Response:
    visit.must(_ACTION)
    said = await roles.end(visit, person_id, relation)
    undo = f"/people/{person_id}/{relation}/again" if said == roles.ENDED else ""
    return await visit.go("/people", visit.text(said), undo)


@router.post("/people/{person_id}/{relation}/again")
async def again(visit: SignedIn, person_id: UUID, relation: OwnRole) -> Response:
    """The ending is undone."""
    visit.must(_ACTION)
    return await visit.go("/people", await roles.give(visit, person_id, relation, said=roles.AGAIN))


async def _form(visit: Visit, form: Filled[StaffForm], status: int = 200) -> HTMLResponse:
    """Raises NotFound for whoever may give none of these roles."""
    visit.must(_ACTION)
    gives = (await roles.givable(visit)).relations
    if not gives:
        raise NotFound
    return await visit.page("people/new.html", status, form=form, gives=gives)
