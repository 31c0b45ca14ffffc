"""The walk resolves: every stop on the page and every "Next:" in the code, in one and the same order."""

import re

import pytest

from tests.unit.docs.reading import ROOT, docstring, next_stop, sources, stops

WALK = (ROOT / "docs/walk.md").read_text()
NUMBERED = re.findall(r"^(\d+)\. `([^`]+)`", WALK, flags=re.MULTILINE)


@pytest.mark.parametrize("stop", list(dict.fromkeys(stops(WALK))))
def test_a_stop_of_the_walk_is_there_in_the_code(stop):
    assert docstring(stop) is not None


@pytest.mark.parametrize("stop", [stop for _, stop in NUMBERED])
def test_the_code_at_a_stop_leads_to_the_next_one_on_the_page(stop):
    order = [*(stop for _, stop in NUMBERED), None]
    assert next_stop(stop) == order[order.index(stop) + 1]


def test_the_stops_are_numbered_in_order_and_none_comes_twice():
    assert [int(number) for number, _ in NUMBERED] == list(range(1, len(NUMBERED) + 1))
    assert len({stop for _, stop in NUMBERED}) == len(NUMBERED) > 20


@pytest.mark.parametrize("source", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_next_line_in_the_code_resolves(source):
    for words in re.findall(r"\bNext: (\S+?)(?:\"\"\")?$", source.read_text(), flags=re.MULTILINE):
        assert stops(words) == [words]
        assert docstring(words) is not None, f"{words} is not there"


def test_a_stop_that_is_not_in_the_code_would_be_seen():
    assert docstring("services/intake/inquiries.py:received") is None
    assert docstring("services/intake/nowhere.py:receive") is None
    assert docstring("workflows/supervision/process.py:SupervisionProcess.hold") is None
