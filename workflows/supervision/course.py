"""The course of one process, as its phases see it: where it stands, and the ways to wait and to order."""

from uuid import UUID

from temporalio import workflow

from services.messages import contracts
from workflows import newer_release
from workflows.activities import Activities
from workflows.supervision.commanding import Commanding
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waiting import Ended, Waiting

__all__ = ["Course", "Ended"]


class Course:
    def __init__(self, state: ProcessState) -> None:
        self.state = state
        self.waiting = Waiting(state, self._ask_about_pause)
        self.commanding = Commanding(state, self.waiting)
        self.do = self.commanding.do

    @property
    def id(self) -> UUID:
        return self.state.process_id

    async def _ask_about_pause(self) -> None:
        """Nothing ends by itself: a coordinator is told that it has been long."""
        await self.do(
            Activities.remind_of_pause,
            lambda: contracts.RemindOfPause(process_id=self.id, as_of=workflow.now()),
        )

    def enter(self, phase: Phase) -> bool:
        """False if the process is past this phase: it was continued as new, or began later in the year."""
        order = list(Phase)
        if order.index(phase) < order.index(self.state.phase):
            return False
        self.state.phase = phase
        return True

    async def start_afresh(self, phase: Phase) -> None:
        """A new history for the next phase, once every signal in hand has been noted."""
        self.state.phase = phase
        self.state.forget_the_beginning()
        await newer_release.begin_anew(self.state)
