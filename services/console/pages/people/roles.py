"""What people are to the provider or to an organisation: given, ended, and given again where the ending is undone."""

from typing import get_args
from uuid import UUID, uuid4

from services.messages.directory import (
    EndRelation,
    GivableRoles,
    ListGivable,
    PersonKnown,
    RegisterPerson,
    RelatePerson,
    Relation,
)
from services.messages.names import PersonName
from services.messages.values import Email, Language
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.forms import Form
from services.web.pages.languages import marked as _
from services.web.pages.visit import Visit

HAS_ALREADY = _("This person has the role already. Nothing was changed.")
HAS_NOT = _("This person does not have the role. Nothing was changed.")
ENDED = _("The role has ended.")
AGAIN = _("The person has the role again.")
OF_THE_PROVIDER = ("coordinator", "finance", "administrator")
OF_AN_ORGANISATION = tuple(one for one in get_args(Relation) if one not in OF_THE_PROVIDER)


class PersonForm(Form):
    given_name: PersonName
    family_name: PersonName
    email: Email
    language: Language


async def register(visit: Visit, typed: PersonForm) -> PersonKnown:
    """Somebody who is known by this address already stays who they are."""
    facts = typed.model_dump(include=set(PersonForm.model_fields))
    facts |= {"registered_by": visit.person_id, "as_of": visit.now}
    return await visit.ask(RegisterPerson(person_id=uuid4(), **facts))


async def givable(visit: Visit, organisation_id: UUID | None = None) -> GivableRoles:
    """organisation_id: none for the provider's own staff."""
    return await visit.ask(ListGivable(given_by=visit.person_id, organisation_id=organisation_id))


async def give(
    visit: Visit,
    person_id: UUID,
    relation: Relation,
    organisation_id: UUID | None = None,
    department_id: UUID | None = None,
    said: str = _("The person has the role and can sign in."),
) -> str:
    """What came of it, in the visitor's language. organisation_id: none for the provider's own. said: marked English,
    where they have it by this. Refuses what RelatePerson refuses.
    """
    order = RelatePerson(
        person_id=person_id,
        relation=relation,
        organisation_id=organisation_id,
        department_id=department_id,
        given_by=visit.person_id,
        as_of=visit.now,
    )
    if (await visit.ask(order)).nothing_changed:
        return visit.text(HAS_ALREADY)
    visit.door.identities.forget(person_id)
    await visit.note(RelatePerson, about=person_id)
    return visit.text(said)


async def end(
    visit: Visit,
    person_id: UUID,
    relation: Relation,
    organisation_id: UUID | None = None,
    department_id: UUID | None = None,
) -> str:
    """What came of it, marked English: ENDED, or why nothing was. NotFound where it is not this visitor's to end."""
    if person_id == visit.person_id:
        raise NotFound
    order = EndRelation(
        person_id=person_id,
        relation=relation,
        organisation_id=organisation_id,
        department_id=department_id,
        ended_by=visit.person_id,
        as_of=visit.now,
    )
    try:
        if (await visit.ask(order)).nothing_changed:
            return HAS_NOT
    except Refusal as refusal:
        if refusal.code == "last_administrator":
            return _("The last administrator cannot be removed.")
        if refusal.code == "not_yours_to_end":
            raise NotFound from None
        raise
    visit.door.identities.forget(person_id)
    await visit.note(EndRelation, about=person_id)
    return ENDED
