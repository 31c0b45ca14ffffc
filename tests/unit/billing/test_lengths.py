"""What the worked tables of docs/rules do not show."""

from services.billing.items.lengths import charged
from services.messages.values import LengthPrice

AN_HOUR = LengthPrice(minutes=60, price_cents=14800)


def test_a_contract_with_one_price_charges_that_however_long_it_took() -> None:
    for held in (None, 1, 30, 240):
        assert charged(held, AN_HOUR, [], longer_agreed=True) == AN_HOUR
