"""Composition root: the service and what it is made of."""

from services.directory import handlers
from services.directory.pictures.keeping import SWEPT
from services.directory.proving.codes import OLD_CODES
from services.directory.proving.devices import OLD_CHALLENGES
from services.directory.proving.ending import OLD_ENDS
from services.directory.proving.giving import Resources, prepare
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service[Resources]:
    """settings: from the environment unless given."""
    forgets = (*SWEPT, *OLD_CODES, OLD_CHALLENGES, *OLD_ENDS)
    return Service("directory", handlers, settings or Settings.read(), prepare=prepare, forgets=forgets)
