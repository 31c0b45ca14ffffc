"""No docstring is cut in the middle of a sentence: what stands before an empty line is whole."""

from collections.abc import Iterable, Iterator

from tests.unit.docs.reading import ROOT, Definition, definitions, definitions_of, sources

_WHOLE = tuple(".:?!)\"'`|]")
_POINTS_ON = ("Next:", "Source:")


def cut_short(found: Iterable[Definition]) -> Iterator[str]:
    """The ends of first paragraphs that go on after an empty line."""
    for one in found:
        first, _, rest = one.docstring.partition("\n\n")
        if rest and not rest.startswith(_POINTS_ON) and not first.endswith(_WHOLE):
            yield first[-40:]


def test_no_docstring_is_cut_in_the_middle_of_a_sentence() -> None:
    suspects = [file for file in sources() if may_be_cut(file.read_text())]
    cut = [f"{file.relative_to(ROOT)}: {end}" for file in suspects for end in cut_short(definitions_of(file))]
    assert cut == []


def may_be_cut(source: str) -> bool:
    """Of any of its long texts, or of what stands between them: most files need not be parsed."""
    parts = source.split('"""')[1::2]
    return any("\n\n" in part and not part.partition("\n\n")[0].endswith(_WHOLE) for part in parts)


def test_one_that_goes_on_after_an_empty_line_is_found() -> None:
    module = '"""The module that is\n\nread."""\n\n\n'
    method = 'class One:\n    def one():\n        """The row that is\n\n        kept."""\n'
    whole = 'def other():\n    """It is.\n\n    Kept."""\n'
    assert list(cut_short(definitions(module + method + whole))) == ["The module that is", "The row that is"]
    assert may_be_cut(module) and may_be_cut(method) and not may_be_cut(whole)
