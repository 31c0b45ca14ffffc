"""Composition root: the service and what it is made of."""

from services.runtime.events.due_rows import DueRows
from services.runtime.service import Service
from services.runtime.settings import Settings
from services.sessions import handlers
from services.sessions.recording.chasing import chase, due, prepare


def build(settings: Settings | None = None) -> Service[DueRows]:
    """settings: from the environment unless given."""
    return Service(
        "sessions", handlers, settings or Settings.read(), prepare=prepare, background=(chase,), due=due
    )
