"""Which review a series has reached, and which agreement a day stands under: by what is agreed, not by rows."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.sessions.contract_facts import covers, in_force
from services.sessions.reaching import review_reached
from services.sessions.tables import Agreement, Session

BEGIN = datetime(2027, 1, 18, 11, 0, tzinfo=UTC)
COUNT = 16
INTERIM, FINAL = 9, 15


def session(number: int, status: str = "held", **facts: Any) -> Session:
    starts_at = BEGIN + timedelta(days=21 * (number - 1))
    row: dict[str, Any] = {"session_id": uuid4(), "number": number, "status": status}
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=90)}
    return Session(**row, **(times | facts))


def passed(number: int) -> datetime:
    return session(number).ends_at


SERIES = [session(number) for number in range(1, COUNT + 1)]


def test_reviews_fall_at_agreed_numbers_though_a_session_was_replaced_or_cancelled() -> None:
    replaced = [session(5, "replaced"), session(5, starts_at=passed(5), ends_at=passed(5) + timedelta(1))]
    series = [*SERIES[:4], *replaced, *SERIES[5:], session(COUNT, "replaced")]
    for rows in (SERIES, series, [*SERIES[:2], session(3, "cancelled"), *SERIES[3:]]):
        before = passed(INTERIM) - timedelta(seconds=1)
        assert review_reached(rows, COUNT, [], before) is None
        assert review_reached(rows, COUNT, [], passed(INTERIM)) == "interim"
        assert review_reached(rows, COUNT, ["interim"], passed(FINAL) - timedelta(seconds=1)) is None
        assert review_reached(rows, COUNT, ["interim"], passed(FINAL)) == "final"


def test_the_interim_session_that_was_replaced_is_reached_when_its_replacement_is() -> None:
    new = passed(INTERIM) + timedelta(days=7)
    series = [*SERIES[: INTERIM - 1], session(INTERIM, "replaced"), session(INTERIM, ends_at=new)]
    assert review_reached([*series, *SERIES[INTERIM:]], COUNT, [], passed(INTERIM)) is None
    assert review_reached([*series, *SERIES[INTERIM:]], COUNT, [], new) == "interim"


def test_a_pause_holds_the_reviews_of_its_sessions() -> None:
    paused = [session(number, "paused") for number in range(6, COUNT + 1)]
    assert review_reached([*SERIES[:5], *paused], COUNT, [], passed(COUNT)) is None


@pytest.mark.parametrize("agreed", [COUNT, COUNT + 2, None])
def test_where_fewer_fit_than_were_agreed_the_reviews_are_those_of_what_was_planned(
    agreed: int | None,
) -> None:
    assert review_reached(SERIES, agreed, ["interim"], passed(FINAL)) == "final"


def version(number: int, effective_from: date, ends_on: date) -> Agreement:
    row: dict[str, Any] = {"version": number, "effective_from": effective_from, "ends_on": ends_on}
    return Agreement(**row | {"starts_on": date(2027, 1, 13)})


def test_the_agreement_of_a_day_is_the_newest_that_has_taken_effect() -> None:
    first = version(1, date(2027, 1, 13), date(2027, 12, 15))
    second = version(2, date(2027, 6, 1), date(2027, 9, 30))
    both = [first, second]
    assert in_force(both, date(2026, 12, 1)) is first
    assert in_force(both, date(2027, 5, 31)) is first
    assert in_force(both, date(2027, 6, 1)) is second
    assert covers(both, date(2027, 1, 13)) and covers(both, date(2027, 9, 30))
    assert not covers(both, date(2027, 10, 1)) and not covers(both, date(2027, 1, 12))
