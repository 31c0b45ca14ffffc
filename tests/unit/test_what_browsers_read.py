"""What a test in a browser asserts of a page is waited for: a press leads to a page that may not be there yet."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BROWSER_TESTS = Path(__file__).resolve().parents[1] / "browser"
READ_AT_ONCE = {
    "all",
    "all_inner_texts",
    "all_text_contents",
    "count",
    "get_attribute",
    "inner_text",
    "input_value",
    "is_checked",
    "is_disabled",
    "is_enabled",
    "is_hidden",
    "is_visible",
    "text_content",
    "title",
    "url",
}
"""`expect` asks for each of them until it is so."""


def asserted_at_once(code: str) -> list[str]:
    """Each such read in an assertion, with its line."""
    asserted = [node.test for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assert)]
    return [f"{line}: {name}" for test in asserted for line, name in _reads(test) if name in READ_AT_ONCE]


def _reads(test: ast.expr) -> Iterator[tuple[int, str]]:
    for node in ast.walk(test):
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call):
            if isinstance(node.value.func, ast.Attribute):
                yield node.lineno, node.value.func.attr
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "page":
            yield node.lineno, node.attr


def test_what_is_asserted_of_a_page_is_waited_for() -> None:
    found = [
        f"{file.name}:{read}"
        for file in sorted(BROWSER_TESTS.rglob("*.py"))
        for read in asserted_at_once(file.read_text())
    ]
    assert not found, "expect(...) waits for these: " + ", ".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "async def f(): assert await numbers.count() >= 2",
        "async def f(): assert page.url.endswith('/2')",
        "async def f(): assert 'a' in await page.locator('main').inner_text()",
    ],
)
def test_a_read_that_does_not_wait_is_found(code: str) -> None:
    assert asserted_at_once(code)
