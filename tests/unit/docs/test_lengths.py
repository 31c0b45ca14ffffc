"""No function is longer than a reader's view. A migration's step is left out: it lists tables, as long as they are."""

import re

from tests.unit.docs.reading import ROOT, definitions, definitions_of, sources

LONGEST = 32
"""Lines from `def` to the last one, its docstring among them."""
_BEGINS = re.compile(r"^( *)(async def|def|class) ")


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{file.relative_to(ROOT)}:{one.name} has {one.lines} lines"
        for file in sources()
        if "migrations" not in file.parts and may_be_too_long(file.read_text())
        for one in definitions_of(file)
        if one.is_function and one.lines > LONGEST
    ]
    assert too_long == [], f"at most {LONGEST}"


def may_be_too_long(source: str) -> bool:
    """Whether there is room for one, or a function has another in it: most files need not be parsed."""
    lines = source.splitlines()
    begins = [(number, found) for number, line in enumerate(lines) if (found := _BEGINS.match(line))]
    ends = [*begins, (len(lines), None)][1:]
    return any(
        after - number > LONGEST or (one[2] != "class" and other and len(other[1]) > len(one[1]))
        for (number, one), (after, other) in zip(begins, ends, strict=True)
    )


def test_a_function_is_measured_wherever_it_stands() -> None:
    source = (
        "class A:\n    async def b(self):\n        def c():\n            pass\n\n        return c\n"
        "try:\n    pass\nexcept OSError:\n    match 1:\n        case 1:\n            def d(): ...\n"
        "else:\n    with a:\n        def e():\n            pass\n"
    )
    measured = {one.name: one.lines for one in definitions(source) if one.is_function}
    assert measured == {"A.b": 5, "A.b.c": 2, "d": 1, "e": 2}


def test_a_long_one_is_suspected_wherever_it_stands() -> None:
    long = "class A:\n    def b(self):\n" + "        b()\n" * LONGEST
    parted = "def a():\n" + "    a()\n" * 20 + "    def b():\n" + "        b()\n" * 20
    assert may_be_too_long(long) and may_be_too_long(parted)
    assert not may_be_too_long("def a():\n    a()\n\n\n" + "class B:\n    def c(self):\n        c()\n")
