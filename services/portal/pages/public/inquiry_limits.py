"""How many inquiries are taken at once: from a network, for one mail address, and in one organisation's name."""

from services.portal.pages.public.drafts import About
from services.portal.pages.public.inquiry_steps import Whole
from services.portal.pages.public.provider import provider
from services.web.http import limits
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

_TOO_MANY = _(
    "Many inquiries have come from here in a short time. Wait some minutes; what you typed is kept."
)
_CALL = _("Or call us: %(phone)s.")


async def too_many_begun(visit: Visit) -> str | None:
    """What to tell whoever is to wait, in their language; None where they need not."""
    return None if await _taken(visit, {limits.INQUIRY: visit.network}) else await _said(visit)


async def too_many_sent(visit: Visit, whole: Whole, about: About | None) -> str | None:
    """As `too_many_begun`. Whoever is signed in, and a coordinator who types for others, are known to be who they say:
    a stranger in their name does not hold them up.
    """
    whose = {} if visit.signed_in or about else _named(whole)
    return None if await _taken(visit, whose) else await _said(visit)


def _named(whole: Whole) -> dict[limits.Limit, str]:
    whose = {limits.INQUIRY_CONTACT: whole.contact_email.lower()}
    if number := whole.business_id or whole.foreign_id:
        whose[limits.INQUIRY_CUSTOMER] = f"{whole.country}:{number}"
    return whose


async def _taken(visit: Visit, whose: dict[limits.Limit, str]) -> bool:
    now = visit.door.real_clock.now()
    async with visit.transaction() as db:
        return all([await limits.take(db, limit, name, now) for limit, name in whose.items()])


async def _said(visit: Visit) -> str:
    seller = await provider(visit)
    called = [visit.text(_CALL) % {"phone": seller.phone}] if seller and seller.phone else []
    return " ".join([visit.text(_TOO_MANY), *called])
