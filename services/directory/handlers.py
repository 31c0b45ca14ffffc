"""One thin function per message: what directory answers."""

from services.directory import organisations, people, supervisors
from services.messages import directory as words
from services.messages.envelope import Done
from services.runtime.asking import Work


async def register_organisation(order: words.RegisterOrganisation, work: Work) -> words.OrganisationCard:
    return organisations.card(await organisations.register(work.session, order))


async def show_organisation(query: words.ShowOrganisation, work: Work) -> words.OrganisationCard:
    return organisations.card(await organisations.find(work.session, query.organisation_id))


async def register_person(order: words.RegisterPerson, work: Work) -> words.Person:
    return people.card(await people.register(work.session, order))


async def relate_person(order: words.RelatePerson, work: Work) -> Done:
    await people.relate(work.session, order)
    return Done()


async def show_contacts(query: words.ShowContacts, work: Work) -> words.People:
    return await people.those(work.session, query.person_ids)


async def show_staff(query: words.ShowStaff, work: Work) -> words.People:
    return await people.staff(work.session, query.relation)


async def register_supervisor(order: words.RegisterSupervisor, work: Work) -> Done:
    await supervisors.register(work.session, order)
    return Done()


async def record_credential(order: words.RecordCredential, work: Work) -> Done:
    await supervisors.record_credential(work.session, order)
    return Done()


async def list_supervisors(query: words.ListSupervisors, work: Work) -> words.SupervisorCards:
    return await supervisors.all_of_them(work.session)
