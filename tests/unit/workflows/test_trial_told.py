"""What its process is woken with when a trial is put off: nothing that it found by itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from services.messages.contracts import TrialPutOff
from tests.told.known import BEGIN, YEAR
from workflows import events_to_signals
from workflows.supervision.facts import TrialStands


@pytest.mark.parametrize(
    ("facts", "woken"),
    [({"why": "unanswered"}, 0), ({"why": "no_time"}, 1), ({"why": "unanswered", "declined": True}, 1)],
)
async def test_a_no_wakes_it_at_once(facts: dict[str, Any], woken: int) -> None:
    told: list[Any] = []

    async def tell(_process_id: Any, fact: Any, **_kinds: Any) -> None:
        told.append(fact)

    work: Any = SimpleNamespace(
        resources=SimpleNamespace(processes=SimpleNamespace(tell=tell)),
        heard=SimpleNamespace(event_id="1", said_at=BEGIN),
    )
    event = {"process_id": YEAR, "revision": 1, "act_by": BEGIN} | facts
    await events_to_signals.trial_put_off(TrialPutOff.model_validate(event), work)
    assert len(told) == woken
    assert all(isinstance(getattr(one, "fact", one), TrialStands) for one in told)
