"""Composition root: the service and what it is made of."""

from services.directory import handlers
from services.directory.pictures.keeping import SWEPT
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service:
    """settings: from the environment unless given."""
    return Service("directory", handlers, settings or Settings(), forgets=SWEPT)
