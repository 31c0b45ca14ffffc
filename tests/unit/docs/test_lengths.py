"""No function is longer than a reader's view. A migration's step is left out: it lists tables, as long as they are."""

from tests.unit.docs.reading import ROOT, definitions, definitions_of, sources

LONGEST = 32
"""Lines from `def` to the last one, its docstring among them."""


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{file.relative_to(ROOT)}:{one.name} has {one.lines} lines"
        for file in sources()
        if "migrations" not in file.parts
        for one in definitions_of(file)
        if one.is_function and one.lines > LONGEST
    ]
    assert too_long == [], f"at most {LONGEST}"


def test_a_function_is_measured_wherever_it_stands() -> None:
    source = (
        "class A:\n    async def b(self):\n        def c():\n            pass\n\n        return c\n"
        "try:\n    pass\nexcept OSError:\n    match 1:\n        case 1:\n            def d(): ...\n"
        "else:\n    with a:\n        def e():\n            pass\n"
    )
    measured = {one.name: one.lines for one in definitions(source) if one.is_function}
    assert measured == {"A.b": 5, "A.b.c": 2, "d": 1, "e": 2}
