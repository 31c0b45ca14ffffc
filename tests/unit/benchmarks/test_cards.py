"""The rows that `benchmarks.board` writes by hand name every column that the console's tables want."""

import re

import pytest

from benchmarks import cards
from services.console.tables import metadata

_INSERTION = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")


@pytest.mark.parametrize("statement", [cards._CARDS, cards._SESSIONS, cards._TASKS])
def test_a_column_that_must_be_given_is_given(statement: str) -> None:
    found = _INSERTION.search(statement)
    assert found
    given = {name.strip() for name in found[2].split(",")}
    by_itself = {one.name for one in metadata.tables[found[1]].columns if one.server_default is not None}
    wanted = {column.name for column in metadata.tables[found[1]].columns if not column.nullable} - by_itself
    assert wanted <= given
