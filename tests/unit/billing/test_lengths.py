import pytest

from services.billing.items.lengths import charged
from services.messages.values import LengthPrice

LIST = {45: 10500, 60: 14800, 90: 17500}


def price(minutes: int) -> LengthPrice:
    return LengthPrice(minutes=minutes, price_cents=LIST[minutes])


def of(
    agreed: int, held: int | None, *, longer_agreed: bool = False, lengths: tuple[int, ...] = (90, 45, 60)
) -> int:
    others = [price(one) for one in lengths if one != agreed]
    return charged(held, price(agreed), others, longer_agreed=longer_agreed).minutes


@pytest.mark.parametrize(
    ("held", "minutes"), [(None, 90), (90, 90), (75, 90), (74, 60), (60, 60), (59, 45), (45, 45), (20, 45)]
)
def test_more_than_a_quarter_of_an_hour_shorter_is_charged_by_the_next_shorter_length(
    held: int | None, minutes: int
) -> None:
    assert of(90, held) == minutes


def test_longer_is_charged_as_agreed_unless_the_commissioner_agreed_to_more() -> None:
    assert of(60, 120) == 60
    assert of(60, 120, longer_agreed=True) == 90
    assert of(60, 89, longer_agreed=True) == 60
    assert of(90, 120, longer_agreed=True) == 90


def test_a_contract_with_one_price_charges_that() -> None:
    assert of(60, 30, lengths=()) == 60
    assert of(45, 20) == 45
