"""Lists for the pages: organisations, and the people of one of them; each viewer gets what is in their reach."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Subquery
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import people, typed_names
from services.directory.customers import organisations
from services.directory.ordering import in_order
from services.directory.rights import authority, relations
from services.directory.tables import Organisation, Person, Relation
from services.messages import directory as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Belongs, Owners, reached_rows, reaches
from services.runtime.searching import has
from services.runtime.storage.database import counted

_OWNERS = Owners(organisation_id=col(Relation.organisation_id), department_id=col(Relation.department_id))


async def of_organisations(db: AsyncSession, query: messages.ListOrganisations) -> messages.OrganisationList:
    """By name."""
    whole = query.viewer.model_copy(update={"department_id": None})
    in_reach = reached_rows(whole, Owners(organisation_id=Organisation.organisation_id))
    asked = select(Organisation).where(
        in_reach, has(query.search, Organisation.name, Organisation.business_id)
    )
    by_name = (*in_order(Organisation.name, query.language), col(Organisation.organisation_id))
    found = (await db.exec(asked.order_by(*by_name).limit(messages.MOST_ROWS))).all()
    cards = fitting([organisations.card(one) for one in found])
    return messages.OrganisationList(organisations=cards, count=await counted(db, asked))


async def of_people(db: AsyncSession, query: messages.ListPeople) -> messages.PeopleList:
    """By family name. Refuses: unknown_organisation (also one out of the viewer's reach)."""
    await _check_reach(db, query)
    persons = (await db.exec(_asked(query))).all()
    may_know = reached_rows(query.viewer, _OWNERS)
    cards = await relations.cards_of(db, [person.person_id for person, *_ in persons], may_know)
    cards = {who: await _with_ends(db, query.viewer, mine) for who, mine in cards.items()}
    found = [
        messages.ListedPerson(
            **dict(people.full_card(person)) | {"given_name": given_name, "family_name": family_name},
            relations=cards[person.person_id],
        )
        for person, given_name, family_name in persons
    ]
    return messages.PeopleList(people=fitting(found), count=await counted(db, _asked(query)))


async def _check_reach(db: AsyncSession, query: messages.ListPeople) -> None:
    """A payer reaches the organisation, but has nothing to do with its people."""
    where = Belongs(organisation_id=query.organisation_id, department_id=query.viewer.department_id)
    reached = reaches(query.viewer, where)
    if not reached or query.viewer.role is Role.PAYER:
        raise Refusal("unknown_organisation", "organisation_id")
    if query.organisation_id:
        await organisations.find(db, query.organisation_id)


def _asked(query: messages.ListPeople) -> Any:
    """Who is anything to the organisation, as far as the viewer reaches; or to the provider where none is named.

    With the names that the viewer may know, and finds and sees in order: see `typed_names.py`.
    """
    given_name, family_name, typed = _names(query)
    here = select(Relation.person_id).where(
        col(Relation.organisation_id).is_not_distinct_from(query.organisation_id),
        reached_rows(query.viewer, _OWNERS),
    )
    full_name = given_name + " " + family_name
    wanted = select(Person, given_name, family_name)
    if typed is not None:
        wanted = wanted.outerjoin(typed, typed.c.person_id == col(Person.person_id))
    return (
        wanted.where(col(Person.person_id).in_(here), has(query.search, full_name, Person.email))
        .order_by(
            *in_order(family_name, query.language),
            *in_order(given_name, query.language),
            col(Person.person_id),
        )
        .limit(messages.MOST_ROWS)
    )


def _names(query: messages.ListPeople) -> tuple[Any, Any, Subquery | None]:
    """Given and family name, and what they are read from besides; to our own people, as they are kept."""
    kept = col(Person.given_name), col(Person.family_name)
    if query.viewer.role is not Role.COMMISSIONER or query.organisation_id is None:
        return *kept, None
    typed = typed_names.called_at(query.organisation_id)
    given_name = sa.func.coalesce(typed.c.given_name, Person.given_name)
    return given_name, sa.func.coalesce(typed.c.family_name, Person.family_name), typed


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
