"""A link in a mail: opened by the service that it leads to, and sent along with what its reader asks and says."""

from pydantic import ValidationError

from services.messages.mailed_links import LinkQuery, LinkShown
from services.runtime.commands.proving import LINK
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit


async def opened(visit: Visit, kind: type[LinkQuery], purpose: str, token: str) -> LinkShown:
    """From here on the visit is proved by it. Raises NotFound for a link not of ours."""
    try:
        shown = await visit.ask(kind.model_validate({"purpose": purpose, "token": token}))
    except (Refusal, ValidationError):
        raise NotFound from None
    visit.proof = LINK + token
    return shown
