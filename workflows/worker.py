"""The worker's composition root: a service that listens to all others, with a Temporal worker beside it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from services.runtime.broker.jetstream import jetstream
from services.runtime.clock import MovableClock
from services.runtime.events.neighbours import CLOCK_MOVED, Neighbours
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.runtime.version import VERSION
from workflows import handlers
from workflows.activities import Activities
from workflows.billing.run import BillingRun
from workflows.clock_moves import ClockMoves
from workflows.heard import SignalsThatFit
from workflows.lost.ended_from_outside import EndedFromOutside
from workflows.own_times import OwnTimes
from workflows.quiet import Quiet, hear_what_ends
from workflows.releases import DEPLOYMENT, Releases
from workflows.resources import Resources
from workflows.running_processes import TASK_QUEUE, Processes
from workflows.supervision.process import SupervisionProcess
from workflows.temporal_connection import TEMPORAL, connect, line_of, temporal_judge

# A process whose worker died is taken up by another after this long; the default of ten seconds is felt.
STICKY = timedelta(seconds=1)
GRACE = timedelta(seconds=30)
_LOOK_AGAIN_S = 600.0
OWN_MODULES = ("services", "workflows", "pydantic", "pydantic_core", "stdnum", "email_validator", "holidays")


async def prepare(service: Service[Any]) -> Resources:
    settings = service.settings
    service.health.starts_with = TEMPORAL
    address, namespace = settings.temporal_address, settings.temporal_namespace
    client = await connect(address, namespace, settings.keys, patience=None, line=line_of(settings))
    service.dependencies.also(temporal_judge(client))
    if not isinstance(service.clock, MovableClock):
        return Resources(client, Processes(client, service.clock), Releases(client), settings.release, None)
    own_times = OwnTimes(service.engine)
    quiet = Quiet(client, own_times, service.ask, jetstream(service.nats))
    await hear_what_ends(service.nats, quiet)
    told = Neighbours(service.nats, CLOCK_MOVED).tell
    moves = ClockMoves(client, service.engine, own_times, quiet, service.clock, told)
    processes = Processes(client, service.clock, own_times)
    return Resources(client, processes, Releases(client), settings.release, moves)


async def run_worker(service: Service[Resources]) -> None:
    """Runs until cancelled; what is in hand is finished first."""
    build = service.settings.release
    await temporal_worker(service.resources.client, Activities(service.ask), build).run()


async def keep_current(service: Service[Resources]) -> None:
    """The first release of all becomes the current one by itself, and on one machine each that is started there:
    it is the only one. Elsewhere whoever deploys says when. A Temporal in the place of a lost one has none.
    """
    releases, build = service.resources.releases, service.settings.release
    is_alone = service.settings.profile == "local"
    if is_alone:
        await releases.make_current_once_it_works(build)
        await releases.hand_over(await releases.others(build))
    while True:
        await releases.make_current_if_none_is(build)
        service.dependencies.done(keep_current.__name__)
        await asyncio.sleep(_LOOK_AGAIN_S)


async def keep_billing(service: Service[Resources]) -> None:
    """Whoever ended the billing run, or restored a Temporal without it: it is begun again."""
    while True:
        await service.resources.processes.begin_billing()
        service.dependencies.done(keep_billing.__name__)
        await asyncio.sleep(_LOOK_AGAIN_S)


async def keep_processes(service: Service[Resources]) -> None:
    """What somebody ended at Temporal begins anew in its phase, unless it is over."""
    watch = EndedFromOutside(service.resources.processes, service.engine, service.transactions)
    while True:
        await asyncio.sleep(_LOOK_AGAIN_S)
        await watch.look()
        service.dependencies.done(keep_processes.__name__)


def temporal_worker(
    client: Client,
    activities: Activities,
    build: str = VERSION,
    workflows: Sequence[type] = (SupervisionProcess, BillingRun),
) -> Worker:
    """build: its release, to which the server keeps what it has begun."""
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=workflows,
        activities=activities.all(),
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions()),
        interceptors=[SignalsThatFit()],
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=GRACE,
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion(DEPLOYMENT, build),
            use_worker_versioning=True,
            default_versioning_behavior=VersioningBehavior.PINNED,
        ),
    )


def restrictions() -> SandboxRestrictions:
    """The default ones; our own modules are loaded once, not for every run."""
    return SandboxRestrictions.default.with_passthrough_modules(*OWN_MODULES)


async def move_clocks(service: Service[Resources]) -> None:
    """Carries out orders to move the time; there are none outside the local profile."""
    if service.resources.moves:
        await service.resources.moves.run()


def build(settings: Settings | None = None) -> Service[Resources]:
    """settings: from the environment unless given."""
    settings = settings or Settings.read()
    always = (run_worker, keep_current, keep_billing, keep_processes)
    background = (*always, move_clocks) if settings.profile == "local" else always
    return Service(
        "workflows",
        handlers,
        settings,
        says_events=False,
        prepare=prepare,
        background=background,
    )


if __name__ == "__main__":
    build().run()
