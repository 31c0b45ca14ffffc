"""Composition root: the service and what it is made of."""

from services.runtime.service import Service
from services.runtime.settings import Settings
from services.sessions import handlers


def build(settings: Settings | None = None) -> Service:
    """settings: from the environment unless given."""
    return Service("sessions", handlers, settings or Settings())
