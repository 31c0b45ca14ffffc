"""An inquiry is received, put right, screened and shown."""

from services.intake import (
    changing,
    history,
    inquiries,
    inquiry_cards,
    links,
    progress,
    queries,
    screening,
    steps,
)
from services.intake.askers import customers, parts, registering
from services.intake.links import Resources
from services.intake.offers import correcting, proposals
from services.intake.tables import Inquiry
from services.messages import intake as messages
from services.messages.directory import (
    ShowPromises,
)
from services.messages.envelope import Done
from services.messages.mailed_links import LinkShown, SealedLink
from services.messages.values import Viewer
from services.runtime import permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def submit_inquiry(order: messages.SubmitInquiry, work: Work) -> messages.InquiryReceipt:
    """Next: services/intake/inquiries.py:receive"""
    if known := await inquiries.sent_before(work.db, order):
        return messages.InquiryReceipt(process_id=known.process_id, number=known.number)
    promises = (await work.ask(ShowPromises(on=local_date(order.as_of)))).promises
    inquiries.check_headcount(order.audience, order.headcount, promises)
    inquiries.check_region(order)
    inquiries.check_preferred_from(order)
    inquiries.check_identity(order)
    await changing.check_language(work.ask, order)
    await changing.check_enters(work.ask, order.entered_by)
    contact_id = await registering.register_contact(work.ask, order)
    inquiry = await inquiries.receive(work.db, order, contact_id, promises)
    return messages.InquiryReceipt(process_id=inquiry.process_id, number=inquiry.number)


async def show_inquiry_link(query: messages.ShowInquiryLink, work: Work[Resources]) -> LinkShown:
    return await links.show(query, work)


async def seal_entering_link(query: messages.SealEnteringLink, work: Work[Resources]) -> SealedLink:
    return await links.to_type_by(query, work)


async def change_inquiry(order: messages.ChangeInquiry, work: Work) -> messages.InquiryReceipt:
    inquiry = await inquiries.find(work.db, order.inquiry_id)
    staff = await changing.is_staff(work.ask, order.changed_by)
    contact_id = None
    if changed := changing.changed_fields(inquiry, order):
        changing.check_may_change(inquiry, order, changed, staff=staff)
        inquiries.check_headcount(order.audience, order.headcount, inquiries.promises_of(inquiry))
        inquiries.check_region(order)
        if "preferred_from" in changed:
            inquiries.check_preferred_from(order)
        if "language" in changed:
            await changing.check_language(work.ask, order)
        inquiries.check_identity(order)
        if changing.is_another_contact(changed):
            contact_id = await registering.register_contact(work.ask, order)
    inquiry = await changing.change(work.db, order, contact_id, staff=staff)
    return messages.InquiryReceipt(process_id=inquiry.process_id, number=inquiry.number)


async def withdraw_inquiry(order: messages.WithdrawInquiry, work: Work) -> Done:
    inquiry = await inquiries.find(work.db, order.process_id)
    theirs = await changing.may_withdraw_as(work.ask, inquiry, order.withdrawn_by)
    needs_staff = order.is_test or not theirs
    if needs_staff and not await changing.is_staff(work.ask, order.withdrawn_by):
        raise Refusal("not_yours_to_decide", "withdrawn_by")
    await changing.withdraw(work, order, staff=needs_staff)
    return Done()


async def confirm_inquiry(order: messages.ConfirmInquiry, work: Work) -> Done:
    await changing.confirm(work.db, order)
    return Done()


async def list_inquiry_changes(query: messages.ListInquiryChanges, work: Work) -> messages.InquiryChanges:
    return await history.list_changes(work.db, query)


async def show_inquiry(query: messages.ShowInquiry, work: Work) -> messages.InquiryCard:
    found = await queries.find(work.db, query.process_id, query.viewer)
    return await _with_neighbours(found, query.viewer, work)


async def show_typed_inquiry(query: messages.ShowTypedInquiry, work: Work) -> messages.InquiryCard:
    return inquiry_cards.card(await queries.find(work.db, query.process_id, None))


async def find_process(query: messages.FindProcess, work: Work) -> messages.InquiryCard:
    return await _with_neighbours(await queries.with_number(work.db, query), query.viewer, work)


async def _with_neighbours(found: Inquiry, viewer: Viewer | None, work: Work) -> messages.InquiryCard:
    """What a process goes on from, and as: nothing where a service asks."""
    card = inquiry_cards.card(found, viewer)
    return card.model_copy(update=await queries.neighbours(work.db, found, viewer)) if viewer else card


async def find_persons_processes(
    query: messages.FindPersonsProcesses, work: Work
) -> messages.PersonsProcesses:
    return messages.PersonsProcesses(process_ids=list(await queries.persons_processes(work.db, query)))


async def list_inquiries(query: messages.ListInquiries, work: Work) -> messages.InquiryList:
    found = [inquiry_cards.listed(one, query.viewer) for one in await queries.newest(work.db, query)]
    part = fitting(found, most=queries.AT_MOST)
    return messages.InquiryList(inquiries=part, go_on_after=last_of(part, found, "process_id"))


async def decide_screening(order: messages.DecideScreening, work: Work) -> Done:
    """Held from the first look on: what is withdrawn meanwhile leaves nobody to be let in for it."""
    inquiry = await inquiries.hold(work.db, order.process_id)
    await permitted.check(work.ask, order.decided_by, "decide_screening", "decided_by")
    place = None
    if inquiry.outcome:
        screening.check_same(inquiry, order)
    else:
        screening.check_is_read(inquiry, order)
    if order.outcome is messages.ScreeningOutcome.SUPERVISION and inquiry.outcome is None:
        await inquiries.one_customer_at_a_time(work.db, inquiry)
        await registering.accept_contact(work.ask, inquiry, order.as_of)
        place = await registering.place(work.ask, inquiry, order)
    await screening.decide(work.db, order, place)
    return Done()


async def show_customer_found(query: messages.ShowCustomerFound, work: Work) -> messages.CustomerFound:
    inquiry = await queries.find_to_decide(work.db, query)
    return await customers.found(work.ask, inquiry, query.viewer)


async def remind_of_step(order: messages.RemindOfStep, work: Work) -> Done:
    await steps.remind_of_step(work.db, order)
    return Done()


async def list_parts(query: messages.ListParts, work: Work) -> messages.PersonParts:
    return await parts.of(work.db, query.person_ids)


async def show_progress(query: messages.ShowProgress, work: Work) -> messages.InquiryProgress:
    inquiry = await inquiries.find(work.db, query.process_id)
    newest = await proposals.latest(work.db, query.process_id)
    return progress.told(inquiry, newest, await correcting.accepted(work.db, query.process_id))
