"""Searching people's words: the databases' own locale is C, which knows no small ä."""

import re
from typing import Any

import sqlalchemy as sa

_KNOWS_LETTERS = "pg_c_utf8"  # built into PostgreSQL from 17 on


def in_small(column: Any) -> sa.ColumnElement[str]:
    """The column in small letters, for comparing."""
    return sa.func.lower(sa.collate(column, _KNOWS_LETTERS))


def has(search: str, *columns: Any) -> sa.ColumnElement[bool]:
    """Rows in which any of the columns has the text in it, in any case of letters; all, where it is empty."""
    text = search.strip().lower()
    return sa.or_(*(in_small(column).contains(text, autoescape=True) for column in columns))


def begins_a_word(word: str, column: Any) -> sa.ColumnElement[bool]:
    """Rows in which a word of the column begins so, in any case of letters; no sign of it is an operator."""
    plain = re.sub(r"(\W)", r"\\\1", word.lower())
    return in_small(column).op("~")(f"\\m{plain}")
