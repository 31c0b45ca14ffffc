"""One thin function per message: what directory answers."""

from services.directory import addresses, ending, history, listing, people, promises
from services.directory.customers import (
    admissions,
    customer_cards,
    departments,
    founding,
    invoicing,
    organisations,
)
from services.directory.rights import authority, first_administrator, giving, relations
from services.directory.same_person import merge_preview, merging
from services.directory.supervision import credentials, leaving, supervisors
from services.messages import directory as messages
from services.messages.envelope import Done
from services.messages.intake import ListParts
from services.runtime.commands.transactions import Work
from services.runtime.commands.viewing import is_at_portal
from services.runtime.finland import local_date


async def register_organisation(
    order: messages.RegisterOrganisation, work: Work
) -> messages.OrganisationCard:
    return organisations.card(await founding.register(work.db, order))


async def show_organisation(query: messages.ShowOrganisation, work: Work) -> messages.OrganisationShown:
    found = await organisations.find_for(work.db, query.organisation_id, query.viewer)
    return await customer_cards.with_departments(work.db, found, query.viewer)


async def find_organisation(query: messages.FindOrganisation, work: Work) -> messages.FoundOrganisation:
    return await customer_cards.find(work.db, query)


async def list_organisations(query: messages.ListOrganisations, work: Work) -> messages.OrganisationList:
    return await listing.of_organisations(work.db, query)


async def change_organisation(order: messages.ChangeOrganisation, work: Work) -> messages.OrganisationCard:
    return organisations.card(await organisations.change(work.db, order))


async def register_department(order: messages.RegisterDepartment, work: Work) -> messages.DepartmentCard:
    return departments.card(await departments.register(work.db, order))


async def change_department(order: messages.ChangeDepartment, work: Work) -> messages.DepartmentCard:
    return departments.card(await departments.change(work.db, order))


async def show_department(query: messages.ShowDepartment, work: Work) -> messages.DepartmentCard:
    return departments.card(await departments.find_for(work.db, query.department_id, query.viewer))


async def show_customer(query: messages.ShowCustomer, work: Work) -> messages.CustomerCard:
    await customer_cards.check_asks(work.db, query)
    return await customer_cards.show(work.db, query)


async def set_invoicing(order: messages.SetInvoicing, work: Work) -> Done:
    await invoicing.set_invoicing(work.db, order)
    return Done()


async def show_earlier_invoice_address(
    query: messages.ShowEarlierInvoiceAddress, work: Work
) -> messages.EarlierInvoiceAddress:
    return await invoicing.earlier(work.db, query.change_id)


async def register_person(order: messages.RegisterPerson, work: Work) -> messages.PersonKnown:
    return messages.PersonKnown(person_id=(await people.register(work.db, order)).person_id)


async def accept_person(order: messages.AcceptPerson, work: Work) -> Done:
    await people.accept(work.db, order)
    return Done()


async def find_person(query: messages.FindPerson, work: Work) -> messages.FoundPerson:
    found = await people.with_email(work.db, query.email)
    return people.unnamed(found) if is_at_portal() else found


async def show_person(query: messages.ShowPerson, work: Work) -> messages.PersonCard:
    return people.full_card(await people.find(work.db, query.person_id))


async def change_address(order: messages.ChangeAddress, work: Work) -> Done:
    await addresses.change(work.db, order)
    return Done()


async def list_earlier_addresses(
    query: messages.ListEarlierAddresses, work: Work
) -> messages.EarlierAddresses:
    return await addresses.earlier(work.db, query)


async def show_earlier_address(query: messages.ShowEarlierAddress, work: Work) -> messages.EarlierAddress:
    return await addresses.show(work.db, query.change_id)


async def list_people(query: messages.ListPeople, work: Work) -> messages.PeopleList:
    return await listing.of_people(work.db, query)


async def change_person(order: messages.ChangePerson, work: Work) -> messages.PersonCard:
    return people.full_card(await people.change(work.db, order))


async def merge_people(order: messages.MergePeople, work: Work) -> messages.PersonCard:
    parts = await work.ask(ListParts(person_ids=[order.kept_id, order.absorbed_id]))
    return await merging.merge(work.db, order, parts.parts)


async def preview_merge(query: messages.PreviewMerge, work: Work) -> messages.MergePreview:
    parts = await work.ask(ListParts(person_ids=[query.kept_id, query.absorbed_id]))
    return await merge_preview.preview(work.db, query, parts.parts)


async def list_merged_entries(query: messages.ListMergedEntries, work: Work) -> messages.MergedEntries:
    return await merging.entries_of(work.db, query)


async def relate_person(order: messages.RelatePerson, work: Work) -> messages.RoleOutcome:
    return await admissions.relate(work.db, order)


async def end_relation(order: messages.EndRelation, work: Work) -> messages.RoleOutcome:
    return await relations.end(work.db, order)


async def show_relations(query: messages.ShowRelations, work: Work) -> messages.Relations:
    known = await relations.of_person(work.db, query.person_id, local_date(work.clock.now()))
    return known.model_copy(update={"waits": await admissions.waits(work.db, query.person_id)})


async def list_givable(query: messages.ListGivable, work: Work) -> messages.GivableRoles:
    return await giving.list_givable(work.db, query)


async def show_permission(query: messages.ShowPermission, work: Work) -> messages.Permission:
    today = local_date(work.clock.now())
    return messages.Permission(allowed=await authority.is_allowed(work.db, query, today))


async def list_commissioners(query: messages.ListCommissioners, work: Work) -> messages.People:
    found = await authority.commissioners(work.db, query)
    return messages.People(people=[people.card(person) for person in found])


async def list_payers(query: messages.ListPayers, work: Work) -> messages.People:
    found = await authority.payers(work.db, query)
    return messages.People(people=[people.card(person) for person in found])


async def ask_admission(order: messages.AskAdmission, work: Work) -> messages.AdmissionState:
    return messages.AdmissionState(status=await admissions.ask(work.db, order))


async def answer_admission(order: messages.AnswerAdmission, work: Work) -> Done:
    await admissions.answer(work.db, order)
    return Done()


async def drop_admission(order: messages.DropAdmission, work: Work) -> Done:
    await admissions.drop(work.db, order)
    return Done()


async def list_admissions(query: messages.ListAdmissions, work: Work) -> messages.AdmissionList:
    return await admissions.list_waiting(work.db, query, work.clock.now())


async def show_contacts(query: messages.ShowContacts, work: Work) -> messages.People:
    return await people.contacts(work.db, query)


async def show_staff(query: messages.ShowStaff, work: Work) -> messages.People:
    return await people.staff(work.db, query.relation)


async def register_supervisor(order: messages.RegisterSupervisor, work: Work) -> Done:
    await supervisors.register(work.db, order)
    return Done()


async def record_credential(order: messages.RecordCredential, work: Work) -> messages.CredentialHolds:
    return await credentials.record(work.db, order)


async def correct_credential(order: messages.CorrectCredential, work: Work) -> Done:
    await credentials.correct(work.db, order)
    return Done()


async def list_credential_history(
    query: messages.ListCredentialHistory, work: Work
) -> messages.CredentialHistory:
    return await credentials.history(work.db, query)


async def list_supervisors(query: messages.ListSupervisors, work: Work) -> messages.SupervisorCards:
    return await supervisors.all_of_them(work.db, query)


async def list_entry_history(query: messages.ListEntryHistory, work: Work) -> messages.EntryHistory:
    return await history.of_entry(work.db, query)


async def end_entry(order: messages.EndEntry, work: Work) -> Done:
    entry = await ending.find(work.db, order, order.ended_by)
    if entry.ended_on is None:
        await ending.refuse_if_needed(work.ask, entry)
    await ending.end(work.db, entry, order)
    return Done()


async def show_leaving(query: messages.ShowLeaving, work: Work) -> messages.Leaving:
    return await leaving.show(work.db, work.ask, query)


async def end_supervisor(order: messages.EndSupervisor, work: Work) -> messages.Leaving:
    """Next: services/directory/supervision/leaving.py:end"""
    return await leaving.end(work.db, work.ask, order)


async def reopen_entry(order: messages.ReopenEntry, work: Work) -> Done:
    entry = await ending.find(work.db, order, order.reopened_by)
    await ending.reopen(work.db, entry, order)
    return Done()


async def keep_first_link(order: messages.KeepFirstLink, work: Work) -> Done:
    await first_administrator.keep(work.db, order, work.clock.now())
    return Done()


async def find_first_link(query: messages.FindFirstLink, work: Work) -> messages.FirstLinkFound:
    good = await first_administrator.is_good(work.db, query.secret_hash, work.clock.now())
    return messages.FirstLinkFound(is_good=good)


async def set_promises(order: messages.SetPromises, work: Work) -> Done:
    await promises.set_from(work.db, order)
    return Done()


async def list_promises(_: messages.ListPromises, work: Work) -> messages.PromisesList:
    return await promises.all_set(work.db)


async def show_promises(query: messages.ShowPromises, work: Work) -> messages.PromisesInForce:
    return await promises.in_force(work.db, query.on)
