"""A link in a mail proves who reads it for as long as the address that it went to is theirs."""

from collections.abc import Mapping
from uuid import UUID

from services.messages.directory import ShowPerson
from services.portal.pages.processes.own_process import or_nothing
from services.runtime.links import mark_of
from services.web.pages.visit import Visit


async def is_theirs(visit: Visit, facts: Mapping[str, str]) -> bool:
    """Not once their address was put right, nor once their entry was made one with another: the link may lie with a
    stranger, who had the address by a slip. What waits goes to the address that stays.
    """
    person = await or_nothing(visit.ask(ShowPerson(person_id=UUID(facts["person_id"]))), "unknown_person")
    return person is not None and facts.get("sent_to") == mark_of(person.email)
