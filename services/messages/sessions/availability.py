"""A supervisor's weekly hours: offered, withdrawn, listed."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Asked, Command, Done, Query, Reply
from services.messages.values import Day, LocalTime, Utc, Viewer


class OfferAvailability(Command[Done]):
    """Weekly hours in Helsinki local time, both days counted. Natural key: all fields but the last two.

    offered_by: the supervisor themselves, or a coordinator.
    Refuses: not_yours_to_decide, ends_before_start, day_too_early, day_too_late, too_many (withdraw some first).
    """

    supervisor_id: UUID
    weekday: Annotated[int, Field(ge=0, le=6)]
    from_time: LocalTime
    to_time: LocalTime
    valid_from: Day
    valid_until: Day
    offered_by: UUID
    as_of: Utc


class WithdrawAvailability(Command[Done]):
    """Nothing more is planned on these hours; what is booked on them stays. Of hours that are gone: nothing.

    Refuses: not_yours_to_decide, as OfferAvailability.
    """

    supervisor_id: UUID
    availability_id: UUID
    withdrawn_by: UUID
    as_of: Utc


class AvailabilityCard(Reply):
    """Weekly hours as they were offered. availability_id: the same whenever the same hours are offered."""

    availability_id: UUID
    weekday: int
    from_time: LocalTime
    to_time: LocalTime
    valid_from: Day
    valid_until: Day


class AvailabilityList(Reply):
    availability: list[AvailabilityCard]


class ListAvailability(Query[AvailabilityList]):
    """By weekday and hour. Refuses: unknown_supervisor, also to all but the supervisor and coordinators."""

    supervisor_id: UUID
    viewer: Viewer


class HoursOffered(Reply):
    """supervisors: how many of them offer hours."""

    supervisors: int


class ShowHoursOffered(Asked[HoursOffered]):
    """Whether sessions can be planned at all: weekly hours on that day or later."""

    on: Day
