"""What the console shows of a process's own history: when and what, never what was said."""

from uuid import uuid4

import pytest
from temporalio.api.history.v1 import History
from temporalio.client import Client

from services.runtime.clock import SystemClock
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey
from tests.workflows.record import CORPUS
from workflows.histories.entries import entries_of
from workflows.running_processes import Processes


def recorded(name: str) -> list[tuple[str, str]]:
    events = History.FromString((CORPUS / "0.1.0" / f"{name}.binpb").read_bytes()).events
    entries = list(entries_of(events))
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    return [(entry.kind, entry.name) for entry in entries]


def test_a_redirected_process_began_heard_and_ended() -> None:
    told = recorded("redirected.1")
    assert told[0] == ("started", "")
    assert ("signal", "fact") in told
    assert told[-1] == ("ended", "completed")


def test_activities_are_named_when_asked_and_when_done() -> None:
    told = recorded("contract_expired.1")
    for name in ("draft_contract", "remind_signer", "expire_contract"):
        assert told.index(("activity_asked", name)) < told.index(("activity_done", name))
    assert ("timer_fired", "") in told


def test_the_second_history_of_a_year_goes_on_where_the_first_ended() -> None:
    assert recorded("year_closed.2")[0] == ("phase_began", "")
    assert {kind for kind, _ in recorded("year_closed.1")}.isdisjoint({"ended", "phase_began"})


@pytest.mark.servers
async def test_a_year_is_told_from_its_beginning_also_after_its_end(process: Journey, client: Client) -> None:
    await scenarios.year_closed(process)
    told = await Processes(client, SystemClock()).history(process.process_id)
    kinds = [entry.kind for entry in told]
    assert (kinds[0], kinds[-1]) == ("started", "ended")
    assert kinds.count("phase_began") == 1
    assert [entry.name for entry in told if entry.kind == "activity_done"][-1] == "end_process"


@pytest.mark.servers
async def test_a_process_that_never_was_has_no_history(process: Journey, client: Client) -> None:
    with pytest.raises(Refusal, match="unknown_process"):
        await Processes(client, SystemClock()).history(uuid4())
