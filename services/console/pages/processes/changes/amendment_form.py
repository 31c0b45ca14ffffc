"""The form of a change to a contract: filled in with what is agreed, and read as what differs from it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, create_model

from services.console.pages.money.prices import Euros
from services.messages.contracts import Changes, Clause, ContractCard, ContractText
from services.messages.promises import IntervalDays, PaymentDays
from services.messages.values import CancellationTier, Count, Day, Minutes, Percent
from services.web.pages.forms import Form
from services.wording.formats import Formats

# Those that the numbers decide wholly.
_SETTLED = (Clause.NO_RECORDING, Clause.INFORMATION_EXCHANGE)
WRITTEN = [clause for clause in Clause if clause not in _SETTLED]
ROWS = range(1, 4)
"""Of the cancellation tiers."""
_NUMBERS = (
    "payment_days",
    "duration_minutes",
    "base_interval_days",
    "sessions_agreed",
    "ends_on",
    "no_show_percent",
)


class _Numbers(Form):
    effective_from: Day
    commissioner_id: UUID
    price: Euros
    payment_days: PaymentDays
    duration_minutes: Minutes
    base_interval_days: IntervalDays
    sessions_agreed: Count | None = None
    ends_on: Day
    no_show_percent: Percent


_TIERS: dict[str, Any] = {
    name: (kind | None, None)
    for row in ROWS
    for name, kind in (
        (f"tier_{row}_notice", Annotated[int, Field(ge=0, le=720)]),
        (f"tier_{row}_percent", Annotated[int, Field(ge=0, le=100)]),
    )
}
_CLAUSES: dict[str, Any] = {
    f"clause_{clause}": (Annotated[str, Field(max_length=4000)], "") for clause in WRITTEN
}
AmendmentForm = create_model("AmendmentForm", __base__=_Numbers, **_TIERS, **_CLAUSES)


def values_of(
    card: ContractCard, text: ContractText, from_day: date | None, formats: Formats
) -> dict[str, Any]:
    """What stands in the paper, as it is typed."""
    unit = unit_of(card)
    tiers: dict[str, Any] = {}
    for row, tier in zip(ROWS, card.terms.cancellation_tiers, strict=False):
        tiers |= {f"tier_{row}_notice": getattr(tier, unit), f"tier_{row}_percent": tier.percent}
    return {
        **card.terms.model_dump(include=set(_NUMBERS)),
        **tiers,
        **{f"clause_{one}": text.own_words.get(one, "").strip() for one in WRITTEN},
        "price": formats.amount(card.terms.price_cents),
        "commissioner_id": card.parties.commissioner_id,
        "effective_from": from_day or "",
    }


def changes_of(typed: Any, card: ContractCard, text: ContractText) -> Changes:
    """What differs from what is agreed; an empty field leaves it as it is."""
    said = typed.model_dump()
    wanted: dict[str, Any] = {name: said[name] for name in _NUMBERS}
    wanted |= {"price_cents": int(typed.price * 100), "commissioner_id": typed.commissioner_id}
    now = {**card.terms.model_dump(), "commissioner_id": card.parties.commissioner_id}
    different = {name: value for name, value in wanted.items() if value is not None and value != now[name]}
    tiers = _tiers(said, unit_of(card))
    if tiers and tiers != card.terms.cancellation_tiers:
        different["cancellation_tiers"] = tiers
    different["clauses"] = {
        one: words
        for one in WRITTEN
        if (words := said[f"clause_{one}"].strip()) and words != text.own_words.get(one, "").strip()
    }
    return Changes.model_validate(different)


def unit_of(card: ContractCard) -> str:
    """In which one the contract counts its notice."""
    hours = any(one.notice_hours is not None for one in card.terms.cancellation_tiers)
    return "notice_hours" if hours else "notice_working_days"


def _tiers(said: dict[str, Any], unit: str) -> list[CancellationTier]:
    rows = [(said[f"tier_{row}_notice"], said[f"tier_{row}_percent"]) for row in ROWS]
    told = [(notice, percent) for notice, percent in rows if notice is not None and percent is not None]
    return [
        CancellationTier.model_validate({unit: notice, "percent": percent})
        for notice, percent in sorted(told, reverse=True)
    ]
