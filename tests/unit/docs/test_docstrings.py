"""No docstring is cut in the middle of a sentence: what stands before an empty line is whole."""

import ast
from collections.abc import Iterator

from tests.unit.docs.reading import ROOT, module_of, sources

_WHOLE = tuple(".:?!)\"'`|]")
_POINTS_ON = ("Next:", "Source:")


def cut_short(module: ast.Module) -> Iterator[str]:
    """The ends of first paragraphs that go on after an empty line."""
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first, _, rest = (ast.get_docstring(node) or "").partition("\n\n")
            if rest and not rest.startswith(_POINTS_ON) and not first.endswith(_WHOLE):
                yield first[-40:]


def test_no_docstring_is_cut_in_the_middle_of_a_sentence() -> None:
    cut = [f"{file.relative_to(ROOT)}: {end}" for file in sources() for end in cut_short(module_of(file))]
    assert cut == []


def test_one_that_goes_on_after_an_empty_line_is_found() -> None:
    module = ast.parse(
        'def one():\n    """The row that is\n\n    kept."""\n\n\ndef other():\n    """It is.\n\n    Kept."""'
    )
    assert list(cut_short(module)) == ["The row that is"]
