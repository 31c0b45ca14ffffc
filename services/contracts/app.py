"""Composition root: the service and what it is made of."""

from services.contracts import handlers
from services.contracts.falling_due import FallingDue, due, prepare, see_to
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service[FallingDue]:
    """settings: from the environment unless given."""
    return Service(
        "contracts", handlers, settings or Settings.read(), prepare=prepare, background=(see_to,), due=due
    )
