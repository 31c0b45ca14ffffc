"""How a process has a service do something, and asks for a person where that fails."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy, SearchAttributeKey
from temporalio.exceptions import ActivityError, ApplicationError

from services.messages.envelope import Command
from workflows.activities import Activities
from workflows.heard import answered
from workflows.supervision.state import ProcessState, Resolution
from workflows.supervision.waiting import Waiting
from workflows.supervision.waits import Awaited, Wait

ATTENTION = SearchAttributeKey.for_keyword("Attention")

# An activity that keeps failing for this long asks for a person; the process itself never fails.
PATIENCE = timedelta(days=3)
ONE_TRY = timedelta(seconds=30)
BACKING_OFF = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))

Order = TypeVar("Order", bound=Command[Any])
Answer = TypeVar("Answer")


class Commanding:
    def __init__(self, state: ProcessState, waiting: Waiting) -> None:
        self._state = state
        self._waiting = waiting

    async def do(
        self, act: Callable[[Activities, Order], Coroutine[Any, Any, Answer]], order: Callable[[], Order]
    ) -> Answer | None:
        """Asks a service through an activity.

        What fails for too long, or is refused, waits for a person; order: as it is to be asked now, made anew
        after each wait. None: the person chose to skip it, or the contract was terminated meanwhile.
        """
        while True:
            try:
                told: Answer = await workflow.execute_activity_method(
                    act,
                    order(),
                    start_to_close_timeout=ONE_TRY,
                    schedule_to_close_timeout=PATIENCE,
                    retry_policy=BACKING_OFF,
                )
                return answered(act, told)
            except ActivityError as error:
                if self._state.looks_no_further:
                    return None
                resolution = await self._attention(code_of(error))
                if resolution.action == "skip":
                    return None

    async def _attention(self, code: str) -> Resolution:
        """Raises Ended where the inquiry was withdrawn: nobody has to decide any more."""
        state = self._state
        state.attention = code
        workflow.upsert_search_attributes([ATTENTION.value_set(code)])
        resolution = await self._waiting.hear(
            Awaited.RESOLUTION, lambda: state.resolution, lambda: Wait(since=workflow.now())
        )
        assert resolution is not None, "it is waited for without an end"
        state.attention = state.resolution = None
        workflow.upsert_search_attributes([ATTENTION.value_unset()])
        return resolution

    def ask_anew(self) -> None:
        """A newer release has begun where a person was asked for: it tries for itself, and asks again if it must."""
        if self._state.attention:
            self._state.attention = self._state.resolution = None
            self._waiting.close(Awaited.RESOLUTION)
            workflow.upsert_search_attributes([ATTENTION.value_unset()])

    def resolve(self, resolution: Resolution) -> None:
        """A person's decision; of no use while no attention is asked for."""
        if self._state.attention:
            self._state.resolution = resolution


def code_of(error: ActivityError) -> str:
    """The refusal's code, or the kind of fault; never its text."""
    cause = error.cause
    return (cause.type if isinstance(cause, ApplicationError) else type(cause).__name__) or "unknown"
