"""Searching and sorting people's words: the databases' own locale is C, which knows no small ä and no alphabet."""

from typing import Any

import sqlalchemy as sa

from services.messages.values import Language
from services.wording.ordering import letters

_KNOWS_LETTERS = "pg_c_utf8"  # built into PostgreSQL from 17 on


def in_small(column: Any) -> sa.ColumnElement[str]:
    """The column in small letters, for comparing."""
    return sa.func.lower(sa.collate(column, _KNOWS_LETTERS))


def in_order(column: Any, language: Language) -> tuple[sa.ColumnElement[str], ...]:
    """For `order_by`: as `services/wording/ordering.py:sort_key` puts the column's texts, but for their case."""
    placed: sa.ColumnElement[str] = in_small(column)
    found = letters(language)
    for char in sorted(char for char, sorts_as in found.items() if len(sorts_as) > 1):
        placed = sa.func.replace(placed, char, found[char])
    # What has no counterpart in the second text is left out, so such letters stand last.
    single = sorted(
        (char for char, sorts_as in found.items() if len(sorts_as) < 2), key=lambda char: not found[char]
    )
    placed = sa.func.translate(placed, "".join(single), "".join(found[char] for char in single))
    return placed, in_small(column)


def has(search: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Rows in which any of the columns has the text in it, in any case of letters; all, where it is empty."""
    text = search.strip().lower()
    return sa.or_(*(in_small(column).contains(text, autoescape=True) for column in columns))
