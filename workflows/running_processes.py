"""The running processes, as the rest of the worker sees them: begin one, tell it a fact, look at it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from temporalio.client import (
    Client,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowHandle,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from services.messages.process import HistoryEntry
from services.messages.process import ProcessState as ProcessStanding
from services.runtime.clock import Clock
from services.runtime.commands.refusal import Refusal
from services.runtime.logs import log
from workflows.billing.run import BillingRun
from workflows.clock import TASK_TIME, fast_forward
from workflows.histories.entries import lived_through
from workflows.own_times import OwnTimes
from workflows.supervision.facts import Told
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import ProcessState, ProcessView, Resolution

TASK_QUEUE = "luotsi"
_BILLING_RUN = "billing-run"


_GOES_ON_OR_IS_OVER = {
    WorkflowExecutionStatus.RUNNING,
    WorkflowExecutionStatus.CONTINUED_AS_NEW,
    WorkflowExecutionStatus.COMPLETED,
}
"""Any other one was ended by somebody at Temporal, which is no end of a process."""


_BY_SOMEBODY, _BY_ITSELF = ("Terminated", "Canceled", "Failed", "TimedOut"), "Completed"


@dataclass(frozen=True)
class Ended:
    """by_itself: as its own code ends it, or as somebody does who answers in the worker's place."""

    process_id: UUID
    run_id: str
    by_itself: bool


class NotBegunYet(Exception):
    """The fact has overtaken the process's beginning, or what was begun is lost: it comes again."""


class Processes:
    """own_times: where the clock may be moved; whatever is done to a process is said there."""

    def __init__(self, client: Client, clock: Clock, own_times: OwnTimes | None = None) -> None:
        self._client = client
        self._clock = clock
        self._own_times = own_times

    async def begin(self, state: ProcessState, *, also_completed: bool = False) -> None:
        """Starts the process once, whether it runs or has ended already; again, where somebody ended it at Temporal.

        also_completed: of one that its owners hold for open.
        """
        reuse = WorkflowIDReusePolicy
        try:
            await self._client.start_workflow(
                SupervisionProcess.run,
                state,
                id=workflow_id(state.process_id),
                task_queue=TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=(
                    reuse.ALLOW_DUPLICATE if also_completed else reuse.ALLOW_DUPLICATE_FAILED_ONLY
                ),
            )
        except WorkflowAlreadyStartedError:
            return
        await self._bring_into_step(workflow_id(state.process_id))
        await self._touched(workflow_id(state.process_id))

    async def reopen(self, state: ProcessState, told: Told) -> None:
        """Tells the fact; where the process has ended, it goes on from the state with it."""
        await self._bring_into_step(workflow_id(state.process_id))
        await self._client.start_workflow(
            SupervisionProcess.run,
            state,
            id=workflow_id(state.process_id),
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            start_signal="fact",
            start_signal_args=[told],
        )
        await self._bring_into_step(workflow_id(state.process_id))
        await self._touched(workflow_id(state.process_id))

    async def begin_billing(self) -> None:
        """The one billing run of the platform."""
        await self.make_way(_BILLING_RUN, BillingRun)
        await self._client.start_workflow(
            BillingRun.run,
            id=_BILLING_RUN,
            task_queue=TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        await self._bring_into_step(_BILLING_RUN)
        await self._touched(_BILLING_RUN)

    async def _bring_into_step(self, told: str) -> None:
        """Born at the machine's now, or left at its last deadline: the platform's clock was moved on since."""
        if self._own_times:
            await fast_forward(self._client, told, self._clock.now(), may_lag=TASK_TIME)

    async def _touched(self, told: str) -> None:
        if self._own_times:
            await self._own_times.touch([told])

    async def tell(self, process_id: UUID, told: Told) -> None:
        """Raises NotBegunYet; a fact about an ended process changes nothing any more."""
        handle = self._handle(process_id)
        await self._bring_into_step(handle.id)
        try:
            await handle.signal(SupervisionProcess.fact, told)
        except RPCError as fault:
            if not _no_such_process(fault):
                raise
            await self._must_be_known(process_id)
        else:
            await self._touched(handle.id)

    async def _must_be_known(self, process_id: UUID) -> None:
        if await self._status(process_id) not in _GOES_ON_OR_IS_OVER:
            raise NotBegunYet(workflow_id(process_id))

    async def ended(self) -> AsyncIterator[Ended]:
        """Runs that are over and have no next one, the newest first."""
        ways = ", ".join(f"'{way}'" for way in (*_BY_SOMEBODY, _BY_ITSELF))
        query = f"WorkflowType = 'SupervisionProcess' AND ExecutionStatus IN ({ways})"
        async for found in self._client.list_workflows(query):
            by_itself = found.status == WorkflowExecutionStatus.COMPLETED
            if process_id := process_of(found.id):
                yield Ended(process_id, found.run_id, by_itself)

    async def goes_on(self, process_id: UUID) -> bool:
        """Whether it runs, as a later run than the one that ended perhaps."""
        return await self._status(process_id) == WorkflowExecutionStatus.RUNNING

    async def is_gone(self, process_id: UUID) -> bool:
        """Temporal has nothing of it, neither running nor ended; or somebody else's under its id."""
        return await self._status(process_id) is None

    async def _status(self, process_id: UUID) -> WorkflowExecutionStatus | None:
        """None too where somebody else's workflow has taken its id."""
        found = await self._described(workflow_id(process_id))
        return found.status if found and is_ours(found, SupervisionProcess) else None

    async def make_way(self, told: str, kind: type) -> None:
        """Ends what runs under this id and is none of ours."""
        found = await self._described(told)
        if found and found.status == WorkflowExecutionStatus.RUNNING and not is_ours(found, kind):
            log.warning("workflow_not_ours_ended", workflow_id=told)
            await self._client.get_workflow_handle(told, run_id=found.run_id).terminate("not ours")

    async def _described(self, told: str) -> WorkflowExecutionDescription | None:
        try:
            return await self._client.get_workflow_handle(told).describe()
        except RPCError as fault:
            if _no_such_process(fault):
                return None
            raise

    async def is_known(self, process_id: UUID) -> bool:
        """Whether it runs, or has come to its own end and is kept still."""
        try:
            await self._must_be_known(process_id)
        except NotBegunYet:
            return False
        return True

    async def resolve(self, process_id: UUID, resolution: Resolution) -> None:
        """Refuses: unknown_process, not_stuck."""
        if (await self.view(process_id)).attention is None:
            raise Refusal("not_stuck", "process_id")
        handle = self._handle(process_id)
        await self._bring_into_step(handle.id)
        await handle.signal(SupervisionProcess.resolve, resolution)
        await self._touched(handle.id)

    async def nudge(self, process_id: UUID) -> None:
        """Refuses: unknown_process."""
        try:
            await self._handle(process_id).signal(SupervisionProcess.nudge)
        except RPCError as fault:
            if _no_such_process(fault):
                raise Refusal("unknown_process", "process_id") from None
            raise

    async def view(self, process_id: UUID) -> ProcessView:
        """Refuses: unknown_process."""
        handle = self._handle(process_id)
        try:
            description = await handle.describe()
        except RPCError as fault:
            if _no_such_process(fault):
                raise Refusal("unknown_process", "process_id") from None
            raise
        if description.status != WorkflowExecutionStatus.RUNNING:
            raise Refusal("unknown_process", "process_id")
        return await handle.query(SupervisionProcess.view)

    async def history(self, process_id: UUID) -> list[HistoryEntry]:
        """What the process did, the oldest first. Refuses: unknown_process."""
        entries = await lived_through(self._client, workflow_id(process_id))
        if not entries:
            raise Refusal("unknown_process", "process_id")
        return entries

    async def open_ones(self, only_stuck: bool = False) -> list[ProcessStanding]:
        """Every open process and how it stands, by id."""
        query = "WorkflowType = 'SupervisionProcess' AND ExecutionStatus = 'Running'"
        query += " AND Attention IS NOT NULL" if only_stuck else ""
        found = [process_of(one.id) async for one in self._client.list_workflows(query)]
        return [await self._standing(process_id) for process_id in sorted(one for one in found if one)]

    async def _standing(self, process_id: UUID) -> ProcessStanding:
        view = await self._handle(process_id).query(SupervisionProcess.view)
        waits_until: datetime | None = view.waits_until
        return ProcessStanding(
            process_id=process_id, phase=view.phase, waits_until=waits_until, attention=view.attention
        )

    def _handle(self, process_id: UUID) -> WorkflowHandle[SupervisionProcess, str]:
        return self._client.get_workflow_handle_for(SupervisionProcess.run, workflow_id(process_id))


def is_ours(found: WorkflowExecutionDescription, kind: type) -> bool:
    """By what cannot be given to a workflow that our worker does not carry out."""
    return found.workflow_type == kind.__name__ and found.task_queue == TASK_QUEUE


def _no_such_process(fault: RPCError) -> bool:
    """Not that the whole namespace is missing, which has the same status."""
    return fault.status == RPCStatusCode.NOT_FOUND and "namespace" not in fault.message.lower()


def workflow_id(process_id: UUID) -> str:
    return f"process/{process_id}"


def process_of(told: str) -> UUID | None:
    """None for an id that we give to nothing: whoever reaches Temporal begins workflows under any."""
    try:
        kind, process_id = told.split("/")
        return UUID(process_id) if kind == "process" else None
    except ValueError:
        return None
