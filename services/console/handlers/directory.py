"""What the console hears from directory: customers by name, roles, two entries of one person."""

from services.console.board import assignments, cards, same_person
from services.messages import directory
from services.runtime.commands.transactions import Work
from services.runtime.provider import languages, logos
from services.web.sign_in import signed_in


async def organisation_registered(event: directory.OrganisationRegistered, work: Work) -> None:
    await cards.name_organisation(work, event)


async def organisation_changed(event: directory.OrganisationChanged, work: Work) -> None:
    await cards.name_organisation(work, event)


async def department_registered(event: directory.DepartmentRegistered, work: Work) -> None:
    await cards.name_department(work, event)


async def department_changed(event: directory.DepartmentChanged, work: Work) -> None:
    await cards.name_department(work, event)


async def person_address_changed(event: directory.PersonAddressChanged, work: Work) -> None:
    await signed_in.end_if_put_right(work.db, work.ask, event)


async def persons_merged(event: directory.PersonsMerged, work: Work) -> None:
    await signed_in.end_all(work.db, work.ask, event.absorbed_id)
    await same_person.take_over(work, event)


async def person_related(event: directory.PersonRelated, work: Work) -> None:
    await cards.follow_role(work, event)


async def person_unrelated(event: directory.PersonUnrelated, work: Work) -> None:
    """A coordinator who is none any more looks after nothing: it is everybody's again."""
    if event.relation == "coordinator":
        await assignments.take_back(work.db, event.person_id, event.by or event.person_id, work.heard.said_at)
    await cards.follow_role(work, event)


async def supervisor_leaves(event: directory.SupervisorLeaves, work: Work) -> None:
    await cards.follow_leaver(work, event)


async def logo_set(event: directory.LogoSet, work: Work) -> None:
    await logos.keep_logo(work.db, event)


async def languages_served(event: directory.LanguagesServed, work: Work) -> None:
    await languages.keep_languages(work.db, event)
