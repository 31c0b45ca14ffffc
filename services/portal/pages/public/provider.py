"""Who the provider is, for the pages that have to name it."""

from services.messages.billing import SellerCard, ShowSeller
from services.runtime.refusal import Fault, Refusal
from services.web.pages.visit import Visit


async def provider(visit: Visit) -> SellerCard | None:
    """As it stands on its invoices; none where it is not entered yet, or cannot be asked now."""
    try:
        return await visit.ask(ShowSeller())
    except (Refusal, Fault):
        return None
