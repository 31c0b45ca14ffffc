"""What a process costs, as its payer is told: the planned sessions of one service at the prices of another."""

from uuid import UUID

from services.messages.billing import MOST_PLANNED, PlannedCharge, ProcessCost, ShowCost
from services.messages.sessions import ListSessions, SessionCard
from services.runtime.commands.refusal import Refusal, Unavailable
from services.runtime.finland import local_date
from services.web.pages.visit import Visit


async def cost_of(visit: Visit, process_id: UUID) -> ProcessCost | None:
    """None while a service is away, or where the viewer may not know of the sessions."""
    try:
        found = await visit.ask(ListSessions(process_id=process_id, viewer=visit.viewer))
        planned = [_charge(one) for one in found.sessions if one.status == "planned"]
        query = ShowCost(process_id=process_id, planned=planned[:MOST_PLANNED], viewer=visit.viewer)
        return await visit.ask(query)
    except (Refusal, Unavailable):
        return None


def _charge(one: SessionCard) -> PlannedCharge:
    minutes = int((one.ends_at - one.starts_at).total_seconds()) // 60
    return PlannedCharge(performed_on=local_date(one.starts_at), minutes=minutes, trial=one.trial)
