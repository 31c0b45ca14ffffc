"""How many sessions a proposal offers: as many as its page counts when it is opened."""

from deploy.demo.script import Ask, Order
from services.messages import intake
from services.messages.sessions import CountSessions
from services.runtime.commands.refusal import Refusal


async def fill(ask: Ask, order: Order) -> Order:
    """Of a proposal that was sent before the demo was interrupted: what it said, whatever the page would count now."""
    assert isinstance(order, intake.SendProposal)
    try:
        number = (await ask(intake.ShowProposal(process_id=order.process_id))).sessions_agreed
    except Refusal as refusal:
        if refusal.code != "no_proposal":
            raise
        number = await _counted(ask, order)
    return order.model_copy(update={"sessions_agreed": number})


async def _counted(ask: Ask, order: intake.SendProposal) -> int | None:
    """None: no day was found for any."""
    inquiry = await ask(intake.ShowInquiry(process_id=order.process_id))
    terms = {"starts_on", "ends_on", "duration_minutes", "as_of"}
    wished = inquiry.model_dump(
        include={"supervisor_id", "preferred_weekdays", "preferred_times", "promises"}
    )
    every = {"base_interval_days": order.base_interval_days or inquiry.promises.interval_days}
    told = await ask(CountSessions.model_validate(order.model_dump(include=terms) | wished | every))
    return told.count or None
