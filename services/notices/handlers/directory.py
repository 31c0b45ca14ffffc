"""What notices hears from directory: roles, names and addresses."""

from services.messages import directory
from services.notices import dropping, leavers, same_reader, sending_anew
from services.notices.occasions import invoice_letters, role_letters
from services.runtime.commands.transactions import Work
from services.runtime.provider import logos


async def person_related(event: directory.PersonRelated, work: Work) -> None:
    await role_letters.tell_of_role(event, work)


async def person_unrelated(event: directory.PersonUnrelated, work: Work) -> None:
    await role_letters.tell_of_role(event, work)


async def person_address_changed(event: directory.PersonAddressChanged, work: Work) -> None:
    await role_letters.tell_earlier_address(event, work)
    await sending_anew.send_to_new_address(event, work)


async def invoice_address_changed(event: directory.InvoiceAddressChanged, work: Work) -> None:
    await invoice_letters.tell_earlier_invoice_address(event, work)


async def person_name_changed(event: directory.PersonNameChanged, work: Work) -> None:
    await role_letters.tell_of_name(event, work)


async def persons_merged(event: directory.PersonsMerged, work: Work) -> None:
    await sending_anew.send_to_who_stays(event, work)
    await same_reader.take_over(work.db, event)
    await role_letters.tell_both_addresses(event, work)


async def supervisor_leaves(event: directory.SupervisorLeaves, work: Work) -> None:
    await leavers.keep(work.db, event)
    await role_letters.tell_of_last_day(event, work)


async def admission_asked(event: directory.AdmissionAsked, work: Work) -> None:
    await role_letters.ask_to_admit(event, work)


async def admission_answered(event: directory.AdmissionAnswered, work: Work) -> None:
    await dropping.drop_answered(event, work)
    await role_letters.tell_of_admission(event, work)


async def admission_dropped(event: directory.AdmissionDropped, work: Work) -> None:
    await role_letters.tell_that_none_is_needed(event, work)
    await dropping.drop_answered(event, work)


async def logo_set(event: directory.LogoSet, work: Work) -> None:
    await logos.keep_logo(work.db, event)
