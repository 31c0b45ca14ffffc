"""What the provider promises, from a day on: deadlines, notices, reminders, intervals. An administrator sets it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field, create_model

from services.console.pages import tier_rows
from services.console.pages.labels.promises import PROMISES, STEPS, UNITS
from services.console.pages.names import names_of
from services.console.pages.settings.first_steps import next_step
from services.messages.directory import ListPromises, PromisesInForce, SetPromises, ShowPromises
from services.messages.promises import Promises
from services.messages.values import Day, Mark, SessionFormat
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by, stands_otherwise
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/settings/promises")
_UNITS_OF_SUPERVISION = "unit_minutes"
TIERS: tuple[SessionFormat, ...] = ("individual", "group")
_IN_STEPS = {
    "individual_notice_hours", "group_notice_working_days", "late_cancellation_percent",
    "individual_tiers", "group_tiers",
}  # fmt: skip
"""Typed as steps, each of its own row."""
_TYPED = [name for name in Promises.model_fields if name not in _IN_STEPS]


class DatedForm(Form):
    """From when on. named_otherwise: the order holds the numbers below `promises`."""

    named_otherwise = {
        **{f"promises.{name}": name for name in Promises.model_fields},
        **{f"promises.{name}_tiers": f"{name}_unit" for name in TIERS},
    }
    valid_from: Day
    seen: Mark | None = None


def _typed_as(name: str) -> Any:
    """A box that is not ticked is not sent; a choice comes as text."""
    field = Promises.model_fields[name]
    if field.annotation is bool:
        return (bool, False)
    if name == _UNITS_OF_SUPERVISION:
        return (Annotated[int, Field(ge=45, le=60)], ...)
    return (Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation, ...)


_STEPS: dict[str, Any] = {}
for _format in TIERS:
    _STEPS |= tier_rows.fields(_format)
PromisesForm: type[DatedForm] = create_model(
    "PromisesForm", __base__=DatedForm, **{name: _typed_as(name) for name in _TYPED}, **_STEPS
)


@router.get("")
async def show(visit: SignedIn, usual: bool = False) -> HTMLResponse:
    """usual: with the numbers that hold where none were set, to be read before they are saved."""
    visit.must("set_promises")
    today = local_date(visit.now)
    held = Promises() if usual else (await visit.ask(ShowPromises(on=today))).promises
    return await _page(visit, Filled[DatedForm](_typed_of(held) | {"valid_from": today}))


@router.post("")
async def change(
    visit: SignedIn, form: Annotated[Filled[DatedForm], Depends(filled(PromisesForm))]
) -> Response:
    visit.must("set_promises")
    for one in TIERS:
        tier_rows.check(form, one)
    return await send_form(
        visit,
        form,
        lambda typed: SetPromises(
            valid_from=typed.valid_from,
            promises=_promises(typed),
            set_by=visit.person_id,
            as_of=visit.now,
            seen=typed.seen,
        ),
        then="/settings/promises",
        said=_("Saved. Processes that are under way keep what held when they began."),
        shown_again=lambda: _page(visit, form, 422),
    )


def _promises(typed: DatedForm) -> Promises:
    """Steps that are the usual ones are not written down: they are what holds where nothing is."""
    said = typed.model_dump()
    told = {name: said[name] for name in _TYPED if name in said}
    for one in TIERS:
        steps = tier_rows.tiers(one, said)
        if steps != Promises().tiers_for(one):
            told[f"{one}_tiers"] = steps
    return Promises.model_validate(told)


async def _page(visit: Visit, form: Filled[DatedForm], status: int = 200) -> HTMLResponse:
    sections = _sections(visit)
    set_so_far = await visit.ask(ListPromises())
    listed = set_so_far.promises
    return await visit.page(
        "settings/promises.html",
        status,
        next=await next_step(visit, "/settings/promises"),
        form=form,
        seen=seen_by(form, set_so_far.mark),
        names=await names_of(visit, [one.set_by for one in listed]),
        sections=sections,
        labels=_labels(visit, {row[0]: row[1] for _section, rows in sections for row in rows}),
        tiers=tier_rows.ROWS,
        steps=[(one, visit.text(STEPS[one])) for one in TIERS],
        otherwise=stands_otherwise(form, _now(form, listed)),
        history=[_told(visit, one, before) for one, before in zip(listed, [*listed, None][1:], strict=True)],
    )


def _now(form: Filled[DatedForm], listed: Sequence[PromisesInForce]) -> dict[str, Any]:
    """What holds on the day that was typed, as it is typed."""
    begun = [one for one in listed if str(one.valid_from) <= str(form.values.get("valid_from"))]
    return _typed_of(begun[0].promises if begun else Promises())


def _typed_of(held: Promises) -> dict[str, Any]:
    steps = [tier_rows.values(one, held.tiers_for(one)) for one in TIERS]
    return held.model_dump(include=set(_TYPED)) | steps[0] | steps[1]


def _sections(visit: Visit) -> list[tuple[str, list[tuple[str, str, str, Any]]]]:
    """Each with its promises: by which name it is sent, what it is called, in what it is counted, what is usual."""
    usual = Promises()
    return [
        (
            visit.text(section),
            [
                (
                    name,
                    visit.text(words),
                    visit.text(UNITS[unit]) if unit in UNITS else "",
                    getattr(usual, name),
                )
                for name, words, unit in rows
            ],
        )
        for section, rows in PROMISES
    ]


def _labels(visit: Visit, told: dict[str, str]) -> dict[str, str]:
    """Of the steps as well: of one person's or of a group's."""
    for one in TIERS:
        whose = visit.text(STEPS[one])
        told |= {name: f"{whose}: {words}" for name, words in tier_rows.labels(visit, one).items()}
    return told


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
    changed += [
        (visit.text(STEPS[of]), earlier.tiers_for(of), one.promises.tiers_for(of))
        for of in TIERS
        if earlier.tiers_for(of) != one.promises.tiers_for(of)
    ]
    return one, changed
