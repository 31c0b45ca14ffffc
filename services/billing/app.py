"""Composition root: the service and what it is made of."""

from services.billing import handlers
from services.billing.delivery.sending import Outbound, deliver, due, prepare
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service[Outbound]:
    """settings: from the environment unless given."""
    return Service(
        "billing", handlers, settings or Settings(), prepare=prepare, background=(deliver,), due=due
    )
