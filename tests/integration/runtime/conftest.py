"""Delays of the listening that are short enough for tests; their order is kept."""

import pytest

from services.runtime import away
from services.runtime.events import consuming, setbacks, waking
from tests.house import House


@pytest.fixture(autouse=True)
def short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setbacks, "_HOLD_S", 0.05)
    monkeypatch.setattr(setbacks, "_AGAIN_S", 0.05)
    monkeypatch.setattr(consuming, "_AGAIN_S", 0.05)
    monkeypatch.setattr(waking, "_LOOKS_AGAIN_S", 0.05)
    monkeypatch.setattr(away, "_FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(away, "_LONGEST_PAUSE_S", 0.05)
    monkeypatch.setattr(away, "_BELIEVED_S", 0.0)
    monkeypatch.setattr(setbacks, "_LONGEST_DELAY_S", 0.05)


@pytest.fixture
async def house(own_house: House) -> House:
    """Each test's own: they take servers, streams and services apart."""
    return own_house
