"""What a workflow's history costs: actions, events and bytes; the marks of skipped time are counted apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

# Source: the server's own `action` metric, to which a test holds these figures.
ACTIONS = {
    EventType.EVENT_TYPE_TIMER_STARTED: 1,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: 1,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: 1,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: 1,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: 1,
    EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED: 1,
    EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: 1,
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED: 2,
}


@dataclass(frozen=True)
class Cost:
    """The cost of one run; that of a chain of runs is their sum.

    events and history_bytes (protobuf, as stored: sealed payloads) are without the skip_events.
    """

    actions: int = 0
    events: int = 0
    history_bytes: int = 0
    skip_events: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.actions + other.actions,
            self.events + other.events,
            self.history_bytes + other.history_bytes,
            self.skip_events + other.skip_events,
        )


def history_cost(events: Iterable[HistoryEvent]) -> Cost:
    """The cost of one run's history, such as `(await handle.fetch_history()).events`."""
    every = list(events)
    lived = [event for event in every if not _is_skip(event)]
    return Cost(
        actions=sum(map(_actions, lived)) + _tasks_with_markers(lived),
        events=len(lived),
        history_bytes=sum(event.ByteSize() for event in lived),
        skip_events=len(every) - len(lived),
    )


def _is_skip(event: HistoryEvent) -> bool:
    """Each move of the clock writes one change of options and one transition for each stretch skipped."""
    if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED:
        return True
    changed = event.workflow_execution_options_updated_event_attributes
    return (
        event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED
        and changed.HasField("time_skipping_config")
        and not changed.HasField("versioning_override")
    )


def _actions(event: HistoryEvent) -> int:
    if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
        return _start_actions(event)
    if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
        return event.activity_task_started_event_attributes.attempt - 1  # each retry is an action
    return ACTIONS.get(event.event_type, 0)


def _start_actions(event: HistoryEvent) -> int:
    """A start, and each continue-as-new, is one action; a child's start is in its parent's history."""
    started = event.workflow_execution_started_event_attributes
    is_child = started.HasField("parent_workflow_execution") and not started.continued_execution_run_id
    return 0 if is_child else 1


def _tasks_with_markers(events: Iterable[HistoryEvent]) -> int:
    """The markers of one workflow task, of local activities and patches, are one action together."""
    recorded = (event for event in events if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED)
    return len(
        {event.marker_recorded_event_attributes.workflow_task_completed_event_id for event in recorded}
    )
