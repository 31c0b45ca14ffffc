"""A series is planned by the numbers that were promised to its process, each of them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from services.messages.wished_times import TimeOfDay
from services.sessions.planning.booking import terms_of
from services.sessions.planning.series_terms import Terms
from services.sessions.planning.wishes import Wishes
from services.sessions.tables import Agreement
from tests.other_promises import OTHER


def an_agreement(**facts: Any) -> Agreement:
    agreed: dict[str, Any] = {
        "process_id": uuid4(),
        "version": 1,
        "starts_on": date(2027, 1, 4),
        "ends_on": date(2027, 12, 31),
        "duration_minutes": 60,
        "base_interval_days": 25,
        "sessions_agreed": 9,
        "promises": OTHER.model_dump(),
    }
    return Agreement(**agreed | facts)


def test_a_series_is_planned_by_what_was_promised_to_its_process() -> None:
    assert terms_of(an_agreement(), as_of=datetime(2026, 12, 1, 8, 0, tzinfo=UTC)) == Terms(
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 12, 31),
        duration_minutes=60,
        interval_days=25,
        longest_interval_days=25 + OTHER.interval_slack_days,
        first_closer=OTHER.first_gaps,
        closer_interval_days=OTHER.first_gap_days,
        closer_slack_days=OTHER.first_gap_slack_days,
        count=9,
    )


def test_a_series_is_planned_by_what_was_wished() -> None:
    wished = an_agreement(preferred_weekdays=[1, 3], preferred_times=["morning"])
    terms = terms_of(wished, as_of=datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert terms.wishes == Wishes(frozenset({1, 3}), frozenset({TimeOfDay.MORNING}))


def test_the_first_sessions_are_never_further_apart_than_the_later_ones() -> None:
    close = an_agreement(base_interval_days=OTHER.first_gap_days - 2)
    terms = terms_of(close, as_of=datetime(2026, 12, 1, 8, 0, tzinfo=UTC))
    assert terms.closer_interval_days == terms.interval_days == OTHER.first_gap_days - 2


def test_nothing_is_planned_for_today_or_a_day_that_is_past() -> None:
    terms = terms_of(an_agreement(), as_of=datetime(2027, 3, 1, 22, 30, tzinfo=UTC))
    assert terms.starts_on == date(2027, 3, 3)
