"""The price list: lines are added and replaced, by coordinators and finance."""

from services.messages.intake import ListPrices
from tests.integration.console.arranged import Arranged

LINE = {"format": "individual", "duration_minutes": "45", "price": "1 105,50", "valid_from": "2026-11-01"}


async def _cents(arranged: Arranged) -> list[int]:
    lines = (await arranged.house.ask(ListPrices())).prices
    return [one.price_cents for one in lines if one.format == "individual"]


async def test_a_price_is_typed_as_people_write_it_and_the_same_line_is_replaced(arranged: Arranged) -> None:
    assert await arranged.send("/prices", LINE) == "/prices"
    assert await _cents(arranged) == [110550]
    await arranged.send("/prices", LINE | {"price": "99.9"}, "finance")
    assert await _cents(arranged) == [9990] and "€99.90" in await arranged.open("/prices")


async def test_what_is_no_price_is_refused_at_its_field(arranged: Arranged) -> None:
    for price in ("-1", "1,005", "many", "NaN", "", "1e99"):
        page = await arranged.send("/prices", LINE | {"price": price}, status=422)
        assert 'href="#field-price"' in page and 'value="45"' in page, price
    assert await _cents(arranged) == []


async def test_a_session_costs_something(arranged: Arranged) -> None:
    page = await arranged.send("/prices", LINE | {"price": "0", "valid_from": ""}, status=422)
    assert "Only a trial can be free" in page and 'href="#field-valid_from"' in page
    assert await _cents(arranged) == []


async def test_others_do_not_find_the_list(arranged: Arranged) -> None:
    for role in ("administrator", "supervisor"):
        await arranged.open("/prices", role, status=404)
        await arranged.send("/prices", LINE, role, status=404)


async def test_travel_has_prices_of_its_own_from_a_day_on(arranged: Arranged) -> None:
    typed = {"kind": "travel_time", "price": "45", "valid_from": "2026-01-01"}
    assert "An hour of travelling: no prices yet" in await arranged.open("/travel-prices")
    for role in ("coordinator", "finance"):
        assert await arranged.send("/travel-prices", typed, role) == "/travel-prices"
    page = await arranged.open("/travel-prices")
    assert "€45.00" in page and "In force" in page
    assert 'id="error-price"' in await arranged.send("/travel-prices", typed | {"price": "0"}, "finance", 422)
    for hidden in ("supervisor", "administrator"):
        await arranged.open("/travel-prices", hidden, status=404)
