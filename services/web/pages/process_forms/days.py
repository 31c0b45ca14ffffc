"""A day that an address names."""

from datetime import date

from services.messages.values import YEARS

_YEARS = YEARS[1:-1]
"""Whatever is reckoned from such a day is a day still."""


def day_asked(text: str) -> date | None:
    """What an address says, where that is a day of these centuries."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return None
    return asked if asked.year in _YEARS else None
