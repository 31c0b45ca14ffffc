"""Lines of the timeline that are alike but for which: told in words, and whose consent it is to who looks after it."""

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from services.console.board.timeline import Moment
from services.console.pages.labels.platform import STEPS
from services.console.pages.processes.line_words import said, which

AINO = uuid4()
AT = datetime(2027, 1, 4, 8, tzinfo=UTC)
VISIT: Any = SimpleNamespace(
    text=lambda words: words, label=lambda kind, value: f"{kind} {value}", language="en"
)


@pytest.mark.parametrize(
    ("name", "source", "facts", "words"),
    [
        (
            "consent_asked",
            "contracts",
            {"version": 1, "person_id": str(AINO), "level": 0},
            "(Aino Aalto, version 1)",
        ),
        ("consent_asked", "contracts", {"version": 2, "level": 1}, "(version 2, reminder 1)"),
        (
            "consent_asked",
            "contracts",
            {"version": 2, "level": 0, "again_at": "x"},
            "(version 2, sent once more)",
        ),
        (
            "signature_asked",
            "contracts",
            {"version": 1, "party": "commissioner"},
            "(party commissioner, version 1)",
        ),
        ("session_held", "sessions", {"number": 3, "person_id": str(AINO)}, "(session 3)"),
        (
            "record_corrected",
            "sessions",
            {"number": 1, "told_at": "2028-01-30T06:59:00Z", "former_told_at": "2028-01-31T08:00:00Z"},
            "(session 1, told 30 January 2028 at 8:59, before: told 31 January 2028 at 10:00)",
        ),
        (
            "process_paused",
            "contracts",
            {"version": 1, "from_day": "2027-03-15", "until_day": "2027-04-18"},
            "(15 March 2027–18 April 2027)",
        ),
        (
            "process_paused",
            "contracts",
            {"version": 1, "from_day": "2027-04-26", "until_day": None},
            "(from 26 April 2027 on)",
        ),
        (
            "process_resumed",
            "contracts",
            {"version": 1, "from_day": "2027-04-26", "on": "2027-05-31"},
            "(from 31 May 2027 on)",
        ),
        (
            "process_resumed",
            "contracts",
            {"version": 1, "from_day": "2027-04-26", "on": "2027-04-26"},
            "",
        ),
        (
            "contract_amended",
            "contracts",
            {"version": 2, "effective_from": "2027-05-24", "until_day": "2027-08-31"},
            "(version 2, 24 May 2027–31 August 2027)",
        ),
        (
            "contract_amended",
            "contracts",
            {"version": 3, "effective_from": "2027-09-01", "until_day": None},
            "(version 3, from 1 September 2027 on)",
        ),
        (
            "member_joined",
            "contracts",
            {"version": 1, "from_day": "2027-04-10"},
            "(from 10 April 2027 on)",
        ),
        (
            "process_terminated",
            "contracts",
            {"last_day": "2027-04-30"},
            "(last day 30 April 2027)",
        ),
        (
            "process_terminated",
            "contracts",
            {"last_day": "2027-01-04", "unbegun_from": "2027-01-13"},
            "",
        ),
        ("invoice_issued", "billing", {"number": 1001}, "(1001)"),
        ("inquiry_received", "intake", {"number": "TO-1007"}, "(TO-1007)"),
        ("screening_decided", "intake", {}, ""),
    ],
)
def test_a_line_says_in_words_which_of_several_it_is(name, source, facts, words):
    moment = Moment(uuid4(), AT, source, name, facts)
    assert which(VISIT, moment, {AINO: "Aino Aalto"}) == words


def test_no_step_is_told_as_what_runs_it():
    assert not [words for words in STEPS.values() if "workflow" in words.lower()]


def test_a_proposal_after_the_first_is_another_line() -> None:
    first = Moment(uuid4(), AT, "intake", "proposal_sent", {"revision": 1})
    assert said(first) != said(replace(first, facts={"revision": 2}))
    assert said(first) == said(replace(first, facts={}))


def test_a_trial_s_lines_say_what_became_of_it() -> None:
    off = Moment(uuid4(), AT, "contracts", "trial_put_off", {"why": "unanswered", "declined": True})
    lines = [
        said(off),
        said(replace(off, facts={"why": "unanswered"})),
        said(replace(off, facts={"why": "no_time"})),
    ]
    assert lines[0] == "Trial put off: somebody said no" and len(set(lines)) == 3
    decided = replace(off, name="trial_decided")
    outcomes = [said(replace(decided, facts={"outcome": one})) for one in ("go", "no_go", "lapsed")]
    assert outcomes[1] == "After the trial: it does not go on" and len(set(outcomes)) == 3


@pytest.mark.parametrize(
    ("source", "name"), [("contracts", "process_resumed"), ("sessions", "series_resumed")]
)
def test_of_a_pause_that_never_was_nothing_is_told_to_end(source: str, name: str) -> None:
    facts = {"from_day": "2027-01-24", "on": "2027-03-06"}
    ended = Moment(uuid4(), AT, source, name, facts)
    off = replace(ended, facts={"from_day": "2027-01-24", "on": "2027-01-24"})
    assert said(ended) != said(off) and "pause" in said(off)
    assert said(replace(ended, facts={"on": "2027-03-06"})) == said(ended), "of one told before this was kept"
