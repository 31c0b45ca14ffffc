"""Every code with which a service or the worker refuses is met in a test by its name."""

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from deploy import CHECKOUT

NO_CODE_OF_A_SERVICE = {
    "too_many_tries": "the doors' own: tests/integration/console/processes",
    "unknown_command": "what a page says for another release's word: tests/unit/runtime/test_other_releases.py",
}
OURS = Path(__file__)
_MADE = re.compile(r"(?<![\w.])Refusal\(")
_CLOSED = re.compile(r"\)")
_LONGEST = 2_000
"""In signs: no call is longer."""


def codes_in(source: str) -> Iterator[str]:
    """Each first word with which a refusal is made, of either branch where there are two; a part of one is none."""
    for found in _MADE.finditer(source):
        call = call_at(source, found.start())
        if call and call.args:
            made_up = any(isinstance(one, ast.JoinedStr) for one in ast.walk(call.args[0]))
            for one in ast.walk(call.args[0]):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and not made_up:
                    yield one.value


def call_at(source: str, start: int) -> ast.Call | None:
    """Read to its own closing bracket, since all around it is dear to parse; none where words speak of one."""
    for end in (found.end() for found in _CLOSED.finditer(source, start, start + _LONGEST)):
        with contextlib.suppress(SyntaxError):
            node = ast.parse(source[start:end], mode="eval").body
            return node if isinstance(node, ast.Call) else None
    return None


def refused_with() -> set[str]:
    files = [*(CHECKOUT / "services").rglob("*.py"), *(CHECKOUT / "workflows").rglob("*.py")]
    sources = [source for file in files if "Refusal(" in (source := file.read_text())]
    return {code for source in sources for code in codes_in(source)}


def words_of_tests() -> str:
    """What they quote: the code alone, or with its field, as a refusal is written."""
    files = [file for file in (CHECKOUT / "tests").rglob("*.py") if file != OURS]
    return "\n".join(file.read_text() for file in files)


def test_codes_are_read_from_where_a_refusal_is_made() -> None:
    made = 'raise Refusal("a_code" if late else "another_code", "field")\nRefusal(f"contract_{status}")\nRefusal(code)'
    assert set(codes_in(made)) == {"a_code", "another_code"}
    nested = '"""A Refusal(is meant"""\nraise Refusal(\n    one(")") if late else "code", {"a": (1, 2)}\n) from None'
    assert set(codes_in(nested)) == {")", "code"}


def test_every_code_is_met_in_a_test() -> None:
    """Quoted alone, or with its field after it, as a refusal is written."""
    quoted = set(re.findall(r"[\"']([a-z]+(?:_[a-z]+)*)(?=[\"':])", words_of_tests()))
    known = refused_with()
    assert len(known) > 200
    assert sorted(known - quoted - NO_CODE_OF_A_SERVICE.keys()) == []
