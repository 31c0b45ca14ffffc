"""When the trial sessions are, before there is a contract: planned as its series would be, closer together."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from services.runtime.finland import local_date
from services.sessions.hours.availability import Diary
from services.sessions.planning import series
from services.sessions.planning.series_terms import Plan, Terms
from services.sessions.planning.wishes import ANY_TIME, Wishes

SHORTEST_GAP_DAYS = 7
LONGEST_GAP_DAYS = 21


def plan(
    first_day: date, ends_by: date, count: int, duration_minutes: int, diary: Diary, wishes: Wishes = ANY_TIME
) -> Plan:
    """As many of them as fit by the last day, 7 to 21 days apart, the first one not before the first day.

    What would come later than that after the one before it is left out: fewer are shown, and agreed to as such. Their
    numbers are the trial's own.
    Refuses: as `services/sessions/planning/series_terms.py:Terms`.
    """
    planned = series.plan(terms(first_day, ends_by, count, duration_minutes, wishes), diary)
    return replace(planned, sessions=planned.sessions[: _that_keep_together(planned)])


def terms(
    first_day: date, ends_by: date, count: int, duration_minutes: int, wishes: Wishes = ANY_TIME
) -> Terms:
    """As the planner reads them. Refuses: as `services/sessions/planning/series_terms.py:Terms`."""
    return Terms(
        starts_on=first_day,
        ends_on=ends_by,
        duration_minutes=duration_minutes,
        interval_days=SHORTEST_GAP_DAYS,
        longest_interval_days=LONGEST_GAP_DAYS,
        first_closer=0,
        closer_interval_days=SHORTEST_GAP_DAYS,
        closer_slack_days=0,
        wishes=wishes,
        count=count,
    )


def _that_keep_together(planned: Plan) -> int:
    """How many there are up to the first gap that is too long, as July makes one."""
    days = [local_date(session.starts_at) for session in planned.sessions]
    longest = timedelta(days=LONGEST_GAP_DAYS)
    too_late = (at for at, (day, following) in enumerate(pairwise(days), 1) if following - day > longest)
    return next(too_late, len(days))
