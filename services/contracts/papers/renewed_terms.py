"""The numbers of a renewal's draft: its price is the list's of its own first day, and a coordinator may change some."""

from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.papers import terms
from services.contracts.tables import Contract
from services.messages.billing import ShowConsumerPrice
from services.messages.contracts import CompleteContract
from services.messages.intake import ShowObstacles, ShowPricesOfDay
from services.messages.values import Audience
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_long

_CHANGED_BY_HAND = {"duration_minutes", "base_interval_days", "price_cents", "ends_on", "sessions_agreed"}
_COUNTED_ANEW_FOR = {"duration_minutes", "base_interval_days", "ends_on"}
"""With another of these the number that was agreed is not theirs: the order names another, or there is none."""


async def price_of(ask: Asker, old: Contract) -> dict[str, Any]:
    """The successor's columns. What the list does not have any more costs what it did."""
    first_day = terms.next_term(old.starts_on, old.ends_on)["starts_on"]
    return await _priced(ask, old, old.duration_minutes, first_day)


async def changed(ask: Asker, contract: Contract, order: CompleteContract) -> dict[str, Any]:
    """What the order makes another. Another length costs what the list says, unless the order names a price.

    Refuses: not_a_renewal, price_of_nothing, ends_before_start, term_too_long, price_missing.
    """
    said = order.model_dump(include=_CHANGED_BY_HAND, exclude_none=True)
    different = {name: value for name, value in said.items() if value != getattr(contract, name)}
    if not different:
        return {}
    if contract.renews is None:
        raise Refusal("not_a_renewal", next(iter(different)), "is as it was accepted")
    if different.get("price_cents") == 0:
        raise Refusal("price_of_nothing", "price_cents")
    _check_end(contract, different.get("ends_on", contract.ends_on))
    if different.keys() & _COUNTED_ANEW_FOR:
        different["sessions_agreed"] = order.sessions_agreed
    if minutes := different.get("duration_minutes"):
        different = await _priced(ask, contract, minutes, contract.starts_on, said) | different
    elif "price_cents" in different:
        different |= await _with_vat(ask, contract, different["price_cents"])
    return different


async def check_supervisor(ask: Asker, contract: Contract, supervisor_id: UUID) -> None:
    """Whoever goes on, or comes, must be eligible on the first day; their place is theirs already.

    Refuses: supervisor_not_eligible.
    """
    if contract.renews is None or contract.status != "draft":
        return
    who = {"process_id": contract.renews, "supervisor_id": supervisor_id}
    found = await ask(ShowObstacles(**who, on=contract.starts_on))
    if found.reasons:
        raise Refusal("supervisor_not_eligible", "process_id", ", ".join(found.reasons))


def _check_end(contract: Contract, ends_on: date) -> None:
    if ends_on < contract.starts_on:
        raise Refusal("ends_before_start", "ends_on", "is before starts_on")
    refuse_long("ends_on", contract.starts_on, ends_on, is_confirmed=True)


async def _priced(
    ask: Asker, contract: Contract, minutes: int, on: date, said: dict[str, Any] | None = None
) -> dict[str, Any]:
    """said: by hand. Refuses: price_missing, where another length has none."""
    query = ShowPricesOfDay(audience=Audience(contract.audience), duration_minutes=minutes, on=on)
    listed = await ask(query)
    cents = (said or {}).get("price_cents", listed.price_cents)
    if cents is None and minutes != contract.duration_minutes:
        raise Refusal("price_missing", "duration_minutes", "has no price on the day it starts")
    lengths = [one.model_dump() for one in listed.length_prices] or contract.length_prices
    net = contract.price_cents if cents is None else cents
    return {"price_cents": net, "length_prices": lengths} | await _as_consumers(
        ask, contract, net, lengths, on
    )


async def _with_vat(ask: Asker, contract: Contract, cents: int) -> dict[str, Any]:
    return await _as_consumers(ask, contract, cents, contract.length_prices, contract.starts_on)


async def _as_consumers(
    ask: Asker, contract: Contract, cents: int, lengths: list[dict[str, int | None]], on: date
) -> dict[str, Any]:
    """Of a private person's contract, at the rate of that day."""
    if contract.consumer_price_cents is None:
        return {}

    async def with_vat(net: int) -> int:
        return (await ask(ShowConsumerPrice(price_cents=net, on=on))).cents

    told = [{**one, "consumer_cents": await with_vat(one["price_cents"] or 0)} for one in lengths]
    return {"consumer_price_cents": await with_vat(cents), "length_prices": told}
