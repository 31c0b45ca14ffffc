"""A statement takes 32,767 arguments: what grows with the data is one array, or rows written one by one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[3]
_MAY_GROW = re.compile(r"\b(?:in_|not_in)\(|\bvalues\(\s*\w+\s*[,)]")
"""Parsing is dear: what says none of these passes unread."""
MESSAGE_CODE = [*(HOUSE / "services").rglob("*.py"), *(HOUSE / "workflows").rglob("*.py")]


def growing(tree: ast.AST) -> Iterator[int]:
    """The lines where a list that may be of any length becomes an argument for each of its values."""
    lists = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.ListComp)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        [first, *_] = node.args
        if node.func.attr == "values" and isinstance(first, ast.Name) and first.id in lists:
            yield node.lineno
        if node.func.attr in ("in_", "not_in") and not _is_short(first):
            yield node.lineno


def _is_short(argument: ast.expr) -> bool:
    """Written out, made of a constant of the house, or looked up by the database itself."""
    if isinstance(argument, ast.ListComp):
        argument = argument.generators[0].iter
    if isinstance(argument, ast.Name):
        return argument.id.lstrip("_").isupper() or argument.id == "here"
    return isinstance(argument, ast.List | ast.Tuple) or ast.unparse(argument).startswith("sa.select(")


def test_no_statement_has_an_argument_for_each_row_of_something_that_grows() -> None:
    found = [
        f"{file.relative_to(HOUSE)}:{line}"
        for file in MESSAGE_CODE
        if _MAY_GROW.search(text := file.read_text())
        for line in growing(ast.parse(text))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "rows = [a(one) for one in many]\ninsert(Notice).values(rows)",
        "select(Notice).where(Notice.person_id.in_(people))",
        "select(Notice).where(Notice.person_id.in_([one.id for one in people]))",
    ],
)
def test_a_planted_list_of_arguments_is_found(planted: str) -> None:
    assert list(growing(ast.parse(planted)))
