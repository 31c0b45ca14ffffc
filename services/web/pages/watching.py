"""Who watches the platform itself: let in as everywhere, and as last known while nobody can say who somebody is."""

import asyncio
from typing import Annotated

from fastapi import Depends, Request

from services.runtime.commands.refusal import Fault, Unavailable
from services.web.http.errors import OF_THE_DRIVER
from services.web.pages.door import Door
from services.web.pages.patience import PATIENCE_S
from services.web.pages.visit import Visit, signed_in, visiting


async def _watching(request: Request) -> Visit:
    """Raises SignInFirst; Unavailable where nobody can be asked, and they were not here before."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            visit = await visiting(request)
    except (Fault, *OF_THE_DRIVER) as error:
        door: Door = request.app.state.door
        known = door.last_known.of(request.cookies.get(door.cookie, ""), door.real_clock.now())
        if known is None:
            raise Unavailable("nobody says who it is") from error
        visit = Visit(request, known.browser_session, known.identity, is_last_known=True)
    return await signed_in(visit)


Watching = Annotated[Visit, Depends(_watching)]
