"""Each kind of letter is a row that says all about it, and each event in a row is heard."""

import tomllib
from inspect import getsource
from pathlib import Path

import pytest

from services.console.pages.labels.mails import MAILS
from services.messages import contracts, sessions
from services.messages.envelope import Event, snake
from services.notices import handlers
from services.notices import wording as words
from services.notices.letter_kinds import AREAS, ASKS, KINDS, LetterKind, answered_by
from services.notices.wording import LANGUAGES, wording
from services.runtime.finding_handlers import find_handlers

ORDERED = {
    LetterKind.SIGN_IN_CODE,
    LetterKind.ADDRESS_CODE,
    LetterKind.ADDRESS_CODE_TO_READ,
    LetterKind.TRIAL_MAIL,
}
"""Sent at once on an order, and told by nobody's worklist or timeline."""
HEARD = {
    name: handler
    for heard in find_handlers("notices", handlers)[1].values()
    for name, handler in heard.items()
}
ASKING = [
    kind
    for kind in LetterKind
    if kind.endswith(("_due", "_overdue", "_reminder", "_to_sign", "_to_make", "_to_replan"))
]


def test_every_kind_has_its_row_its_words_and_its_label() -> None:
    assert set(KINDS) == set(LetterKind)
    assert set(MAILS) == set(LetterKind) - ORDERED
    for language in LANGUAGES:
        assert wording(language).kinds == set(LetterKind)


def test_a_kinds_row_and_its_words_are_in_the_same_area_and_in_no_other() -> None:
    said = {
        file.stem: set(tomllib.loads(file.read_text()))
        for file in Path(words.__file__).parent.glob("letters/*.toml")
    }
    assert {area: set(rows) for area, rows in AREAS.items()} == said
    assert sum(map(len, AREAS.values())) == len(LetterKind)


def test_a_kind_is_written_on_an_event_and_leads_to_a_page() -> None:
    for kind in set(LetterKind) - ORDERED:
        row = KINDS[kind]
        assert row.written_on, kind
        by_link = row.signed_by_link or row.confirmed_by_link or row.answered_by_link
        assert by_link or row.portal or row.console, kind


def test_what_a_letter_is_written_on_or_answered_by_is_heard() -> None:
    for kind, row in KINDS.items():
        for event in (*row.written_on, *row.answered_by):
            assert snake(event.__name__) in HEARD, f"nobody hears {event.__name__}"
            ends_all = event in (contracts.ProcessRenewed, contracts.ProcessClosed)
            if row.of in ("review", "session") and event in row.answered_by and not ends_all:
                assert {"review": "kind", "session": "session_id"}[row.of] in event.model_fields, kind
        if row.of == "person":
            assert any("person_id" in event.model_fields for event in row.answered_by), kind


def test_what_asks_for_something_is_answered_by_something() -> None:
    assert ASKING and [kind for kind in ASKING if not KINDS[kind].answered_by] == []


def test_what_is_sent_anew_to_another_address_is_all_that_waits_for_its_readers_own_answer() -> None:
    """Not what tells only, nor what goes to whoever has a role of ours: see what is left over."""
    left = {kind for kind, row in KINDS.items() if row.answered_by} - ASKS
    told = {"session_reminder", "nobody_can_come", "earlier_end_lapsed", "joining_lapsed"}
    ours = {kind for kind in left if KINDS[kind].is_for_staff}
    assert left - ours == told and all(KINDS[kind].answered_by for kind in ASKS)


def test_whoever_hears_an_answer_drops_what_asked_for_it() -> None:
    for event in {event for row in KINDS.values() for event in row.answered_by}:
        heard = getsource(HEARD[snake(event.__name__)])
        assert "dropping.drop_answered(event, work)" in heard, event.__name__


@pytest.mark.parametrize("answer", [sessions.ReviewDone, sessions.ReviewWaived])
def test_a_review_that_is_over_is_asked_for_no_more_however_late_it_was(
    answer: type[Event],
) -> None:
    event = answer.model_construct()
    assert answered_by(event) == [LetterKind.REVIEW_DUE, LetterKind.REVIEW_OVERDUE]
