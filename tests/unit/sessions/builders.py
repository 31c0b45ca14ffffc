"""What is agreed about a series, unless a test says otherwise."""

from datetime import date
from typing import Any

from services.messages.promises import Promises
from services.sessions.planning.series_terms import Terms

_USUAL = Promises()


def terms(starts_on: date, ends_on: date, duration_minutes: int, **others: Any) -> Terms:
    usual = {
        "interval_days": _USUAL.interval_days,
        "longest_interval_days": _USUAL.interval_days + _USUAL.interval_slack_days,
        "first_closer": _USUAL.first_gaps,
        "closer_interval_days": _USUAL.first_gap_days,
        "closer_slack_days": _USUAL.first_gap_slack_days,
    }
    return Terms(starts_on, ends_on, duration_minutes, **usual | others)
