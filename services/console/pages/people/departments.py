"""A customer's departments: named, and with an address and invoicing data of their own where they have any."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import BeforeValidator, Field

from services.console.pages.people.organisations import to_manage
from services.messages.countries import HOME, Country
from services.messages.directory import ChangeDepartment, DepartmentCard, RegisterDepartment
from services.messages.names import TitleText
from services.messages.printing import PrintedText
from services.messages.texts import in_one_line
from services.messages.values import Address, Email, Mark
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.postal import AddressForm
from services.web.pages.seen import seen_by, stands_otherwise
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/organisations/{organisation_id}/departments")
_ADDRESS = ("street", "town")
"""Without these there is no address."""


class DepartmentForm(Form):
    """A whole address, or none: then the organisation's holds. invoice_email: in the same way."""

    name: TitleText
    street: PrintedText | None = None
    country: Country = HOME
    postal_code: Annotated[str, Field(max_length=12), BeforeValidator(in_one_line)] = ""
    town: PrintedText | None = None
    invoice_email: Email | None = None
    seen: Mark | None = None


@router.get("/new")
async def new(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    return await _page(visit, organisation_id, None, Filled[DepartmentForm]({"country": HOME}))


@router.post("/new")
async def add(
    visit: SignedIn,
    organisation_id: UUID,
    form: Annotated[Filled[DepartmentForm], Depends(filled(DepartmentForm))],
) -> Response:
    organisation = await to_manage(visit, organisation_id)
    _check(form)
    if any(one.name == form.values["name"] for one in organisation.departments):
        form.refuse("name", _("Another department already has this name."))
    return await send_form(
        visit,
        form,
        lambda typed: RegisterDepartment(
            department_id=uuid4(),
            organisation_id=organisation_id,
            registered_by=visit.person_id,
            as_of=visit.now,
            **_facts(typed),
        ),
        then=f"/organisations/{organisation_id}",
        said=_("The department is registered."),
        shown_again=lambda: _page(visit, organisation_id, None, form, 422),
    )


@router.get("/{department_id}")
async def details(visit: SignedIn, organisation_id: UUID, department_id: UUID) -> HTMLResponse:
    department = await _one_of(visit, organisation_id, department_id)
    return await _page(visit, organisation_id, department, Filled[DepartmentForm](_typed(department)))


@router.post("/{department_id}")
async def change(
    visit: SignedIn,
    organisation_id: UUID,
    department_id: UUID,
    form: Annotated[Filled[DepartmentForm], Depends(filled(DepartmentForm))],
) -> Response:
    department = await _one_of(visit, organisation_id, department_id)
    _check(form, department)
    return await send_form(
        visit,
        form,
        lambda typed: ChangeDepartment(
            department_id=department_id,
            changed_by=visit.person_id,
            as_of=visit.now,
            seen=typed.seen,
            **_facts(typed),
        ),
        then=f"/organisations/{organisation_id}",
        said=_("The details are saved."),
        shown_again=lambda: _shown_again(visit, organisation_id, department_id, form),
    )


async def _shown_again(
    visit: Visit, organisation_id: UUID, department_id: UUID, form: Filled[DepartmentForm]
) -> Response:
    department = await _one_of(visit, organisation_id, department_id)
    return await _page(visit, organisation_id, department, form, 422)


def _typed(department: DepartmentCard) -> dict[str, Any]:
    """As its form shows it."""
    told: dict[str, Any] = {"street": "", "country": HOME, "postal_code": "", "town": ""}
    told |= department.model_dump(mode="json", include={"name", "invoice_email"})
    return told | (department.address.model_dump() if department.address else {})


def _check(form: Filled[DepartmentForm], known: DepartmentCard | None = None) -> None:
    """A whole address or none; what a department has of its own is changed, not taken away."""
    typed = {name for name in (*_ADDRESS, "invoice_email") if form.values.get(name)}
    wanted = set(_ADDRESS) if typed & set(_ADDRESS) or (known and known.address) else set()
    wanted |= {"invoice_email"} if known and known.invoice_email else set()
    for name in sorted(wanted - typed):
        form.refuse(name, _("Fill in this field."))
    if wanted & set(_ADDRESS):
        form.check_more(AddressForm)


def _facts(typed: DepartmentForm) -> dict[str, Any]:
    address = Address(**typed.model_dump(include=set(Address.model_fields))) if typed.street else None
    return {"name": typed.name, "address": address, "invoice_email": typed.invoice_email}


async def _one_of(visit: Visit, organisation_id: UUID, department_id: UUID) -> DepartmentCard:
    organisation = await to_manage(visit, organisation_id)
    for one in organisation.departments:
        if one.department_id == department_id:
            return one
    raise NotFound


async def _page(
    visit: Visit,
    organisation_id: UUID,
    department: DepartmentCard | None,
    form: Filled[DepartmentForm],
    status: int = 200,
) -> HTMLResponse:
    """department: none for a new one."""
    organisation = await to_manage(visit, organisation_id)
    return await visit.page(
        "organisations/department.html",
        status,
        organisation=organisation,
        department=department,
        form=form,
        seen=seen_by(form, department.mark) if department else "",
        otherwise=stands_otherwise(form, _typed(department)) if department else {},
    )
