"""How a running workflow comes to newer code: it ends its history where it waits, and begins the next one there.

A history is told by one release from its beginning to its end: the server keeps it with the workers of that release.
So the order of commands may change between releases, and no process that is open notices. Source: the server's worker
deployment versions, by which each workflow here is pinned (workflows/worker.py).
"""

from typing import Any, NoReturn

from temporalio import workflow


def is_there() -> bool:
    """Whether another release is the current one than that which tells this history; known when it is woken."""
    return workflow.info().is_target_worker_deployment_version_changed()


async def begin_anew(*state: Any) -> NoReturn:
    """A new history with this state, by the current release, once every signal in hand has been noted."""
    await workflow.wait_condition(workflow.all_handlers_finished)
    workflow.continue_as_new(
        args=state,
        initial_versioning_behavior=workflow.ContinueAsNewVersioningBehavior.AUTO_UPGRADE,
    )
