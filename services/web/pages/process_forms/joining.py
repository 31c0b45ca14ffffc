"""Who is to join a group from a day on: the form of both doors."""

from uuid import UUID, uuid4

from services.messages.contracts import ProposeMember
from services.messages.directory import RegisterPerson
from services.messages.names import PersonName
from services.messages.values import Day, Email, Language
from services.web.pages.forms import Form
from services.web.pages.visit import Visit


class NewcomerForm(Form):
    """Somebody new, or known by the address; and the first day. named_otherwise: whoever it is, the address says."""

    named_otherwise = {"person_id": "email", "supervisee_ids": "email"}
    given_name: PersonName
    family_name: PersonName
    email: Email
    language: Language
    from_day: Day


async def proposing(visit: Visit, process_id: UUID, typed: NewcomerForm) -> ProposeMember:
    """Whoever is known by the address stays who they are, and is proposed by the name that is theirs.

    Refuses: known_by_another_name.
    """
    facts = typed.model_dump(include={"given_name", "family_name", "email", "language"})
    facts |= {"registered_by": visit.person_id, "as_named": True, "as_of": visit.now}
    person = await visit.ask(RegisterPerson(person_id=uuid4(), **facts))
    return ProposeMember(
        process_id=process_id,
        person_id=person.person_id,
        from_day=typed.from_day,
        proposed_by=visit.person_id,
        as_of=visit.now,
    )
