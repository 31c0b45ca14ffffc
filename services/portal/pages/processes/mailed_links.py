"""A link in a mail proves who reads it for as long as the address that it went to is theirs."""

from collections.abc import Mapping
from uuid import UUID

from services.messages.directory import ShowPerson
from services.portal.pages.processes.own_process import or_nothing
from services.runtime.links import mark_of
from services.web.pages.visit import Visit


async def is_theirs(visit: Visit, facts: Mapping[str, str]) -> bool:
    """Not once their address was corrected: the link may lie with a stranger. An entry that was merged into another
    keeps its links: both addresses are one person's.
    """
    person_id = UUID(facts["person_id"])
    person = await or_nothing(visit.ask(ShowPerson(person_id=person_id)), "unknown_person")
    if person is None or person.person_id != person_id:
        return True
    return mark_of(person.email) == facts.get("sent_to")
