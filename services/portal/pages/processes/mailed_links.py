"""A link in a mail: opened by the service that it leads to, and sent along with what its reader asks and says."""

from services.messages.mailed_links import LinkQuery, LinkShown
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit


async def opened(visit: Visit, query: LinkQuery) -> LinkShown:
    """From here on the visit is proved by it. Raises NotFound for a link not of ours."""
    try:
        shown = await visit.ask(query)
    except Refusal:
        raise NotFound from None
    visit.link = query.token
    return shown
