"""The page of the times to which a session could go: it is moved to one of them, or held then after all."""

from datetime import date
from typing import Any

from fastapi.responses import HTMLResponse

from services.console.pages.sessions.opened_session import Opened
from services.messages.sessions import FreeTimes, ListFreeTimes
from services.runtime.commands.refusal import Refusal
from services.web.pages.forms import Filled
from services.web.pages.process_forms.free_times import as_shown
from services.web.pages.visit import Visit


async def free_times(visit: Visit, opened: Opened, first: date | None) -> FreeTimes | None:
    """None for a session that cannot be moved any more."""
    query = ListFreeTimes(
        session_id=opened.card.session_id, viewer=visit.viewer, from_day=first, as_of=visit.now
    )
    try:
        return await visit.ask(query)
    except Refusal as refusal:
        if refusal.code == "session_not_open":
            return None
        raise


async def times_page(
    visit: Visit,
    template: str,
    opened: Opened,
    form: Filled[Any],
    free: FreeTimes | None,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    shown = as_shown(visit, free)
    return await visit.page(template, status, opened=opened, card=opened.card, form=form, **shown, **more)
