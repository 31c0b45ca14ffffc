"""What contracts and sessions say of a pause, and of its end."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.messages import contracts, sessions
from services.messages.envelope import Event
from services.messages.values import Party
from services.runtime.finland import morning_of, start_of

FROM, GOES_ON, LAST_DAY = date(2027, 2, 1), date(2027, 3, 1), date(2028, 1, 12)


def of_contract(process_id: UUID, asked_at: datetime) -> list[Event]:
    """An open pause, which is long, and its end."""
    end = {
        "process_id": process_id,
        "version": 1,
        "by": Party.SUPERVISEE,
        "paused_at": asked_at,
        "ends_on": LAST_DAY,
        "ends_at": morning_of(LAST_DAY),
        "continuation_reminders_at": [],
    }
    open_one: dict[str, Any] = {"from_day": FROM, "until_day": None, "stops_at": start_of(FROM)}
    resumed = {"on": GOES_ON, "goes_on_at": start_of(GOES_ON), "resumed_at": start_of(GOES_ON)}
    return [
        contracts.ProcessPaused.model_validate(
            end | open_one | {"goes_on_at": None, "ask_again_at": start_of(GOES_ON)}
        ),
        contracts.PauseOverdue(process_id=process_id, from_day=FROM, act_by=start_of(GOES_ON)),
        contracts.ProcessResumed.model_validate(end | {"from_day": FROM} | resumed),
    ]


def of_series(
    process_id: UUID,
    supervisor_id: UUID,
    taken: Sequence[UUID] = (),
    planned: Sequence[sessions.PlannedSession] = (),
    review_due_at: datetime | None = None,
) -> list[Event]:
    """taken: out of the diary. planned: a month later, once it goes on."""
    all_of_it = {
        "process_id": process_id,
        "by": Party.SUPERVISEE,
        "ends_on": LAST_DAY,
        "lost": 0,
        "supervisor_id": supervisor_id,
        "attendee_ids": [supervisor_id],
    }
    nothing: dict[str, Any] = {"sessions": [], "changed_ids": [], "held": []}
    paused = {
        "from_day": FROM,
        "until_day": None,
        "paused_ids": taken,
        "paused_sequences": [1] * len(taken),
        "charged_ids": [],
    }
    held = [{"kind": "interim", "due_at": review_due_at}] if review_due_at else []
    again = [_again(one) for one in planned]
    resumed = {"on": GOES_ON, "sessions": again, "changed_ids": [one["session_id"] for one in again]}
    return [
        sessions.SeriesPaused.model_validate(all_of_it | nothing | paused),
        sessions.SeriesResumed.model_validate(all_of_it | resumed | {"held": held}),
    ]


def _again(one: sessions.PlannedSession) -> dict[str, Any]:
    month = timedelta(days=28)
    times = {name: getattr(one, name) + month for name in ("starts_at", "ends_at", "confirm_by")}
    own = {"session_id": one.session_id, "calendar_uid": one.calendar_uid or one.session_id}
    return {"number": one.number, "sequence": 0} | own | times
