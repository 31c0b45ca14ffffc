"""The workflow's own code on a clock of ours, without a server: thousands of days a second, for searches.

What Temporal does around it is little here: it waits, it asks, it begins anew. That it does so on the real server is
proved in tests/workflows.
"""

import asyncio
import types
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NoReturn

import pytest
from temporalio import workflow

from services.runtime.commands.asking import Asker
from workflows.activities import Activities
from workflows.supervision.facts import Fact, Told
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import ProcessState

MOST_STEPS = 3000
Wait = tuple[Callable[[], bool], datetime | None]


class Anew(Exception):
    """It is continued as new, with this state."""


@types.coroutine
def _stand_still(condition: Callable[[], bool], until: datetime | None) -> Generator[Wait, None, None]:
    yield condition, until


class Simulated:
    """One process. ended: how, once it has. histories: how often it was begun."""

    def __init__(self, state: ProcessState, asker: Asker) -> None:
        self.now = state.began_at
        self.ended: str | None = None
        self.histories = 0
        self._activities = Activities(asker)
        self._newer_release = False
        self._steps = self._said = 0
        self._begin(state)

    @property
    def state(self) -> ProcessState:
        return self._process.course.state

    def tell(self, fact: Fact) -> None:
        self._said += 1
        self._process.fact(Told(event_id=str(self._said), fact=fact))
        self.pass_until(self.now)

    def release(self) -> None:
        """Another one is the current one, and it is woken."""
        self._newer_release = True
        self._process.nudge()
        self.pass_until(self.now)

    def pass_until(self, instant: datetime) -> None:
        """What falls due on the way is done at its instant."""
        while self.ended is None:
            condition, until = self._wait or (lambda: True, None)
            if condition():
                self._go_on()
            elif until is not None and until <= instant:
                self.now = max(self.now, until)
                self._go_on(TimeoutError())
            else:
                break
        self.now = max(self.now, instant)

    def _begin(self, state: ProcessState) -> None:
        """From what a history would have kept of it."""
        kept = ProcessState.model_validate_json(state.model_dump_json())
        self.histories += 1
        self._newer_release = False
        self._process = SupervisionProcess(kept)
        self._running = self._process.run(kept)
        self._wait: Wait | None = None

    def _go_on(self, fault: Exception | None = None) -> None:
        self._steps += 1
        assert self._steps < MOST_STEPS, f"it goes round: {self.state}"
        try:
            self._wait = self._running.throw(fault) if fault else self._running.send(None)
        except StopIteration as end:
            self.ended = end.value
        except Anew as again:
            self._begin(again.args[0])

    @contextmanager
    def standing_in(self) -> Iterator["Simulated"]:
        """In the place of the server."""
        told = types.SimpleNamespace(is_target_worker_deployment_version_changed=lambda: self._newer_release)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(workflow, "now", lambda: self.now)
            patch.setattr(workflow, "info", lambda: told)
            patch.setattr(workflow, "wait_condition", self._wait_condition)
            patch.setattr(workflow, "execute_activity_method", self._ask)
            patch.setattr(workflow, "continue_as_new", continue_as_new)
            patch.setattr(workflow, "all_handlers_finished", lambda: True)
            patch.setattr(workflow, "upsert_search_attributes", lambda _: None)
            yield self

    async def _wait_condition(
        self, condition: Callable[[], bool], *, timeout: timedelta | None = None
    ) -> None:
        if not condition():
            await _stand_still(condition, self.now + timeout if timeout else None)

    async def _ask(self, act: Callable[..., Any], order: Any, **_: object) -> Any:
        return await act(self._activities, order)


def continue_as_new(*, args: tuple[ProcessState], **_: object) -> NoReturn:
    raise Anew(*args)


def in_a_loop(play: Callable[[], None]) -> None:
    """The activities ask for the time of one; nothing is ever waited for in it."""

    async def played() -> None:
        play()

    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(played())
    finally:
        loop.close()
