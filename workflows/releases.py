"""The releases of the worker side by side: which is the current one, what each still carries, and going over.

The server keeps each process with the workers of one release, and gives what begins to the current one. A release can
become current once a worker of it asks for work; what is open goes over where it waits, when it is woken.
"""

import asyncio
from collections.abc import Collection
from contextlib import suppress

from google.protobuf.field_mask_pb2 import FieldMask
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.deployment.v1 import WorkerDeploymentInfo
from temporalio.api.deployment.v1 import WorkerDeploymentVersion as Version
from temporalio.api.enums.v1 import RoutingConfigUpdateState, TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflow.v1 import VersioningOverride, WorkflowExecutionOptions
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
    UpdateWorkflowExecutionOptionsRequest,
)
from temporalio.client import Client
from temporalio.client import WorkflowExecution as Found
from temporalio.service import RPCError, RPCStatusCode

from services.messages.process import FailingProcess, Release
from services.runtime.commands.refusal import Refusal
from workflows.running_processes import TASK_QUEUE, process_of

DEPLOYMENT = "luotsi"
NUDGE = "nudge"
FAILING = "TemporalReportedProblems = 'category=WorkflowTaskFailed'"
LOOK_AGAIN_S = 0.1
SPREADS_WITHIN_S = 3.0
"""Longer than it takes. A server can say for ever that a switch still spreads, though it has
(temporalio/temporal#11842): who waited for its word would never wake anybody.
"""
_NOT_KNOWN = {RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION}
_SPREAD = {
    RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_COMPLETED,
    RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_UNSPECIFIED,  # of a server that does not say
}
_OPEN = "ExecutionStatus = 'Running'"


class Releases:
    def __init__(self, client: Client, spreads_within_s: float = SPREADS_WITHIN_S) -> None:
        self._client = client
        self._spreads_within_s = spreads_within_s
        self._service = client.workflow_service

    async def all(self) -> list[Release]:
        """Those that are current, have a worker, or still carry something; the current one first."""
        current, at_work = await self.current(), await self.at_work()
        found = [
            Release(
                build=build,
                is_current=build == current,
                has_worker=build in at_work,
                processes=(await self._client.count_workflows(f"{_of(build)} AND {_OPEN}")).count,
            )
            for build in sorted({*await self._known(), *at_work}, key=lambda build: (build != current, build))
        ]
        return [one for one in found if one.is_current or one.has_worker or one.processes]

    async def current(self) -> str:
        """Empty: none was ever made current."""
        told = await self._described()
        return str(told.routing_config.current_deployment_version.build_id) if told else ""

    async def at_work(self) -> set[str]:
        """The releases of which a worker asked for work within the last minutes."""
        asked = await self._service.describe_task_queue(
            DescribeTaskQueueRequest(
                namespace=self._client.namespace,
                task_queue=TaskQueue(name=TASK_QUEUE),
                task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
            )
        )
        return {one.deployment_options.build_id for one in asked.pollers} - {""}

    async def make_current(self, build: str) -> None:
        """What begins from now on is carried by it. Refuses: unknown_release, of which no worker asks for work."""
        if await self.current() == build:
            return
        order = SetWorkerDeploymentCurrentVersionRequest(
            namespace=self._client.namespace,
            deployment_name=DEPLOYMENT,
            build_id=build,
            identity=self._client.identity,
        )
        try:
            await self._service.set_worker_deployment_current_version(order)
        except RPCError as fault:
            if fault.status not in _NOT_KNOWN:
                raise
            raise Refusal("unknown_release", "build") from None
        await self._spread()

    async def make_current_once_it_works(self, build: str) -> None:
        while True:
            try:
                return await self.make_current(build)
            except Refusal:
                await asyncio.sleep(LOOK_AGAIN_S)

    async def make_current_if_none_is(self, build: str) -> None:
        """The first of all, also of a Temporal that took the place of a lost one."""
        if not await self.current():
            await self.make_current_once_it_works(build)

    async def wake_older(self) -> int:
        """How many were open with another release than the current one: each goes over where it waits."""
        older = await self._found(f"NOT ({_of(await self.current())})")
        for found in older:
            await self._nudge(found)
        return len(older)

    async def others(self, build: str) -> list[str]:
        return [one for one in await self._known() if one != build]

    async def hand_over(self, builds: Collection[str]) -> int:
        """What these carry, or fail to, goes on with the current release at once, in the middle of its history.

        That release must be able to: the recorded histories are replayed by each.
        """
        current = await self.current()
        carried = {found.id: found for build in builds for found in await self._found(_of(build))}
        failing = {
            found.id: found for found in await self._found(FAILING) if await self._meant_for(found) in builds
        }
        for found in (carried | failing).values():
            await self._hand_over(found, current)
            await self._nudge(found)
        return len(carried | failing)

    async def failing(self) -> list[FailingProcess]:
        """Those whose release fails at their history again and again: they go on when another one carries them."""
        return [
            FailingProcess(process_id=process_id, build=await self._meant_for(found))
            for found in await self._found(FAILING)
            if (process_id := process_of(found.id))
        ]

    async def _meant_for(self, found: Found) -> str:
        """The release that is to do its next task."""
        described = await self._client.get_workflow_handle(found.id).describe()
        carried = described.raw_description.workflow_execution_info.versioning_info
        handed = carried.versioning_override.one_time.target_deployment_version.build_id
        return str(handed or carried.deployment_version.build_id)

    async def _found(self, which: str) -> list[Found]:
        return [found async for found in self._client.list_workflows(f"{which} AND {_OPEN}")]

    async def _nudge(self, found: Found) -> None:
        """It may have ended meanwhile."""
        try:
            await self._client.get_workflow_handle(found.id).signal(NUDGE)
        except RPCError as fault:
            if fault.status != RPCStatusCode.NOT_FOUND:
                raise

    async def _hand_over(self, found: Found, build: str) -> None:
        """Its next task alone goes to that release, which carries it from then on."""
        override = VersioningOverride.OneTimeOverride(target_deployment_version=_version(build))
        await self._service.update_workflow_execution_options(
            UpdateWorkflowExecutionOptionsRequest(
                namespace=self._client.namespace,
                workflow_execution=WorkflowExecution(workflow_id=found.id, run_id=found.run_id),
                workflow_execution_options=WorkflowExecutionOptions(
                    versioning_override=VersioningOverride(one_time=override)
                ),
                update_mask=FieldMask(paths=["versioning_override"]),
            )
        )

    async def _spread(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._spreads_within_s):
                while not await self._is_known_everywhere():
                    await asyncio.sleep(LOOK_AGAIN_S)

    async def _is_known_everywhere(self) -> bool:
        """Who is woken sooner does not hear of it."""
        told = await self._described()
        return told is not None and told.routing_config_update_state in _SPREAD

    async def _known(self) -> list[str]:
        told = await self._described()
        return [one.deployment_version.build_id for one in told.version_summaries] if told else []

    async def _described(self) -> WorkerDeploymentInfo | None:
        """None: no worker has ever asked for work."""
        asked = DescribeWorkerDeploymentRequest(namespace=self._client.namespace, deployment_name=DEPLOYMENT)
        try:
            return (await self._service.describe_worker_deployment(asked)).worker_deployment_info
        except RPCError as fault:
            if fault.status != RPCStatusCode.NOT_FOUND:
                raise
            return None


def _version(build: str) -> Version:
    return Version(deployment_name=DEPLOYMENT, build_id=build)


def _of(build: str) -> str:
    return f"TemporalWorkerDeploymentVersion = '{DEPLOYMENT}:{build}'"
