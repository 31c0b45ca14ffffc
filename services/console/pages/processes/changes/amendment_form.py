"""The form of a change to a contract: filled in with what is agreed, and read as what differs from it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, create_model

from services.console.pages import tier_rows
from services.console.pages.money.prices import SessionPrice
from services.messages.cancelling import settled
from services.messages.contracts import Changes, Clause, ContractCard, ContractText
from services.messages.promises import IntervalDays, PaymentDays
from services.messages.values import Count, Day, Minutes, Percent
from services.web.pages.forms import Filled, Form
from services.wording.formats import Formats

# Those that the numbers decide wholly.
_SETTLED = (Clause.NO_RECORDING, Clause.INFORMATION_EXCHANGE)
WRITTEN = [clause for clause in Clause if clause not in _SETTLED]
ADDED_TO = {Clause.DURATION_AND_AMOUNT, Clause.PRICE_AND_PAYMENT, Clause.CANCELLATION}
"""The paper says these by itself; what is written here stands below it."""
TIERS = "tier"
"""By which the fields of the cancellation tiers begin."""
_NUMBERS = (
    "payment_days",
    "duration_minutes",
    "base_interval_days",
    "sessions_agreed",
    "ends_on",
    "no_show_percent",
)


class _Numbers(Form):
    named_otherwise = {"cancellation_tiers": "tier_unit"}
    effective_from: Day
    commissioner_id: UUID
    price: SessionPrice
    payment_days: PaymentDays
    duration_minutes: Minutes
    base_interval_days: IntervalDays
    sessions_agreed: Count | None = None
    ends_on: Day
    no_show_percent: Percent


_CLAUSES: dict[str, Any] = {
    f"clause_{clause}": (Annotated[str, Field(max_length=4000)], "") for clause in WRITTEN
}
AmendmentForm = create_model("AmendmentForm", __base__=_Numbers, **tier_rows.fields(TIERS), **_CLAUSES)


def values_of(
    card: ContractCard, text: ContractText, from_day: date | None, formats: Formats
) -> dict[str, Any]:
    """What stands in the paper, as it is typed."""
    return {
        **card.terms.model_dump(include=set(_NUMBERS)),
        **tier_rows.values(TIERS, card.terms.cancellation_tiers),
        **{f"clause_{one}": text.own_words.get(one, "").strip() for one in WRITTEN},
        "price": formats.amount(card.terms.price_cents),
        "commissioner_id": card.parties.commissioner_id,
        "effective_from": from_day or "",
    }


def check(form: Filled[Any], card: ContractCard, text: ContractText) -> None:
    """What is agreed is not taken away by an emptied field: only what was added to it by hand is."""
    written = {clause for clause, words in text.own_words.items() if words.strip()}
    form.ask_for(f"clause_{clause}" for clause in written - ADDED_TO)
    if card.terms.sessions_agreed is not None:
        form.ask_for(["sessions_agreed"])


def changes_of(typed: Any, card: ContractCard, text: ContractText) -> Changes:
    """What differs from what is agreed; an addition that was emptied is taken away."""
    said = typed.model_dump()
    wanted: dict[str, Any] = {name: said[name] for name in _NUMBERS}
    wanted |= {"price_cents": int(typed.price * 100), "commissioner_id": typed.commissioner_id}
    now = {**card.terms.model_dump(), "commissioner_id": card.parties.commissioner_id}
    different = {name: value for name, value in wanted.items() if value is not None and value != now[name]}
    tiers = tier_rows.tiers(TIERS, said)
    if tiers != settled(card.terms.cancellation_tiers):
        different["cancellation_tiers"] = tiers
    different["clauses"] = {
        one: words
        for one in WRITTEN
        if (words := said[f"clause_{one}"].strip()) != text.own_words.get(one, "").strip()
    }
    return Changes.model_validate(different)
