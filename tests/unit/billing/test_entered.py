"""What somebody enters costs what it says: kilometres by the year's allowance, travelling time by its minutes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.billing.invoices.invoicing import totals
from services.billing.invoices.semantic.checks import faults
from services.billing.invoices.semantic.making import semantic
from services.billing.items.entered import Priced, priced
from services.billing.items.lines import line_for
from services.billing.items.travel import OwnPrice, kilometre_cents, usual_cents
from services.messages.billing import EnterItem, ItemKind
from services.runtime.commands.refusal import Refusal
from tests.unit.billing.builders import ENTERED, an_entered_item, an_invoice, an_item

OWN = (
    OwnPrice("travel", date(2026, 6, 1), 60),
    OwnPrice("travel", date(2026, 10, 1), 65),
    OwnPrice("travel_time", date(2026, 6, 1), 4500),
)
SOMEBODY = UUID("0190a0a0-0000-7000-8000-000000000001")


def entering(**facts: Any) -> EnterItem:
    told = {
        "item_id": SOMEBODY,
        "process_id": SOMEBODY,
        "kind": "travel",
        "performed_on": date(2026, 5, 4),
        "entered_by": SOMEBODY,
        "as_of": datetime(2026, 5, 5, tzinfo=UTC),
    }
    return EnterItem.model_validate(told | facts)


@pytest.mark.parametrize(
    "facts, cost",
    [
        ({"quantity": 84}, Priced(84, 55)),
        ({"quantity": 84, "performed_on": date(2025, 12, 31)}, Priced(84, 59)),
        ({"quantity": 84, "price_cents": 60}, Priced(84, 60)),
        ({"kind": "travel_time", "quantity": 90, "price_cents": 4500}, Priced(1, 6750, 90)),
        ({"kind": "travel_time", "quantity": 1, "price_cents": 4530}, Priced(1, 76, 1)),
        ({"kind": "material", "quantity": 3, "price_cents": 1990}, Priced(3, 1990)),
        ({"kind": "correction", "quantity": -2, "price_cents": 1500}, Priced(-2, 1500)),
    ],
)
def test_it_costs_what_was_entered(facts: dict[str, Any], cost: Priced) -> None:
    order = entering(**facts)
    assert priced(order, usual_cents(order.kind, OWN, date(2026, 2, 1), order.performed_on)) == cost


@pytest.mark.parametrize(
    "facts, code",
    [
        ({"quantity": 0}, "quantity_wrong"),
        ({"quantity": -1}, "quantity_wrong"),
        ({"kind": "correction", "quantity": 0, "price_cents": 1}, "quantity_wrong"),
        ({"kind": "fixed_fee"}, "price_not_said"),
        ({"kind": "travel_time", "quantity": 60}, "price_not_said"),
        ({"price_cents": 0}, "price_not_said"),
        ({"kind": "travel_time", "quantity": 1, "price_cents": 20}, "comes_to_nothing"),
        ({"performed_on": date(2031, 1, 1)}, "price_not_said"),
    ],
)
def test_what_nobody_could_pay_is_refused(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as found:
        order = entering(**facts)
        priced(order, usual_cents(order.kind, OWN, date(2026, 2, 1), order.performed_on))
    assert found.value.code == code


@pytest.mark.parametrize(
    ("kind", "begins", "on", "cents"),
    [
        ("travel", date(2026, 6, 1), date(2026, 6, 1), 60),
        ("travel", date(2026, 6, 1), date(2027, 8, 1), 60),
        ("travel", date(2026, 9, 30), date(2026, 10, 1), 60),
        ("travel", date(2026, 10, 1), date(2026, 10, 1), 65),
        ("travel", date(2026, 5, 31), date(2026, 12, 1), 55),
        ("travel", date(2026, 5, 31), date(2031, 1, 1), None),
        ("travel_time", date(2026, 6, 1), date(2026, 6, 1), 4500),
        ("travel_time", date(2026, 5, 31), date(2026, 12, 1), None),
        ("material", date(2026, 6, 1), date(2026, 6, 1), None),
    ],
)
def test_a_contract_keeps_the_price_of_travel_that_held_when_it_began(
    kind: str, begins: date, on: date, cents: int | None
) -> None:
    assert usual_cents(kind, OWN, begins, on) == cents


def test_a_year_without_an_allowance_has_none() -> None:
    assert (kilometre_cents(date(2026, 1, 1)), kilometre_cents(date(2019, 1, 1))) == (55, None)


def test_each_kind_is_a_line_of_its_own() -> None:
    invoice = an_invoice(an_item(1), *ENTERED)
    assert [line.net_cents for line in invoice.lines] == [9500, 12000, 5970, 4620, 6750, -3000]
    assert invoice.totals == totals(invoice.lines) and invoice.totals.net_cents == 35840
    assert faults(semantic(invoice, "fi")) == []
    said = {line.name: (line.quantity, line.unit) for line in semantic(invoice, "fi").lines[1:]}
    assert said == {
        "Kiinteä maksu": (1, "H87"),
        "Materiaali": (3, "H87"),
        "Matka, kilometrit": (84, "KMT"),
        "Matka-aika, 90 min": (1, "H87"),
        "Oikaisu": (-2, "H87"),
    }


def test_a_share_is_of_the_whole_line() -> None:
    """A third of 84 x 55 cents is 1524.60; a third of each kilometre would come to 1512."""
    third = replace(an_entered_item(ItemKind.TRAVEL, 84, 55), percent=33)
    assert line_for(third).net_cents == 1525
    assert faults(semantic(an_invoice(third), "fi")) == []


def test_a_correction_that_leaves_nothing_is_no_invoice() -> None:
    taking_off = an_entered_item(ItemKind.CORRECTION, -1, 9500)
    assert "nothing_to_pay" in faults(semantic(an_invoice(an_item(1), taking_off), "fi"))
