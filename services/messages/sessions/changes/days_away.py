"""A supervisor is away for some days: what is planned then is called off and planned again, and nothing comes there."""

from datetime import datetime
from uuid import UUID

from services.messages.envelope import Command, Done, Query, Reply
from services.messages.values import Day, ShortText, Utc, Viewer


class CalledOff(Reply):
    """becomes: when it is held instead; none: a coordinator is to find a time."""

    session_id: UUID
    process_id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    becomes: datetime | None = None


class DaysAwayPlan(Reply):
    """sessions: of all processes, by their times. fingerprint: of what was shown, for ReportDaysAway."""

    sessions: list[CalledOff]
    fingerprint: str


class PreviewDaysAway(Query[DaysAwayPlan]):
    """Changes nothing. Refuses: unknown_supervisor (also to all but the supervisor and coordinators), and the days as
    ReportDaysAway does.
    """

    supervisor_id: UUID
    from_day: Day
    until_day: Day
    viewer: Viewer
    as_of: Utc


class ReportDaysAway(Command[DaysAwayPlan]):
    """By the supervisor, or a coordinator to whom it was said; both days counted, in Helsinki. Why is not asked.

    Every session of those days that has not begun is called off as the supervisor's, for nothing, and planned again:
    all of them or none. The same days a second time: what there still is to call off, which is nothing.
    fingerprint: what was looked at.
    Refuses: not_yours_to_decide, day_is_past, ends_before_start, day_too_late, too_many (sessions for one act, or
    stretches of days that are kept), plan_changed.
    """

    supervisor_id: UUID
    from_day: Day
    until_day: Day
    fingerprint: ShortText
    reported_by: UUID
    as_of: Utc


class TakeBackDaysAway(Command[Done]):
    """Those days are open again; what was called off stays where it is now. Of days that are not kept: nothing.

    Refuses: not_yours_to_decide.
    """

    supervisor_id: UUID
    from_day: Day
    until_day: Day
    taken_back_by: UUID
    as_of: Utc


class DaysAwayCard(Reply):
    from_day: Day
    until_day: Day


class DaysAwayList(Reply):
    days: list[DaysAwayCard]


class ListDaysAway(Query[DaysAwayList]):
    """Those that are not past. Refuses: unknown_supervisor, also to all but the supervisor and coordinators."""

    supervisor_id: UUID
    viewer: Viewer
    as_of: Utc
