"""What a trial comes to in all, by its three prices."""

import pytest

from services.contracts.trials.costs import in_all
from services.messages.intake import TrialPrice
from tests.told.known import TERMS


@pytest.mark.parametrize(
    ("price", "due_cents", "credited"),
    [("free", 0, False), ("normal", 530_00, False), ("credited", 530_00, True)],
)
def test_a_trial_comes_to_what_its_price_says(price: TrialPrice, due_cents: int, credited: bool) -> None:
    cost = in_all(price, TERMS.model_copy(update={"price_cents": 265_00}), 2)
    assert (cost.sessions, cost.due_cents, cost.credited) == (2, due_cents, credited)
    assert cost.consumer_due_cents is None


def test_whose_prices_include_vat_reads_it_with_vat() -> None:
    private = TERMS.model_copy(update={"price_cents": 148_00, "consumer_price_cents": 185_74})
    assert in_all("normal", private, 3).consumer_due_cents == 557_22
    assert in_all("free", private, 3).consumer_due_cents is None
