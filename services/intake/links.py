"""Links to inquiries: by which somebody confirms what was typed for them, and a coordinator types for somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.intake import changing
from services.messages import intake as messages
from services.messages.mailed_links import LinkShown, SealedLink
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.proofs.by_link import WithLinks
from services.runtime.proofs.links import ENTERING, LinkKeys, seal
from services.runtime.proofs.people import public_keys
from services.runtime.service import Service

_OPENS_FOR = timedelta(hours=8)
"""Ours: a working day; the link is opened at once."""
_PROVES_FOR = timedelta(days=messages.ASKING_DAYS)
"""What was typed is kept for so long, and may be sent as long as it is."""


@dataclass(frozen=True)
class Resources:
    links: WithLinks


async def prepare(service: Service[Any]) -> Resources:
    keys = LinkKeys.read(service.settings.keys)
    known, local = public_keys(service.settings.keys), service.settings.is_local
    service.prover = links = WithLinks(known, service.ask, keys, service.clock, is_local=local)
    return Resources(links)


async def show(query: messages.ShowInquiryLink, work: Work[Resources]) -> LinkShown:
    """Who types for somebody is a coordinator still. Refuses: unknown_link."""
    shown = await work.resources.links.show(query)
    if query.purpose != ENTERING or shown.standing != "good" or await _still_opens(shown, work):
        return shown
    return shown.model_copy(update={"standing": "over"})


async def _still_opens(link: LinkShown, work: Work[Resources]) -> bool:
    in_time = work.clock.now() < datetime.fromisoformat(link.facts["opens_until"])
    return in_time and link.person_id is not None and await changing.is_staff(work.ask, link.person_id)


async def to_type_by(query: messages.SealEnteringLink, work: Work[Resources]) -> SealedLink:
    if not await changing.is_staff(work.ask, query.viewer.person_id):
        raise Refusal("not_yours_to_decide", "viewer")
    now = work.clock.now()
    facts = {
        "person_id": str(query.viewer.person_id),
        "process_id": str(query.process_id or ""),
        "opens_until": (now + _OPENS_FOR).isoformat(),
    }
    return SealedLink(token=seal(work.resources.links.keys, ENTERING, facts, now + _PROVES_FOR))
