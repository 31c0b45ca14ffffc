"""What a change's form takes for a change: an emptied field is none that nobody sees."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.console.pages.processes.changes import amendment_form
from services.messages.contracts import Clause
from services.web.pages.forms import Filled
from tests.unit.contracts.builders import COMMISSIONER, WRITTEN_BY_PEOPLE, terms

AGREED = {**WRITTEN_BY_PEOPLE, Clause.CANCELLATION: "Lomat erikseen."}


def filled(**other):
    """The form as it stands in the paper, but for the other ones; checked; with its card and text."""
    card: Any = SimpleNamespace(
        terms=terms(sessions_agreed=15), parties=SimpleNamespace(commissioner_id=COMMISSIONER)
    )
    text: Any = SimpleNamespace(own_words=AGREED)
    values = {
        "effective_from": "2027-03-01", "commissioner_id": str(COMMISSIONER), "price": "1175,50",
        "payment_days": "14", "duration_minutes": "90", "base_interval_days": "21", "sessions_agreed": "15",
        "ends_on": "2027-12-10", "no_show_percent": "100", "tier_unit": "working_days",
        "tier_1_notice": "5", "tier_1_percent": "0", "tier_last_percent": "100",
    }  # fmt: skip
    values |= {f"clause_{clause}": words for clause, words in AGREED.items()}
    asked: Any = amendment_form.AmendmentForm
    form: Filled[Any] = Filled[Any](values | other).check(asked)
    amendment_form.check(form, card, text)
    return form, card, text


@pytest.mark.parametrize("field", ["sessions_agreed", "clause_place", "clause_goals"])
def test_what_is_agreed_is_not_emptied_without_a_word(field):
    form, *_ = filled(**{field: ""})
    assert form.errors == {field: "Fill in this field."}


def test_an_addition_that_was_emptied_is_taken_away():
    form, card, text = filled(clause_cancellation="")
    assert form.is_valid, form.errors
    changes = amendment_form.changes_of(form.data, card, text)
    assert changes.clauses == {Clause.CANCELLATION: ""}
