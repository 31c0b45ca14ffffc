"""Finland's public holidays by name, Midsummer Eve and Christmas Eve among them."""

from datetime import date
from functools import cache

from holidays import PUBLIC, country_holidays

from services.messages.values import Language

_LOCALES: dict[Language, str] = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


def day_off(day: date, language: Language) -> str | None:
    """What is celebrated, or none."""
    return _named(day.year, language).get(day)


@cache
def _named(year: int, language: Language) -> dict[date, str]:
    return dict(country_holidays("FI", years=year, language=_LOCALES[language], categories=(PUBLIC,)))
