"""Another time, for one session or for what is left of a series."""

from services.messages import sessions as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.sessions.hours import free_times
from services.sessions.members import representing
from services.sessions.rescheduling import moving, placing, replacing, series_moving
from services.sessions.showing import session_card


async def list_free_times(query: messages.ListFreeTimes, work: Work) -> messages.FreeTimes:
    return await free_times.of_session(work.db, query)


async def move_session(order: messages.MoveSession, work: Work) -> messages.SessionCard:
    await representing.check_moves(work.db, work.ask, order)
    ahead = await representing.least_ahead(work.db, work.ask, order)
    return session_card.card(await moving.move(work.db, order, ahead))


async def preview_move_series(query: messages.PreviewMoveSeries, work: Work) -> messages.SeriesMovePlan:
    return await series_moving.preview(work.db, query)


async def move_series(order: messages.MoveSeries, work: Work) -> messages.SeriesMovePlan:
    await representing.check_moves(work.db, work.ask, order)
    return await series_moving.move(work.db, order)


async def preview_move(query: messages.PreviewMove, work: Work) -> messages.MovePreview:
    """Next: services/billing/handlers/items.py:quote_cancellation"""
    return await moving.preview(work.db, query)


async def replan_session(order: messages.ReplanSession, work: Work) -> messages.SessionCard:
    await permitted.check(work.ask, order.planned_by, "replan_session", "planned_by")
    return session_card.card(await replacing.replan(work.db, order))


async def set_place(order: messages.SetPlace, work: Work) -> Done:
    first = await placing.find(work.db, order)
    if order.set_by != first.supervisor_id:
        await permitted.check(work.ask, order.set_by, "propose_plan", "set_by")
    await placing.set_place(work.db, first, order)
    return Done()


async def list_own_places(query: messages.ListOwnPlaces, work: Work) -> messages.OwnPlaces:
    return await placing.own_places(work.db, query)
