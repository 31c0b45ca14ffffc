"""Composition root: the service and what it is made of."""

from services.intake import handlers
from services.intake.links import Resources, prepare
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service[Resources]:
    """settings: from the environment unless given."""
    return Service("intake", handlers, settings or Settings.read(), prepare=prepare)
