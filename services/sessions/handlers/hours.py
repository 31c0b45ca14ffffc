"""A supervisor's time: hours on offer, and days away."""

from uuid import UUID

from services.messages import sessions as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.sessions.changes import days_away
from services.sessions.hours import weekly_hours


async def offer_availability(order: messages.OfferAvailability, work: Work) -> Done:
    await _check_hours(work, order.supervisor_id, order.offered_by, "offered_by")
    await weekly_hours.offer(work.db, order)
    return Done()


async def withdraw_availability(order: messages.WithdrawAvailability, work: Work) -> Done:
    await _check_hours(work, order.supervisor_id, order.withdrawn_by, "withdrawn_by")
    await weekly_hours.withdraw(work.db, order)
    return Done()


async def list_availability(query: messages.ListAvailability, work: Work) -> messages.AvailabilityList:
    return await weekly_hours.shown_to(work.db, query.supervisor_id, query.viewer)


async def show_hours_offered(query: messages.ShowHoursOffered, work: Work) -> messages.HoursOffered:
    return await weekly_hours.offered(work.db, query.on)


async def preview_days_away(query: messages.PreviewDaysAway, work: Work) -> messages.DaysAwayPlan:
    return await days_away.preview(work.db, query)


async def report_days_away(order: messages.ReportDaysAway, work: Work) -> messages.DaysAwayPlan:
    await _check_days_away(work, order.supervisor_id, order.reported_by, "reported_by")
    return await days_away.report(work.db, order)


async def take_back_days_away(order: messages.TakeBackDaysAway, work: Work) -> Done:
    await _check_days_away(work, order.supervisor_id, order.taken_back_by, "taken_back_by")
    await days_away.take_back(work.db, order)
    return Done()


async def list_days_away(query: messages.ListDaysAway, work: Work) -> messages.DaysAwayList:
    return await days_away.shown_to(work.db, query)


async def _check_hours(work: Work, supervisor_id: UUID, person_id: UUID, field: str) -> None:
    """A supervisor's own, as long as they are one, or a coordinator's word. Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, "offer_availability", field, supervisor_id)


async def _check_days_away(work: Work, supervisor_id: UUID, person_id: UUID, field: str) -> None:
    """As of hours. Refuses: not_yours_to_decide."""
    await permitted.check(work.ask, person_id, "report_days_away", field, supervisor_id)
