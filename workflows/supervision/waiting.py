"""The one joint through which every wait of a process goes.

Each wait is a value in the state, looked up anew at every wake: whoever changes it there (a newer fact, a termination)
changes what is waited for, and a process that was continued as new goes on with it. A pause holds them all: the
process's own clock stands still, and the one timer is that of the pause. In each of them it can go over to a newer
release, for the state is all that a wait needs.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from temporalio import workflow

from workflows import newer_release
from workflows.supervision.state import ProcessState
from workflows.supervision.waits import Awaited, Due, Wait
from workflows.timeouts import until


class Ended(Exception):
    """The process has come to its end before its year; str(error) says how."""


Fact = TypeVar("Fact")
Condition = Callable[[], bool]


async def of_nothing(_: int) -> None:
    """For a wait that has no reminders."""


class Waiting:
    def __init__(self, state: ProcessState, ask_about_pause: Callable[[], Awaitable[object]]) -> None:
        """ask_about_pause: has a coordinator told of one that has been long."""
        self._state = state
        self._ask_about_pause = ask_about_pause

    async def hear(
        self,
        what: Awaited,
        told: Callable[[], Fact | None],
        opening: Callable[[], Wait],
        remind: Callable[[int], Awaitable[object]] = of_nothing,
    ) -> Fact | None:
        """What was told. None: the wait has ended without it; it stays in the state, for whoever ends the phase.

        Raises Ended where the inquiry was withdrawn. opening: the wait, where the state has none yet. remind: has the
        reminder of that level sent.
        """
        while (fact := told()) is None:
            if self._state.withdrawn:
                raise Ended("withdrawn")
            await self._through_pause(what)
            wait = self._state.waits.setdefault(what, opening())
            now = self.now()
            if wait.is_over(now):
                return None
            if wait.has_come(now):
                level = wait.level(now)
                await remind(level)
                wait.note_reminder(level)
            else:
                await self._stand_still(
                    what, wait, lambda: told() is not None, lambda: self._state.withdrawn is True
                )
        self.close(what)
        return fact

    async def until_over(self, what: Awaited, ends_at: datetime, *or_when: Condition) -> None:
        """For a day to come, or for what comes sooner."""
        while True:
            await self._through_pause(what)
            wait = self._state.waits.setdefault(what, Wait(since=self.now(), ends_at=ends_at))
            if wait.is_over(self.now()) or any(condition() for condition in or_when):
                return self.close(what)
            await self._stand_still(what, wait, *or_when)

    async def first_due(self) -> Due | None:
        """What has come first of all that is looked at by itself; None when there is no more of it.

        It stays in the state until it was looked at: whoever does so opens it anew or closes it.
        """
        while (what := self.earliest()) or self._state.pause:
            wait = self._state.waits[what] if what else None
            if wait and wait.has_come(self.now()):
                return what
            await self._stand_still(what, wait, lambda: self.earliest() != what)
            await self._through_pause(what)
        return None

    def earliest(self) -> Due | None:
        """What is looked at next; None: nothing is planned, or all of it is over."""
        coming = [
            (wait.next_at, what)
            for what, wait in self._state.waits.items()
            if isinstance(what, Due) and wait.next_at
        ]
        return min(coming)[1] if coming else None

    def open(self, what: Awaited | Due, wait: Wait) -> None:
        """Nothing is looked ahead to any more once the contract was terminated."""
        if self._state.terminated and isinstance(what, Due):
            self.close(what)
        else:
            self._state.waits[what] = wait

    def open_until(self, what: Awaited | Due, ends_at: datetime | None) -> None:
        """None: somebody skipped the question that would have told when; it is looked at again tomorrow."""
        now = self.now()
        self.open(what, Wait(since=now, ends_at=ends_at or now + timedelta(days=1)))

    def close(self, what: Awaited | Due) -> None:
        self._state.waits.pop(what, None)

    async def until_begun(self) -> None:
        """Nothing in production; where time is moved, a process is born before its inquiry came."""
        await until(self._state.began_at)

    async def until_so(self, condition: Condition) -> None:
        """For as long as it takes."""
        await workflow.wait_condition(condition)

    def now(self) -> datetime:
        """By the process's own clock, which stands still while it is paused."""
        return self._state.own_time(workflow.now())

    async def _through_pause(self, what: Awaited | Due | None) -> None:
        """Takes up what a pause has held, once it is over; asks about one that is long, unless a person is awaited."""
        pause, now = self._state.pause, workflow.now()
        if pause and pause.is_over(now):
            self._state.take_up()
        elif pause and pause.is_long(now) and what is not Awaited.RESOLUTION:
            await self._ask_about_pause()
            self._state.note_asked_about(pause)

    async def _stand_still(
        self, what: Awaited | Due | None, wait: Wait | None, *conditions: Condition
    ) -> None:
        """Until the wait's next instant, or a condition is true, or the wait, a pause or the release was changed."""
        if newer_release.is_there():
            await newer_release.begin_anew(self._state)
        next_at, pauses = wait.next_at if wait else None, self._state.pauses
        looked_at = next_at if what is Awaited.RESOLUTION else self._state.looked_at_again(next_at)

        def is_changed() -> bool:
            waits = self._state.waits.get(what) if what else None
            changed = waits is not wait or (wait is not None and wait.next_at != next_at)
            return changed or self._state.pauses is not pauses or newer_release.is_there()

        if looked_at:
            await until(looked_at, *conditions, is_changed)
        else:
            await self.until_so(lambda: any(condition() for condition in (*conditions, is_changed)))
