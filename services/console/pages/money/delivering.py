"""What pages of money say of a document's delivery, and the form that sends it again."""

from uuid import UUID, uuid4

from services.messages.billing import DeliveryList, DeliveryShown, ListDeliveries, ShowDelivery
from services.messages.values import Channel
from services.web.pages.forms import Filled, Form
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit


class AgainForm(Form):
    """channel: none for how the customer takes invoices today."""

    message_id: UUID
    channel: Channel | None = None


class CameBackForm(Form):
    """message_id: of what was sent when the page was opened."""

    message_id: UUID


async def delivery_of(visit: Visit, invoice_id: UUID) -> DeliveryShown:
    return await visit.ask(ShowDelivery(invoice_id=invoice_id, viewer=visit.viewer))


def form_to_send_again() -> Filled[AgainForm]:
    return Filled[AgainForm]({"message_id": uuid4(), "channel": ""})


async def undelivered(visit: Visit) -> DeliveryList | None:
    """For who may send them again; none: there are none, or it is not known just now."""
    if not visit.may("run_billing"):
        return None
    return await answer_or_none(visit, ListDeliveries(viewer=visit.viewer, status="undelivered"))
