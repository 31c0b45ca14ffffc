"""The price list: a price for each session length, from a day on."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from services.console.pages.processes.arranging.proposing import in_force
from services.console.pages.settings.first_steps import next_step
from services.console.pages.settings.unpriced import unpriced
from services.messages.intake import ListPrices, PriceLine, SetPrice
from services.messages.texts import in_digits
from services.messages.values import Day, Mark, Minutes
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by, was_set_meanwhile
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


Euros = Annotated[Decimal, BeforeValidator(in_digits), Field(ge=0, le=1_000_000, decimal_places=2)]


def _of_something(price: Decimal) -> Decimal:
    if not price:
        raise PydanticCustomError("price_of_nothing", "is nothing")
    return price


SessionPrice = Annotated[Euros, AfterValidator(_of_something)]
"""Of one session."""


class PriceForm(Form):
    format: Literal["individual", "group"]
    duration_minutes: Minutes
    price: SessionPrice
    valid_from: Day
    seen: Mark | None = None


@router.get("/prices")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must("manage_prices")
    today = local_date(visit.now)
    return await _page(visit, Filled[PriceForm]({"valid_from": today}))


@router.post("/prices")
async def add(visit: SignedIn, form: Annotated[Filled[PriceForm], Depends(filled(PriceForm))]) -> Response:
    visit.must("manage_prices")
    return await send_form(
        visit,
        form,
        lambda typed: SetPrice(
            price_cents=int(typed.price * 100),
            set_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(include={"format", "duration_minutes", "valid_from", "seen"}),
        ),
        then="/prices",
        said=_("The price is on the list."),
        shown_again=lambda: _page(visit, form, 422),
    )


async def _page(visit: Visit, form: Filled[PriceForm], status: int = 200) -> HTMLResponse:
    today = local_date(visit.now)
    listed = await visit.ask(ListPrices())
    lines = listed.prices
    by_format = {kind: [one for one in lines if one.format == kind] for kind in ("individual", "group")}
    held = [one for of_format in by_format.values() for one in in_force(of_format, today)]
    return await visit.page(
        "prices/show.html",
        status,
        by_format=by_format,
        held=held,
        today=today,
        form=form,
        seen=seen_by(form, listed.mark),
        stands=_stands(lines, form),
        unpriced=unpriced(lines, today) if lines else {},
        next=await next_step(visit, "/prices"),
    )


def _stands(lines: list[PriceLine], form: Filled[PriceForm]) -> PriceLine | None:
    """The line that somebody else has saved meanwhile, in whose place this one would be."""
    if not was_set_meanwhile(form):
        return None
    named = (form.data.format, form.data.duration_minutes, form.data.valid_from)
    return next(one for one in lines if (one.format, one.duration_minutes, one.valid_from) == named)
