"""What a process has done, as its histories tell it: when, what kind, which activity. Never what was said."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from services.messages.envelope import snake
from services.messages.process import HistoryEntry

# A process has two histories; more of them would be a loop.
_MOST_RUNS = 20
_KINDS = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED: "activity_done",
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED: "activity_failed",
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT: "activity_failed",
    EventType.EVENT_TYPE_TIMER_STARTED: "timer_set",
    EventType.EVENT_TYPE_TIMER_FIRED: "timer_fired",
    EventType.EVENT_TYPE_TIMER_CANCELED: "timer_dropped",
}
_ENDS = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: "completed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: "failed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT: "timed_out",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED: "cancelled",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED: "terminated",
}


async def lived_through(client: Client, workflow_id: str) -> list[HistoryEntry]:
    """Every run of the chain that is still kept, the oldest first; empty where there is none."""
    runs: list[list[HistoryEntry]] = []
    run_id: str | None = None
    while len(runs) < _MOST_RUNS:
        try:
            events = (await client.get_workflow_handle(workflow_id, run_id=run_id).fetch_history()).events
        except RPCError as fault:
            if fault.status != RPCStatusCode.NOT_FOUND:
                raise
            break
        runs.insert(0, list(entries_of(events)))
        run_id = events[0].workflow_execution_started_event_attributes.continued_execution_run_id
        if not run_id:
            break
    return [entry for run in runs for entry in run]


def entries_of(events: Iterable[HistoryEvent]) -> Iterator[HistoryEntry]:
    """One run's; what only keeps the workflow going (its tasks, skipped time) is left out."""
    activities: dict[int, str] = {}
    for event in events:
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            named = event.activity_task_scheduled_event_attributes.activity_type.name
            activities[event.event_id] = snake(named)
        if told := _told(event, activities):
            at = event.event_time.ToDatetime(tzinfo=UTC)
            yield HistoryEntry(at=at, kind=told[0], name=told[1])


def _told(event: HistoryEvent, activities: dict[int, str]) -> tuple[str, str] | None:
    """Kind and name."""
    match event.event_type:
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            started = event.workflow_execution_started_event_attributes
            return ("phase_began" if started.continued_execution_run_id else "started", "")
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            return "signal", event.workflow_execution_signaled_event_attributes.signal_name
        case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            return "activity_asked", activities[event.event_id]
        case kind if kind in _ENDS:
            return "ended", _ENDS[kind]
        case kind if kind in _KINDS:
            return _KINDS[kind], activities.get(_asked_by(event), "")
    return None


def _asked_by(event: HistoryEvent) -> int:
    """The number of the event that asked for the activity; 0 for a timer's."""
    match event.event_type:
        case EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            return event.activity_task_completed_event_attributes.scheduled_event_id
        case EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED:
            return event.activity_task_failed_event_attributes.scheduled_event_id
        case EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT:
            return event.activity_task_timed_out_event_attributes.scheduled_event_id
    return 0
