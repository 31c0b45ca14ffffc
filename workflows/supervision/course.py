"""The course of one process, as its phases see it: where it stands, and the ways to wait and to order."""

from typing import Any
from uuid import UUID

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from workflows.supervision.commanding import Commanding
from workflows.supervision.state import Phase, ProcessState
from workflows.supervision.waiting import Ended, Waiting

__all__ = ["Course", "Ended"]

PHASE = SearchAttributeKey.for_keyword("Phase")
ORGANISATION = SearchAttributeKey.for_keyword("Organisation")
SUPERVISOR = SearchAttributeKey.for_keyword("Supervisor")


class Course:
    def __init__(self, state: ProcessState) -> None:
        self.state = state
        self.waiting = Waiting(state)
        self.commanding = Commanding(state, self.waiting)
        self.do = self.commanding.do

    @property
    def id(self) -> UUID:
        return self.state.process_id

    def enter(self, phase: Phase) -> bool:
        """False if the process is past this phase: it was continued as new, or began later in the year."""
        order = list(Phase)
        if order.index(phase) < order.index(self.state.phase):
            return False
        self.state.phase = phase
        workflow.upsert_search_attributes([PHASE.value_set(phase), *self._known_ids()])
        return True

    def _known_ids(self) -> list[Any]:
        state = self.state
        organisation = state.signed or state.screening
        supervisor = state.signed or state.matching
        known = (
            (ORGANISATION, organisation and organisation.organisation_id),
            (SUPERVISOR, supervisor and supervisor.supervisor_id),
        )
        return [key.value_set(str(value)) for key, value in known if value]

    async def start_afresh(self, phase: Phase) -> None:
        """A new history for the next phase, once every signal in hand has been noted."""
        await self.waiting.until_so(workflow.all_handlers_finished)
        self.state.phase = phase
        self.state.forget_the_beginning()
        pairs = [SearchAttributePair(PHASE, str(phase))]
        workflow.continue_as_new(self.state, search_attributes=TypedSearchAttributes(pairs))
