"""Lists for the pages: organisations, and the people of one of them; each viewer gets what is in their reach."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import authority, people, relations
from services.directory.customers import organisations
from services.directory.ordering import in_order
from services.directory.tables import Organisation, Person, Relation
from services.messages import directory as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Belongs, Owners, reached_rows, reaches
from services.runtime.searching import has

_OWNERS = Owners(organisation_id=col(Relation.organisation_id), department_id=col(Relation.department_id))
_FULL_NAME: Any = col(Person.given_name) + " " + col(Person.family_name)


async def of_organisations(db: AsyncSession, query: messages.ListOrganisations) -> messages.OrganisationList:
    """By name."""
    whole = query.viewer.model_copy(update={"department_id": None})
    in_reach = reached_rows(whole, Owners(organisation_id=Organisation.organisation_id))
    found = await db.exec(
        select(Organisation)
        .where(in_reach, has(query.search, Organisation.name, Organisation.business_id))
        .order_by(*in_order(Organisation.name, query.language), col(Organisation.organisation_id))
        .limit(messages.MOST_ROWS)
    )
    return messages.OrganisationList(organisations=fitting([organisations.card(one) for one in found]))


async def of_people(db: AsyncSession, query: messages.ListPeople) -> messages.PeopleList:
    """By family name. Refuses: unknown_organisation (also one out of the viewer's reach)."""
    await _check_reach(db, query)
    persons = await _related(db, query)
    may_know = reached_rows(query.viewer, _OWNERS)
    cards = await relations.cards_of(db, [person.person_id for person in persons], may_know)
    cards = {who: await _with_ends(db, query.viewer, mine) for who, mine in cards.items()}
    found = [
        messages.ListedPerson(**dict(people.full_card(person)), relations=cards[person.person_id])
        for person in persons
    ]
    return messages.PeopleList(people=fitting(found))


async def _check_reach(db: AsyncSession, query: messages.ListPeople) -> None:
    """A payer reaches the organisation, but has nothing to do with its people."""
    where = Belongs(organisation_id=query.organisation_id, department_id=query.viewer.department_id)
    reached = reaches(query.viewer, where)
    if not reached or query.viewer.role is Role.PAYER:
        raise Refusal("unknown_organisation", "organisation_id")
    if query.organisation_id:
        await organisations.find(db, query.organisation_id)


async def _related(db: AsyncSession, query: messages.ListPeople) -> Sequence[Person]:
    """Who is anything to the organisation, as far as the viewer reaches; or to the provider where none is named."""
    here = select(Relation.person_id).where(
        col(Relation.organisation_id).is_not_distinct_from(query.organisation_id),
        reached_rows(query.viewer, _OWNERS),
    )
    found = await db.exec(
        select(Person)
        .where(col(Person.person_id).in_(here), has(query.search, _FULL_NAME, Person.email))
        .order_by(
            *in_order(Person.family_name, query.language),
            *in_order(Person.given_name, query.language),
            col(Person.person_id),
        )
        .limit(messages.MOST_ROWS)
    )
    return found.all()


async def _with_ends(
    db: AsyncSession, viewer: Viewer, cards: list[messages.RelationCard]
) -> list[messages.RelationCard]:
    """Each says whether this viewer may end it."""
    told = []
    for card in cards:
        where = Belongs(organisation_id=card.organisation_id, department_id=card.department_id)
        may_end = await authority.may(db, viewer.person_id, authority.right_to("end", card.relation), where)
        told.append(card.model_copy(update={"may_end": may_end}))
    return told
