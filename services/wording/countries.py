"""What countries are called, by their two letters."""

from collections.abc import Mapping
from functools import cache

from services.messages.countries import COUNTRIES
from services.messages.values import Language


@cache
def country_names(language: Language) -> Mapping[str, str]:
    from babel import Locale  # who writes of no country never loads it

    known = Locale(language).territories
    return {code: known[code] for code in COUNTRIES}
