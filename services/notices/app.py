"""Composition root: the service and what it is made of."""

from typing import Any

from services.notices import handlers
from services.notices.composing.doors import Doors
from services.notices.forgetting import OF_LETTERS
from services.notices.mailing.codes import send_codes
from services.notices.mailing.falling_due import due
from services.notices.mailing.post import mail_judge
from services.notices.mailing.sending import send_notices
from services.runtime.service import Service
from services.runtime.settings import Settings


async def prepare(service: Service[Any]) -> Doors:
    service.dependencies.also(mail_judge)
    return Doors.of(service.settings)


def build(settings: Settings | None = None) -> Service[Doors]:
    """settings: from the environment unless given."""
    return Service(
        "notices",
        handlers,
        settings or Settings.read(),
        says_events=False,
        prepare=prepare,
        background=(send_notices, send_codes),
        due=due,
        forgets=OF_LETTERS,
    )
