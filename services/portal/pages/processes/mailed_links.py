"""A link in a mail proves who reads it for as long as the address that it went to is theirs."""

from collections.abc import Mapping
from uuid import UUID

from services.messages.directory import ListOwnAddresses
from services.portal.pages.processes.own_process import or_nothing
from services.runtime.links import mark_of
from services.web.pages.visit import Visit


async def is_theirs(visit: Visit, facts: Mapping[str, str]) -> bool:
    """Not once their address was corrected: the link may lie with a stranger. An entry that was merged into another
    keeps the links of its last address: both are one person's.
    """
    query = ListOwnAddresses(person_id=UUID(facts["person_id"]))
    own = await or_nothing(visit.ask(query), "unknown_person")
    return own is not None and facts.get("sent_to") in {mark_of(one) for one in own.addresses}
