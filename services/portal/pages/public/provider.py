"""Who the provider is and what it promises, for the pages that have to say it to everybody."""

from datetime import datetime

from services.messages.billing import SellerCard, ShowSeller
from services.messages.directory import ShowPromises
from services.messages.intake import ListPrices
from services.messages.promises import Promises
from services.portal.pages.public.offered import Offered, offered_by
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.finland import local_date
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit


async def provider(visit: Visit) -> SellerCard | None:
    """As it stands on its invoices; none where it is not entered yet, or cannot be asked now."""
    try:
        return await visit.ask(ShowSeller())
    except (Refusal, Fault):
        return None


async def offered(visit: Visit) -> Offered:
    """What may be asked for: what has a price. All that is usual, where intake cannot be asked now."""
    told = await answer_or_none(visit, ListPrices())
    return offered_by(told.prices if told else [])


async def promises(visit: Visit, at: datetime | None = None) -> Promises:
    """To those who begin at that instant, or now.

    The usual ones, where directory cannot be asked now: these pages are read while every other service is away.
    """
    told = await answer_or_none(visit, ShowPromises(on=local_date(at or visit.now)))
    return told.promises if told else Promises()
