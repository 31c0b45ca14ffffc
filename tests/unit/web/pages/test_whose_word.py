"""A coordinator who writes down what a party has said says which one: its pages refuse what names none."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from services.web.pages.process_forms import earlier_end, ending, pausing

PROCESS = uuid4()
VISIT: Any = SimpleNamespace(person_id=uuid4(), now=datetime(2027, 3, 1, 9, tzinfo=UTC))
OF_NOBODY: Any = SimpleNamespace(as_party=None, termination=SimpleNamespace(as_party=None))
OF_A_PARTY: Any = SimpleNamespace(
    as_party=Party.SUPERVISOR, termination=SimpleNamespace(as_party=Party.SUPERVISOR)
)


def said(shown: Any, by: Party | None) -> list[Any]:
    """What each page would order or ask."""
    sooner = earlier_end.ProposeForm(by=by, last_day=date(2027, 6, 1))
    return [
        lambda: ending.order_at_once(VISIT, PROCESS, shown, ending.AtOnceForm(by=by, sure=True)).by,
        lambda: earlier_end.proposal(VISIT, PROCESS, shown, sooner).by,
        lambda: pausing.said_by(shown, by),
    ]


def test_what_names_no_party_is_refused_and_whoever_belongs_to_one_speaks_for_it() -> None:
    for order in said(OF_NOBODY, None):
        with pytest.raises(Refusal) as refused:
            order()
        assert (refused.value.code, refused.value.field) == ("party_missing", "by")
    assert [order() for order in said(OF_NOBODY, Party.COMMISSIONER)] == [Party.COMMISSIONER] * 3
    assert [order() for order in said(OF_A_PARTY, Party.COMMISSIONER)] == [Party.SUPERVISOR] * 3
