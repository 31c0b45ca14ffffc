"""Composition root: the service and what it is made of."""

from services.billing import handlers
from services.billing.delivery.sending import Outbound, deliver, due, keep_books, prepare
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service[Outbound]:
    """settings: from the environment unless given."""
    told, loops = settings or Settings.read(), (deliver, keep_books)
    return Service("billing", handlers, told, prepare=prepare, background=loops, due=due)
