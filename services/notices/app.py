"""Composition root: the service and what it is made of."""

from services.notices import handlers
from services.notices.sending import due, send_notices
from services.runtime.service import Service
from services.runtime.settings import Settings


def build(settings: Settings | None = None) -> Service:
    """settings: from the environment unless given."""
    return Service(
        "notices",
        handlers,
        settings or Settings(),
        says_events=False,
        background=(send_notices,),
        due=due,
    )
