"""Which days a week, a month and an agenda show, and what is celebrated on them."""

from datetime import UTC, date, datetime

import pytest

from services.console.pages.sessions.calendar_ranges import span_of
from services.runtime.finland import day_off_name
from services.web.pages.process_forms.days import day_asked

WEDNESDAY = date(2027, 3, 31)


def test_a_week_begins_on_monday_and_turns_by_seven_days():
    week = span_of("week", WEDNESDAY)
    assert (week.first, week.until) == (date(2027, 3, 29), date(2027, 4, 5))
    assert (week.before, week.after) == (date(2027, 3, 22), date(2027, 4, 5))
    assert len(list(week.days())) == 7


def test_a_month_is_whole_weeks_and_turns_to_the_first_of_the_next():
    month = span_of("month", WEDNESDAY)
    assert (month.first, month.until) == (date(2027, 3, 1), date(2027, 4, 5))
    assert (month.before, month.after) == (date(2027, 2, 1), date(2027, 4, 1))


@pytest.mark.parametrize("year", [2027, 2028])
def test_every_month_is_reached_by_turning(year):
    day = date(year, 1, 31)
    for number in range(2, 13):
        day = span_of("month", day).after
        assert day == date(year, number, 1)
    assert span_of("month", date(year, 1, 31)).before == date(year - 1, 12, 1)


def test_a_span_over_the_change_of_clocks_begins_and_ends_at_helsinkis_midnights():
    week = span_of("week", date(2027, 3, 28))
    assert week.begins.astimezone(UTC) == datetime(2027, 3, 21, 22, tzinfo=UTC)
    assert week.ends.astimezone(UTC) == datetime(2027, 3, 28, 21, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "tomorrow", "2027-02-30", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_of_these_centuries_counts_as_not_said(text):
    assert day_asked(text) is None
    assert day_asked("2027-04-01") == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("day", "fi", "sv", "en"),
    [
        (date(2027, 12, 6), "Itsenäisyyspäivä", "Självständighetsdagen", "Independence Day"),
        (date(2027, 6, 25), "Juhannusaatto", "Midsommarafton", "Midsummer Eve"),
        (date(2027, 12, 24), "Jouluaatto", "Julafton", "Christmas Eve"),
        (date(2027, 12, 7), None, None, None),
    ],
)
def test_holidays_and_the_two_eves_have_names_in_every_language(day, fi, sv, en):
    assert (day_off_name(day, "fi"), day_off_name(day, "sv"), day_off_name(day, "en")) == (fi, sv, en)
