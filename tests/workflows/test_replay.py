"""Processes begun by any released version go on under this one: every recorded history is replayed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import History
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from services.messages import contracts
from tests.workflows.paths import ALL_PATHS, BILLING
from tests.workflows.record import CORPUS, RECORDER
from workflows.activities import Activities
from workflows.billing.run import BillingRun
from workflows.encryption import ENCODING, ENCODING_FOR_ANY, data_converter
from workflows.supervision import contract, process
from workflows.supervision.course import Course
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase
from workflows.supervision.waits import Awaited
from workflows.worker import restrictions

HISTORIES = sorted(CORPUS.glob("*/*.binpb"))


def read(file: Path) -> WorkflowHistory:
    events = History.FromString(file.read_bytes()).events
    return WorkflowHistory(events[0].workflow_execution_started_event_attributes.workflow_id, list(events))


def of_first_release(name: str) -> WorkflowHistory:
    return read(CORPUS / "0.1.0" / f"{name}.binpb")


async def replay(history: WorkflowHistory) -> None:
    """Raises NondeterminismError when this version's commands are others than the recorded ones."""
    replayer = Replayer(
        workflows=[SupervisionProcess, BillingRun],
        data_converter=data_converter(CORPUS),
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions()),
    )
    await replayer.replay_workflow(history)


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: f"{file.parent.name}/{file.stem}")
async def test_a_recorded_process_goes_on_as_it_was_recorded(file: Path) -> None:
    await replay(read(file))


def test_every_path_of_every_release_is_in_the_corpus_to_its_end() -> None:
    releases = [folder for folder in CORPUS.iterdir() if folder.is_dir()]
    assert releases
    for release in releases:
        for path in ALL_PATHS:
            runs = [read(file) for file in sorted(release.glob(f"{path}.*.binpb"))]
            ends = [run.events[-1].event_type for run in runs]
            going_on = [EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW] * (len(runs) - 1)
            assert ends == [*going_on, EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED], path


def test_the_billing_run_is_in_the_corpus_through_its_months_until_it_was_cancelled() -> None:
    [*months, last] = [read(file) for file in sorted(CORPUS.glob(f"*/{BILLING}.*.binpb"))]
    assert {run.events[-1].event_type for run in months} == {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    }
    assert last.events[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED


def test_the_corpus_is_sealed_and_names_no_machine() -> None:
    """The billing run is begun with nothing."""
    for file in HISTORIES:
        history = read(file)
        told = history.events[0].workflow_execution_started_event_attributes
        found = {payload.metadata["encoding"] for payload in told.input.payloads}
        assert found in ((set(),) if file.name.startswith(BILLING) else ({ENCODING}, {ENCODING_FOR_ANY}))
        assert {event for event in identities(history)} <= {RECORDER, "history-service", ""}


def identities(history: WorkflowHistory) -> set[str]:
    return {
        getattr(getattr(event, name), "identity", "")
        for event in history.events
        if (name := event.WhichOneof("attributes"))
    }


async def ends_before_its_day(course: Course) -> None:
    """`renew_or_close` with two commands swapped: the end is asked for, then its day is waited for."""
    assert course.state.signed
    if course.enter(Phase.CONTINUATION):
        await course.do(
            Activities.end_process, lambda: contracts.EndProcess(process_id=course.id, as_of=workflow.now())
        )
        await course.waiting.until_over(Awaited.LAST_DAY, course.state.signed.ends_at)


async def waits_before_it_drafts(course: Course) -> None:
    """`agree_contract` with two commands swapped: the paper is waited for, then it is drafted."""
    course.enter(Phase.CONTRACT)
    await course.waiting.until_over(Awaited.PAPER, workflow.now() + timedelta(days=1))
    await contract.draft(course)


@pytest.mark.parametrize(
    ("history", "phase", "changed"),
    [
        ("year_closed.2", "renew_or_close", ends_before_its_day),
        ("contract_expired.1", "agree_contract", waits_before_it_drafts),
    ],
)
async def test_a_changed_order_of_two_commands_is_noticed(
    monkeypatch: pytest.MonkeyPatch, history: str, phase: str, changed: Any
) -> None:
    monkeypatch.setattr(process, phase, changed)
    with pytest.raises(workflow.NondeterminismError):
        await replay(of_first_release(history))
