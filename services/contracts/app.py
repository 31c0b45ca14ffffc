"""Composition root: the service and what it is made of."""

from services.contracts import handlers
from services.contracts.changes.lapsing import due, lapse, prepare
from services.runtime.events.due_rows import DueRows
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service[DueRows]:
    """settings: from the environment unless given."""
    return Service(
        "contracts", handlers, settings or Settings(), prepare=prepare, background=(lapse,), due=due
    )
