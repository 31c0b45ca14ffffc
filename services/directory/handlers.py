"""One thin function per message: what directory answers."""

from services.directory import listing, organisations, passkeys, people, relations, supervisors
from services.messages import directory as words
from services.messages.envelope import Done
from services.runtime.asking import Work


async def register_organisation(order: words.RegisterOrganisation, work: Work) -> words.OrganisationCard:
    return organisations.card(await organisations.register(work.session, order))


async def show_organisation(query: words.ShowOrganisation, work: Work) -> words.OrganisationCard:
    return organisations.card(await organisations.find_for(work.session, query.organisation_id, query.viewer))


async def list_organisations(query: words.ListOrganisations, work: Work) -> words.OrganisationList:
    return await listing.of_organisations(work.session, query)


async def change_organisation(order: words.ChangeOrganisation, work: Work) -> words.OrganisationCard:
    return organisations.card(await organisations.change(work.session, order))


async def register_person(order: words.RegisterPerson, work: Work) -> words.Person:
    return people.card(await people.register(work.session, order))


async def find_person(query: words.FindPerson, work: Work) -> words.FoundPerson:
    return await people.with_email(work.session, query.email)


async def show_person(query: words.ShowPerson, work: Work) -> words.PersonCard:
    return people.full_card(await people.find(work.session, query.person_id))


async def list_people(query: words.ListPeople, work: Work) -> words.PeopleList:
    return await listing.of_people(work.session, query)


async def change_person(order: words.ChangePerson, work: Work) -> words.PersonCard:
    return people.full_card(await people.change(work.session, order))


async def relate_person(order: words.RelatePerson, work: Work) -> Done:
    await relations.relate(work.session, order)
    return Done()


async def end_relation(order: words.EndRelation, work: Work) -> Done:
    await relations.end(work.session, order)
    return Done()


async def show_relations(query: words.ShowRelations, work: Work) -> words.Relations:
    return await relations.of_person(work.session, query.person_id)


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


async def keep_passkey(order: words.KeepPasskey, work: Work) -> Done:
    await passkeys.keep(work.session, order)
    return Done()


async def list_passkeys(query: words.ListPasskeys, work: Work) -> words.Passkeys:
    return await passkeys.of_person(work.session, query.person_id)


async def find_passkey(query: words.FindPasskey, work: Work) -> words.FoundPasskey:
    return await passkeys.find(work.session, query.credential_id)


async def use_passkey(order: words.UsePasskey, work: Work) -> Done:
    await passkeys.use(work.session, order)
    return Done()


async def remove_passkey(order: words.RemovePasskey, work: Work) -> Done:
    await passkeys.remove(work.session, order)
    return Done()
