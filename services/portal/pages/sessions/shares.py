"""What part of its price a session costs that was not held, as the schedule tells it."""

from decimal import Decimal
from uuid import UUID

from services.messages.billing import ListSessionShares
from services.portal.pages.processes.own_process import Process, or_nothing
from services.runtime.commands.refusal import Unavailable
from services.web.pages.visit import Visit


async def shares_of(visit: Visit, process: Process) -> dict[UUID, int | Decimal]:
    """By its session. Empty to whom that is not told, and while billing does not answer."""
    query = ListSessionShares(process_id=process.process_id, viewer=visit.viewer)
    try:
        told = await or_nothing(visit.ask(query), "unknown_process")
    except Unavailable:
        return {}
    return {one.session_id: one.percent for one in told.shares} if told else {}
