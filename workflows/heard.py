"""What a workflow hears: signals as its handlers take them, and answers. Any other signal is none of ours: dropped.

Whoever reaches Temporal says what they like, also without a word or with one too many: a handler that raised would
raise at each replay, and the process stood still at that signal for ever.
"""

import functools
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, get_type_hints

from temporalio import workflow
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    HandleSignalInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

Answer = TypeVar("Answer")


class SignalsThatFit(Interceptor):
    def workflow_interceptor_class(
        self, input: WorkflowInterceptorClassInput
    ) -> type[WorkflowInboundInterceptor]:
        return _Hears


class _Hears(WorkflowInboundInterceptor):
    async def handle_signal(self, input: HandleSignalInput) -> None:
        handler = workflow.get_signal_handler(input.signal)
        if handler is None or fits(handler, input.args):
            await super().handle_signal(input)
        else:
            workflow.logger.warning("signal_not_ours: %s", input.signal)


def fits(handler: Any, said: Any) -> bool:
    """Whether it takes so many words, each of its kind."""
    taken = list(inspect.signature(handler, eval_str=True).parameters.values())
    return len(said) == len(taken) and all(
        isinstance(one, parameter.annotation) for one, parameter in zip(said, taken, strict=True)
    )


def answered(act: Callable[..., Coroutine[Any, Any, Answer]], told: Answer) -> Answer:
    """What an activity has answered. Whoever reaches Temporal answers in its place without a word: raises
    ApplicationError, by which the workflow ends, and begins anew.
    """
    if told is None and _gives_something(act):
        raise ApplicationError("an activity's answer is none of ours", type="not_ours")
    return told


@functools.cache
def _gives_something(act: Callable[..., Any]) -> bool:
    return get_type_hints(act).get("return", type(None)) is not type(None)
