"""The walk resolves: every stop on the page and every "Next:" in the code, in one and the same order."""

import re
from itertools import pairwise

from tests.unit.docs.reading import ROOT, docstring, next_stop, sources, stops

WALK = (ROOT / "docs/walk.md").read_text()
NUMBERED = re.findall(r"^(\d+)\. `([^`]+)`", WALK, flags=re.MULTILINE)


def test_every_stop_of_the_walk_is_there_in_the_code():
    assert [stop for stop in stops(WALK) if docstring(stop) is None] == []


def test_the_code_at_a_stop_leads_to_the_next_one_on_the_page():
    order = [*(stop for _, stop in NUMBERED), None]
    led = [(stop, next_stop(str(stop))) for stop in order[:-1]]
    assert led == list(pairwise(order))


def test_the_stops_are_numbered_in_order_and_none_comes_twice():
    assert [int(number) for number, _ in NUMBERED] == list(range(1, len(NUMBERED) + 1))
    assert len({stop for _, stop in NUMBERED}) == len(NUMBERED) > 20


def test_every_next_line_in_the_code_resolves():
    pointing = re.compile(r"\bNext: (\S+?)(?:\"\"\")?$", flags=re.MULTILINE)
    named = [(file, words) for file in sources() for words in pointing.findall(file.read_text())]
    assert len(named) >= len(NUMBERED) - 1
    for file, words in named:
        assert stops(words) == [words], file
        assert docstring(words) is not None, f"{words} is not there: {file}"


def test_a_stop_that_is_not_in_the_code_would_be_seen():
    assert docstring("services/intake/inquiries.py:received") is None
    assert docstring("services/intake/nowhere.py:receive") is None
    assert docstring("workflows/supervision/process.py:SupervisionProcess.hold") is None
