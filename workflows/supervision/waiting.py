"""The one joint through which every wait of a process goes."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from temporalio import workflow

from workflows.supervision.state import ProcessState
from workflows.timeouts import until

Reminder = tuple[datetime, Callable[[], Awaitable[object]]]


class Waiting:
    """waits_until: the next deadline; none while there is none."""

    def __init__(self, state: ProcessState) -> None:
        self._state = state
        self.waits_until: datetime | None = None

    async def expect(self, fact: str, chase: list[Reminder]) -> None:
        """Waits for a fact for as long as it takes, with reminders on the way."""
        await self.comes_true(fact, chase, None)

    async def comes_true(self, fact: str, chase: list[Reminder], ends: datetime | None) -> bool:
        def happened() -> bool:
            return fact in self._state.outcomes

        for number, (at, remind) in enumerate(chase, start=1):
            if await self.sleep_until(at, happened):
                break
            # After an outage the latest reminder alone goes out, and none where the end has come as well.
            overtaken_by = [*(later for later, _ in chase[number:]), *([ends] if ends else [])]
            if all(workflow.now() < later for later in overtaken_by):
                await remind()
        if ends:
            return await self.sleep_until(ends, happened)
        await self.until_it_is_so(happened)
        return True

    async def until_begun(self) -> None:
        """Nothing in production; where time is moved, a process is born before its inquiry came."""
        await until(self._state.began_at)

    async def sleep_until(self, deadline: datetime, *conditions: Callable[[], bool]) -> bool:
        self.waits_until = deadline
        return await until(deadline, *conditions)

    async def until_it_is_so(self, condition: Callable[[], bool]) -> None:
        self.waits_until = None
        await workflow.wait_condition(condition)
