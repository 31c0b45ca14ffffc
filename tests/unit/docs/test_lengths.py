"""No function is longer than a reader's view. A migration's step is left out: it lists tables, as long as they are."""

import ast
from collections.abc import Iterator

from tests.unit.docs.reading import ROOT, module_of, sources

LONGEST = 32
"""Lines from `def` to the last one, its docstring among them."""


def lengths(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Of every function, also of those within classes and functions."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{file.relative_to(ROOT)}:{name} has {lines} lines"
        for file in sources()
        if "migrations" not in file.parts
        for name, lines in lengths(module_of(file))
        if lines > LONGEST
    ]
    assert too_long == [], f"at most {LONGEST}"


def test_a_function_is_measured_wherever_it_stands() -> None:
    module = ast.parse(
        "class A:\n    async def b(self):\n        def c():\n            pass\n\n        return c\n"
    )
    assert dict(lengths(module)) == {"b": 5, "c": 2}
