"""Who invoices: name, Y-tunnus, address and bank account, from a day on. Finance keeps it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from services.console.pages.settings.first_steps import next_step
from services.messages.accounts import bic_of, finnish_account
from services.messages.billing import SellerCard, SetSeller, ShowSeller
from services.messages.countries import HOME
from services.messages.printing import PrintedText
from services.messages.values import NEVER_SET, Address, Bic, BusinessId, Day, Iban, Mark, Phone, PostalCode
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.seen import seen_by
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


def _finnish(typed: str) -> str:
    if finnish_account(typed) is None:
        raise PydanticCustomError("iban_invalid", "is not a valid Finnish account number")
    return typed


def _at_a_bank(typed: str | None, others: ValidationInfo) -> str | None:
    """Of an account whose number does not say which bank it is; whatever is wrong with that itself, is told there."""
    account = finnish_account(others.data.get("iban", ""))
    if account and typed is None and bic_of(account) is None:
        raise PydanticCustomError("bic_missing", "does not follow from this account's number")
    if typed is not None and typed[4:6] != HOME:
        raise PydanticCustomError("bic_invalid", "is a bank of another country than the account")
    return typed


class SellerForm(Form):
    """What its owner would refuse of the account is told with the other faults, all at once."""

    name: PrintedText
    business_id: BusinessId
    street: PrintedText
    postal_code: PostalCode
    town: PrintedText
    iban: Annotated[Iban, AfterValidator(_finnish)]
    bic: Annotated[Bic | None, AfterValidator(_at_a_bank), Field(validate_default=True)] = None
    phone: Phone = ""
    valid_from: Day
    seen: Mark | None = None


@router.get("/seller")
async def show(visit: SignedIn) -> HTMLResponse:
    visit.must("manage_seller")
    seller = await _seller(visit)
    typed = seller.model_dump() | seller.address.model_dump() if seller else {}
    if seller and seller.bic_follows:
        typed["bic"] = ""  # it would stay that of the old bank when the account is changed
    today = local_date(visit.now)
    return await _page(visit, seller, Filled[SellerForm](typed | {"valid_from": today}))


@router.post("/seller")
async def change(
    visit: SignedIn, form: Annotated[Filled[SellerForm], Depends(filled(SellerForm))]
) -> Response:
    visit.must("manage_seller")

    async def shown_again() -> Response:
        return await _page(visit, await _seller(visit), form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, typed),
        then="/seller",
        said=_("Your company's details are saved."),
        shown_again=shown_again,
    )


async def _page(
    visit: Visit, seller: SellerCard | None, form: Filled[SellerForm], status: int = 200
) -> HTMLResponse:
    seen = seen_by(form, seller.mark if seller else NEVER_SET)
    shown = {"seller": seller, "form": form, "seen": seen, "next": await next_step(visit, "/seller")}
    return await visit.page("seller/show.html", status, **shown)


def _order(visit: Visit, typed: SellerForm) -> SetSeller:
    return SetSeller(
        address=Address(street=typed.street, postal_code=typed.postal_code, town=typed.town),
        set_by=visit.person_id,
        as_of=visit.now,
        **typed.model_dump(include={"name", "business_id", "iban", "bic", "phone", "valid_from", "seen"}),
    )


async def _seller(visit: Visit) -> SellerCard | None:
    try:
        return await visit.ask(ShowSeller())
    except Refusal as refusal:
        if refusal.code == "seller_missing":
            return None
        raise
