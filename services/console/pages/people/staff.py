"""The provider's own staff: coordinators, finance and administrators, and who becomes one."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people import roles
from services.console.pages.settings.first_steps import next_step
from services.messages.directory import ListPeople
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "manage_people"
OwnRole = Literal["coordinator", "finance", "administrator"]


_TAKEN = _("You have the role. You act as before until you change your role under your name.")


class StaffForm(roles.PersonForm):
    relation: OwnRole


class RoleForm(Form):
    relation: OwnRole


@router.get("/people")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must(_ACTION)
    listed = await visit.ask(ListPeople(viewer=visit.viewer, language=visit.language))
    gives = (await roles.givable(visit)).relations
    return await visit.page(
        "people/show.html",
        people=listed.people,
        count=listed.count,
        gives=gives,
        next=await next_step(visit, "/people"),
    )


@router.get("/people/new")
async def new(visit: SignedIn, relation: OwnRole | None = None) -> HTMLResponse:
    """relation: which role is to be given, where a list has led here for it."""
    known = {"language": visit.language, "relation": relation}
    return await _form(visit, Filled[StaffForm](known), relation)


@router.post("/people/myself")
async def take(visit: SignedIn, form: Annotated[Filled[RoleForm], Depends(filled(RoleForm))]) -> Response:
    """The visitor's own further role: whoever begins alone has all of them."""
    visit.must(_ACTION)
    if not form.is_valid:
        raise NotFound
    said = await roles.give(visit, visit.person_id, form.data.relation, said=_TAKEN)
    return await visit.go("/people", said)


@router.post("/people/new")
async def add(visit: SignedIn, form: Annotated[Filled[StaffForm], Depends(filled(StaffForm))]) -> Response:
    visit.must(_ACTION)

    async def carry_out(typed: StaffForm) -> str:
        person = await roles.register(visit, typed)
        return await roles.give(visit, person.person_id, typed.relation)

    said = await form.carry_out(carry_out)
    if said is None:
        return await _form(visit, form, status=422)
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


async def _form(
    visit: Visit, form: Filled[StaffForm], relation: OwnRole | None = None, status: int = 200
) -> HTMLResponse:
    """Raises NotFound for whoever may give none of these roles."""
    visit.must(_ACTION)
    gives = (await roles.givable(visit)).relations
    if not gives:
        raise NotFound
    own = {one.role.value for one in visit.identity.standings} if visit.identity else set()
    return await visit.page(
        "people/new.html",
        status,
        form=form,
        gives=gives,
        myself=relation if relation in gives and relation not in own else None,
    )
