"""How far a process has come, as the portal shows it: what it never came to is not shown as done."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.portal.pages.processes.own_process import Process
from tests.unit.portal.test_waiting import contract, inquiry

AT = datetime(2027, 11, 1, 8, 0, tzinfo=UTC)
AHEAD = ["screening", "matching", "proposal"]


def shown(asked: Any, agreed: Any = None, *, tried: bool = False) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for milestone, state in Process(asked, agreed).milestones(tried=tried):
        found.setdefault(state, []).append(milestone)
    return found


def test_what_ended_in_its_trial_stopped_there_and_nothing_after_it_is_done() -> None:
    after = ["contract", "sessions", "continuation"]
    found = shown(inquiry("accepted", ended=True, ended_in_trial=True))
    assert found == {"done": AHEAD, "stopped": ["trial"], "ahead": after}
    found = shown(inquiry("accepted", trial_open=True))
    assert found == {"done": AHEAD, "now": ["trial"], "ahead": after}


def test_a_trial_after_which_it_goes_on_stays_on_the_way() -> None:
    way = [*AHEAD, "trial"]
    found = shown(inquiry("accepted"), tried=True)
    assert found == {"done": way, "now": ["contract"], "ahead": ["sessions", "continuation"]}
    every = [*way, "contract", "sessions", "continuation"]
    assert shown(inquiry("accepted", ended=True), contract("signed"), tried=True) == {"done": every}


def test_sessions_that_are_left_go_on_while_it_is_asked_how_to_go_on() -> None:
    agreed = contract("signed").model_copy(update={"continuation_asked_at": AT})
    process = Process(inquiry("accepted"), agreed)
    assert dict(process.milestones(holds=True))["sessions"] == "now"
    assert dict(process.milestones())["sessions"] == "done"
    assert dict(process.milestones(holds=True))["continuation"] == "now"


@pytest.mark.parametrize("status", ["expired", "given_up"])
def test_a_contract_that_was_never_signed_is_where_it_stopped(status: str) -> None:
    found = shown(inquiry("accepted", ended=True), contract(status))
    assert found == {"done": AHEAD, "stopped": ["contract"], "ahead": ["sessions", "continuation"]}


def test_a_year_that_is_over_is_done_and_a_proposal_stops_where_it_was() -> None:
    every = [*AHEAD, "contract", "sessions", "continuation"]
    assert shown(inquiry("accepted", ended=True), contract("signed")) == {"done": every}
    assert shown(inquiry("accepted", ended=True)) == {"done": every}
    for status in ("declined", "expired"):
        assert shown(inquiry(status))["stopped"] == ["proposal"]
