"""What the provider promises, from a day on: deadlines, notices, reminders, intervals. An administrator sets it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field, create_model

from services.console.pages.labels.promises import PROMISES, UNITS
from services.messages.directory import ListPromises, PromisesInForce, SetPromises, ShowPromises
from services.messages.promises import Promises
from services.messages.values import Day
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/settings/promises")
_UNITS_OF_SUPERVISION = "unit_minutes"


class DatedForm(Form):
    """From when on. named_otherwise: the order holds the numbers below `promises`."""

    named_otherwise = {f"promises.{name}": name for name in Promises.model_fields}
    valid_from: Day


def _typed_as(name: str) -> Any:
    """A box that is not ticked is not sent; a choice comes as text."""
    field = Promises.model_fields[name]
    if field.annotation is bool:
        return (bool, False)
    if name == _UNITS_OF_SUPERVISION:
        return (Annotated[int, Field(ge=45, le=60)], ...)
    return (Annotated[field.annotation, *field.metadata], ...)


PromisesForm: type[DatedForm] = create_model(
    "PromisesForm", __base__=DatedForm, **{name: _typed_as(name) for name in Promises.model_fields}
)


@router.get("")
async def show(visit: SignedIn, usual: bool = False) -> HTMLResponse:
    """usual: with the numbers that hold where none were set, to be read before they are saved."""
    visit.must("set_promises")
    today = local_date(visit.now)
    held = Promises() if usual else (await visit.ask(ShowPromises(on=today))).promises
    return await _page(visit, Filled[DatedForm](held.model_dump() | {"valid_from": today}))


@router.post("")
async def change(
    visit: SignedIn, form: Annotated[Filled[DatedForm], Depends(filled(PromisesForm))]
) -> Response:
    visit.must("set_promises")
    return await send_form(
        visit,
        form,
        lambda typed: SetPromises(
            valid_from=typed.valid_from,
            promises=Promises.model_validate(typed.model_dump(exclude={"valid_from"})),
            set_by=visit.person_id,
            as_of=visit.now,
        ),
        then="/settings/promises",
        said=_("Saved. Processes that are under way keep what held when they began."),
        shown_again=lambda: _page(visit, form, 422),
    )


async def _page(visit: Visit, form: Filled[DatedForm], status: int = 200) -> HTMLResponse:
    usual = Promises()
    sections = [
        (
            visit.text(section),
            [
                (
                    name,
                    visit.text(words),
                    visit.text(UNITS.get(unit, "")) if unit in UNITS else "",
                    getattr(usual, name),
                )
                for name, words, unit in rows
            ],
        )
        for section, rows in PROMISES
    ]
    listed = (await visit.ask(ListPromises())).promises
    return await visit.page(
        "settings/promises.html",
        status,
        form=form,
        sections=sections,
        labels={row[0]: row[1] for _section, rows in sections for row in rows},
        history=[_told(visit, one, before) for one, before in zip(listed, [*listed, None][1:], strict=True)],
    )


def _told(
    visit: Visit, one: PromisesInForce, before: PromisesInForce | None
) -> tuple[PromisesInForce, list[Any]]:
    """With what is otherwise than before it: what it is called, what it was, what it is."""
    earlier = before.promises if before else Promises()
    changed = [
        (visit.text(words), getattr(earlier, name), getattr(one.promises, name))
        for _, rows in PROMISES
        for name, words, _ in rows
        if getattr(earlier, name) != getattr(one.promises, name)
    ]
    return one, changed
