"""What a kilometre, and an hour of travelling, costs: the provider's own prices, from a day on."""

from decimal import Decimal
from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.money.prices import Euros
from services.messages.billing import (
    ListTravelPrices,
    SetTravelPrice,
    ShowTravelPrice,
    TravelKind,
    TravelPriceLine,
)
from services.messages.values import Day, Mark
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by, was_set_meanwhile
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class TravelPriceForm(Form):
    named_otherwise = {"price_cents": "price"}
    kind: TravelKind
    price: Annotated[Euros, Field(gt=Decimal(0))]
    valid_from: Day
    seen: Mark | None = None


@router.get("/travel-prices")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must("manage_prices")
    return await _page(
        visit, Filled[TravelPriceForm]({"kind": "travel", "valid_from": local_date(visit.now)})
    )


@router.post("/travel-prices")
async def add(
    visit: SignedIn, form: Annotated[Filled[TravelPriceForm], Depends(filled(TravelPriceForm))]
) -> Response:
    visit.must("manage_prices")
    return await send_form(
        visit,
        form,
        lambda typed: SetTravelPrice(
            kind=typed.kind,
            valid_from=typed.valid_from,
            price_cents=int(typed.price * 100),
            set_by=visit.person_id,
            as_of=visit.now,
            seen=typed.seen,
        ),
        then="/travel-prices",
        said=_("The price is on the list."),
        shown_again=lambda: _page(visit, form, 422),
    )


async def _page(visit: Visit, form: Filled[TravelPriceForm], status: int = 200) -> HTMLResponse:
    today = local_date(visit.now)
    listed = await visit.ask(ListTravelPrices())
    lines = listed.prices
    by_kind = {kind: [one for one in lines if one.kind == kind] for kind in get_args(TravelKind)}
    begun = {kind: [one for one in of_kind if one.valid_from <= today] for kind, of_kind in by_kind.items()}
    return await visit.page(
        "prices/travel.html",
        status,
        by_kind=by_kind,
        held=[of_kind[0] for of_kind in begun.values() if of_kind],
        allowed_cents=(await visit.ask(ShowTravelPrice(on=today))).cents,
        today=today,
        form=form,
        seen=seen_by(form, listed.mark),
        stands=_stands(lines, form),
    )


def _stands(lines: list[TravelPriceLine], form: Filled[TravelPriceForm]) -> TravelPriceLine | None:
    """The line that somebody else has saved meanwhile, in whose place this one would be."""
    if not was_set_meanwhile(form):
        return None
    named = (form.data.kind, form.data.valid_from)
    return next(one for one in lines if (one.kind, one.valid_from) == named)
