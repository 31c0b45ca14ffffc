"""Dates, times and money, held against Babel's fi_FI, sv_FI and en_FI; where ours differ on purpose, it says why."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal, format_percent

from services.messages.values import Language
from services.runtime.finland import HELSINKI
from services.wording.formats import Formats

LOCALES: dict[Language, str] = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_FI"}
YEAR = [date(2027, 1, 1) + timedelta(days=number) for number in range(0, 365, 3)]
AMOUNTS = [0, 5, 99, 100, 12345, 99999, 100000, 1234567, 123456789, -1, -123450]
each_language = pytest.mark.parametrize("language", LOCALES)


def plain(text: str) -> str:
    """One kind of space: Babel's versions choose between a narrow one and a wide one."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@each_language
def test_days_are_written_as_the_locale_does(language):
    """Ours in Swedish is the Finnish short date, where CLDR's is 2027-01-07 (sv) or 07.01.2027 (sv_FI)."""
    pattern = {"fi": "d.M.y", "sv": "d.M.y", "en": "d MMMM y"}[language]
    formats = Formats(language)
    for day in YEAR:
        assert formats.day(day) == format_date(day, pattern, LOCALES[language])
    assert Formats("fi").day(YEAR[5]) == format_date(YEAR[5], "short", "fi_FI")
    assert Formats("en").day(YEAR[5]) == format_date(YEAR[5], "long", "en_FI")


@each_language
def test_short_days_have_the_locales_weekday(language):
    """The pattern is ours: no comma, no leading zero, and a full stop after the month in Finland's languages.

    In Swedish the locale's shortest names, as Finland writes them: to, not tors.
    """
    pattern = {"fi": "ccc d.M.", "sv": "cccccc d.M.", "en": "ccc d MMM"}[language]
    formats = Formats(language)
    for day in YEAR:
        theirs = format_date(day, pattern, LOCALES[language])
        assert formats.short_day(day) == theirs.replace("Sept", "Sep")


@each_language
def test_months_are_the_locales(language):
    formats = Formats(language)
    for month in range(1, 13):
        theirs = format_date(date(2027, month, 1), "LLLL y", LOCALES[language])
        assert formats.month(f"2027-{month:02}") == formats.month(date(2027, month, 15)) == theirs


@each_language
def test_times_are_helsinkis_in_winter_and_in_summer(language):
    """Ours is 9.05, in English 9:05: CLDR says 09:05 for sv, and 9.05 for en_FI in some versions."""
    formats = Formats(language)
    for month in (1, 7):
        for hour in range(24):
            moment = datetime(2027, month, 7, hour, 5, tzinfo=UTC)
            theirs = format_time(moment, "H:mm", HELSINKI, LOCALES[language])
            assert formats.time(moment) == (theirs if language == "en" else theirs.replace(":", "."))
    moment = datetime(2027, 1, 7, 11, 30, tzinfo=UTC)
    assert Formats("fi").time(moment) == format_time(moment, "short", HELSINKI, "fi_FI") == "13.30"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fi", ["2.59", "3.30 (kesäaikaa)", "3.30 (talviaikaa)", "4.00"]),
        ("sv", ["2.59", "3.30 (sommartid)", "3.30 (vintertid)", "4.00"]),
        ("en", ["2:59", "3:30 (summer time)", "3:30 (winter time)", "4:00"]),
    ],
)
def test_a_time_that_autumn_shows_twice_says_which_it_is(language, said):
    instants = ("2027-10-30T23:59Z", "2027-10-31T00:30Z", "2027-10-31T01:30Z", "2027-10-31T02:00Z")
    assert [Formats(language).time(datetime.fromisoformat(one)) for one in instants] == said


def test_a_moment_late_in_the_evening_is_on_helsinkis_day():
    moment = datetime(2027, 1, 6, 22, 30, tzinfo=UTC)
    said = {language: Formats(language).moment(moment) for language in LOCALES}
    assert said == {
        "fi": "to 7.1.2027 klo 0.30",
        "sv": "to 7.1.2027 kl. 0.30",
        "en": "Thu 7 January 2027 0:30",
    }


def test_a_deadline_at_midnight_is_the_day_that_ends_then():
    midnight = datetime(2027, 1, 6, 22, tzinfo=UTC)
    said = {language: Formats(language).deadline(midnight) for language in LOCALES}
    assert said == {"fi": "ke 6.1.2027", "sv": "on 6.1.2027", "en": "Wed 6 January 2027"}
    later = midnight + timedelta(minutes=1)
    assert Formats("en").deadline(later) == "Thu 7 January 2027 0:01"
    assert Formats("en").deadline(None) == ""


def test_an_amount_is_typed_with_the_languages_own_mark():
    assert [Formats(one).amount(123405) for one in LOCALES] == ["1234,05", "1234,05", "1234.05"]


def test_in_a_sentence_a_moment_has_no_weekday():
    moment = datetime(2027, 1, 6, 22, 30, tzinfo=UTC)
    said = {language: Formats(language).day_and_time(moment) for language in LOCALES}
    assert said == {
        "fi": "7.1.2027 klo 0.30",
        "sv": "7.1.2027 kl. 0.30",
        "en": "7 January 2027 at 0:30",
    }


@each_language
def test_money_is_written_as_the_locale_does(language):
    """Ours in English is written as in Ireland, €1,234.50, where en_FI has Finnish figures in an English text.

    Babel puts a hyphen where the minus sign belongs.
    """
    locale = "en_IE" if language == "en" else LOCALES[language]
    for cents in AMOUNTS:
        theirs = format_currency(cents / 100, "EUR", locale=locale)
        assert plain(Formats(language).euros(cents)) == plain(theirs.replace("-", "\N{MINUS SIGN}"))


@pytest.mark.parametrize(
    ("cents", "fi", "en"),
    [
        (0, "0,00 €", "€0.00"),
        (5, "0,05 €", "€0.05"),
        (123450, "1 234,50 €", "€1,234.50"),
        (-100, "−1,00 €", "−€1.00"),
        (-1234567, "−12 345,67 €", "−€12,345.67"),
    ],
)
def test_money_is_written_as_the_reader_expects(cents, fi, en):
    assert Formats("fi").euros(cents) == Formats("sv").euros(cents) == fi.replace(" ", "\u00a0")
    assert Formats("en").euros(cents) == en


@each_language
def test_a_share_keeps_its_zeros_and_is_written_as_the_locale_does(language):
    for value, pattern in ((25, "0%"), (Decimal("25.5"), "0.0%"), (Decimal("10.0"), "0.0%")):
        theirs = format_percent(
            Decimal(value) / 100, pattern, "en" if language == "en" else LOCALES[language]
        )
        spaced = theirs if language == "en" else theirs.replace("%", "\u00a0%")
        assert Formats(language).percent(value) == spaced


@each_language
def test_numbers_are_grouped_as_the_locale_does(language):
    locale = "en_IE" if language == "en" else LOCALES[language]
    for value in (0, 7, 999, 1000, 12345, 1234567):
        assert plain(Formats(language).number(value)) == plain(format_decimal(value, locale=locale))


@each_language
def test_nothing_is_written_as_nothing(language):
    formats = Formats(language)
    for write in (formats.day, formats.short_day, formats.month, formats.time, formats.moment):
        assert write(None) == ""
    assert formats.euros(None) == formats.number(None) == ""


@each_language
def test_decimals_are_written_as_the_locale_does_without_zeros_at_the_end(language):
    """English as in the amounts of money: with a point."""
    for value in ("60.00", "62.40", "25.19", "1.5", "0.10", "10", "100"):
        theirs = format_decimal(Decimal(value), "0.##", "en" if language == "en" else LOCALES[language])
        assert Formats(language).decimal(Decimal(value)) == theirs
    assert Formats(language).decimal(None) == ""


def test_how_long_something_waits_is_said_in_its_largest_unit():
    assert [Formats("fi").waited(seconds) for seconds in (0, 59, 60, 7199, 3 * 86_400)] == [
        "",
        "59\u00a0s",
        "1\u00a0min",
        "1\u00a0h",
        "3\u00a0vrk",
    ]


@pytest.mark.parametrize(("language", "said"), [("fi", "9.05"), ("sv", "9.05"), ("en", "9:05")])
def test_an_hour_of_every_day_is_written_as_a_time_of_one(language, said):
    assert Formats(language).hour(time(9, 5)) == said


def test_an_account_number_is_written_in_groups_of_four() -> None:
    assert Formats("fi").iban("FI2112345600000785") == "FI21 1234 5600 0007 85"
