"""Sorting people's words: the databases' own locale is C, which knows no alphabet."""

from typing import Any

import sqlalchemy as sa

from services.messages.values import Language
from services.runtime.searching import in_small
from services.wording.ordering import letters


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
