"""The picture of what was invoiced: every month has its place, and its height is its share of the highest."""

from services.console.pages.money.months_picture import BASE, MOST, WIDTH, of_months


def test_months_without_an_invoice_stand_between_the_others_with_no_height() -> None:
    found = of_months({"2026-11": 10_000, "2027-02": 5_000, "2027-03": 0})
    assert found
    assert [(one.period, one.cents, one.month, one.year) for one in found.bars] == [
        ("2026-11", 10_000, "11", "2026"),
        ("2026-12", 0, "12", ""),
        ("2027-01", 0, "1", "2027"),
        ("2027-02", 5_000, "2", ""),
    ]
    full, none, _none, half = found.bars
    assert (found.highest_cents, full.y, none.height, half.height) == (10_000, found.top, 0, full.height // 2)
    assert all(one.y + one.height == BASE for one in found.bars)


def test_a_year_is_shown_and_fits() -> None:
    found = of_months({f"202{year}-{month:02}": month for year in (6, 7) for month in range(1, 13)})
    assert found and len(found.bars) == MOST and found.bars[0].period == "2027-01"
    assert found.bars[-1].x + found.bar_width <= WIDTH
    steps = {after.x - before.x for before, after in zip(found.bars, found.bars[1:], strict=False)}
    assert min(steps) > found.bar_width


def test_where_nothing_was_invoiced_there_is_no_picture() -> None:
    assert of_months({}) is of_months({"2027-01": 0}) is None
