"""One thin function per message: what intake answers, and what it does when contracts says something."""

from collections.abc import Collection
from uuid import UUID

from services.intake import changing, history, inquiries, inquiry_cards, queries, screening, steps
from services.intake.askers import customers, members, parts, registering
from services.intake.offers import correcting, prices, proposals, renewals
from services.intake.supervisors import choosing, declaring, interest_cards, other_supervisors, parties
from services.intake.tables import metadata
from services.messages import intake as messages
from services.messages.contracts import (
    AmendmentDrafted,
    AmendmentEnded,
    ContractAmended,
    ContractCompleted,
    ContractExpired,
    ContractGivenUp,
    ContractSigned,
    MemberJoined,
    ProcessClosed,
    ProcessRenewed,
)
from services.messages.directory import (
    AdmissionAnswered,
    DepartmentChanged,
    OrganisationChanged,
    PersonsMerged,
    ShowPromises,
)
from services.messages.envelope import Done
from services.runtime import commissioners, permitted
from services.runtime.commands.asking import Work
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.finland import local_date
from services.runtime.same_person import taking_over


async def submit_inquiry(order: messages.SubmitInquiry, work: Work) -> messages.InquiryReceipt:
    """Next: services/intake/inquiries.py:receive"""
    if known := await inquiries.sent_before(work.db, order):
        return messages.InquiryReceipt(process_id=known.process_id, number=known.number)
    promises = (await work.ask(ShowPromises(on=local_date(order.as_of)))).promises
    inquiries.check_headcount(order.audience, order.headcount, promises)
    inquiries.check_region(order)
    inquiries.check_preferred_from(order)
    inquiries.check_identity(order)
    await changing.check_enters(work.ask, order.entered_by)
    contact_id = await registering.register_contact(work.ask, order)
    inquiry = await inquiries.receive(work.db, order, contact_id, promises)
    return messages.InquiryReceipt(process_id=inquiry.process_id, number=inquiry.number)


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
        inquiries.check_identity(order)
        if changing.is_another_contact(changed):
            contact_id = await registering.register_contact(work.ask, order)
    inquiry = await changing.change(work.db, order, contact_id, staff=staff)
    return messages.InquiryReceipt(process_id=inquiry.process_id, number=inquiry.number)


async def withdraw_inquiry(order: messages.WithdrawInquiry, work: Work) -> Done:
    inquiry = await inquiries.find(work.db, order.process_id)
    theirs = await changing.may_withdraw_as(work.ask, inquiry, order.withdrawn_by)
    if not theirs and not await changing.is_staff(work.ask, order.withdrawn_by):
        raise Refusal("not_yours_to_decide", "withdrawn_by")
    await changing.withdraw(work.db, order, staff=not theirs)
    return Done()


async def confirm_inquiry(order: messages.ConfirmInquiry, work: Work) -> Done:
    await changing.confirm(work.db, order)
    return Done()


async def list_inquiry_changes(query: messages.ListInquiryChanges, work: Work) -> messages.InquiryChanges:
    return await history.list_changes(work.db, query)


async def show_inquiry(query: messages.ShowInquiry, work: Work) -> messages.InquiryCard:
    return inquiry_cards.card(await queries.find(work.db, query.process_id, query.viewer), query.viewer)


async def find_process(query: messages.FindProcess, work: Work) -> messages.InquiryCard:
    return inquiry_cards.card(await queries.with_number(work.db, query), query.viewer)


async def find_persons_processes(
    query: messages.FindPersonsProcesses, work: Work
) -> messages.PersonsProcesses:
    return messages.PersonsProcesses(process_ids=list(await queries.persons_processes(work.db, query)))


async def list_inquiries(query: messages.ListInquiries, work: Work) -> messages.InquiryList:
    found = [inquiry_cards.listed(one, query.viewer) for one in await queries.newest(work.db, query)]
    part = fitting(found, most=queries.AT_MOST)
    return messages.InquiryList(inquiries=part, go_on_after=last_of(part, found, "process_id"))


async def decide_screening(order: messages.DecideScreening, work: Work) -> Done:
    inquiry = await inquiries.find(work.db, order.process_id)
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


async def shortlist_supervisors(query: messages.ShortlistSupervisors, work: Work) -> messages.Shortlist:
    acting = await _acting(query.process_id, work)
    return await choosing.shortlist(work.db, query, await choosing.known_supervisors(work.ask), acting)


async def choose_supervisor(order: messages.ChooseSupervisor, work: Work) -> Done:
    await permitted.check(work.ask, order.chosen_by, "match", "chosen_by")
    acting = await _acting(order.process_id, work)
    await choosing.choose(work.db, order, await choosing.known_supervisors(work.ask), acting)
    return Done()


async def shortlist_others(query: messages.ShortlistOthers, work: Work) -> messages.Shortlist:
    acting = await _acting(query.process_id, work)
    return await other_supervisors.shortlist(
        work.db, query, await choosing.known_supervisors(work.ask), acting
    )


async def show_eligible(query: messages.ShowEligible, work: Work) -> messages.InterestWeighed:
    acting = await _acting(query.process_id, work)
    return await other_supervisors.check(work.db, query, await choosing.known_supervisors(work.ask), acting)


async def ask_for_interest(order: messages.AskForInterest, work: Work) -> Done:
    await permitted.check(work.ask, order.asked_by, "match", "asked_by")
    is_open = choosing.is_looked_for(await inquiries.find(work.db, order.process_id))
    await declaring.ask(work.db, order, await _supervisor_ids(work), open_=is_open)
    return Done()


async def declare_interest(order: messages.DeclareInterest, work: Work) -> messages.InterestWeighed:
    """Next: services/intake/supervisors/choosing.py:choose"""
    if order.declared_by != order.supervisor_id:
        await permitted.check(work.ask, order.declared_by, "declare_interest", "declared_by")
    is_open = choosing.is_looked_for(await inquiries.find(work.db, order.process_id))
    return await declaring.declare(work.db, order, await _supervisor_ids(work), open_=is_open)


async def show_interest(query: messages.ShowInterest, work: Work) -> messages.InterestWeighed:
    return await declaring.weighed(work.db, query, local_date(work.clock.now()))


async def show_interests(query: messages.ShowInterests, work: Work) -> messages.InterestCards:
    return await interest_cards.of_process(work.db, query)


async def list_interests_asked(query: messages.ListInterestsAsked, work: Work) -> messages.InterestsAsked:
    return await interest_cards.waiting(work.db, query)


async def show_interest_asked(query: messages.ShowInterestAsked, work: Work) -> messages.InterestAskedOf:
    return await interest_cards.one_asked(work.db, query)


async def set_price(order: messages.SetPrice, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "manage_prices", "set_by")
    await prices.set_price(work.db, order)
    return Done()


async def list_prices(query: messages.ListPrices, work: Work) -> messages.PriceList:
    return await prices.all_lines(work.db)


async def show_obstacles(query: messages.ShowObstacles, work: Work) -> messages.Obstacles:
    return await choosing.going_on(work.db, query, await choosing.known_supervisors(work.ask))


async def show_prices_of_day(query: messages.ShowPricesOfDay, work: Work) -> messages.PricesOfDay:
    return await prices.of_day(work.db, query)


async def send_proposal(order: messages.SendProposal, work: Work) -> messages.ProposalCard:
    await permitted.check(work.ask, order.sent_by, "send_proposal", "sent_by")
    return await proposals.send(work, order, await choosing.known_supervisors(work.ask))


async def show_proposal(query: messages.ShowProposal, work: Work) -> messages.ProposalCard:
    return await proposals.show(work.db, query, work.clock.now())


async def answer_proposal(order: messages.AnswerProposal, work: Work) -> Done:
    inquiry = await inquiries.find(work.db, order.process_id)
    if customer_id := inquiry.organisation_id:
        await commissioners.check_acts_for(
            work.ask, customer_id, inquiry.department_id, order.answered_by, "answered_by"
        )
    await correcting.check_answered(work.ask, inquiry, order.answer)
    await proposals.answer(work.db, order)
    return Done()


async def expire_proposal(order: messages.ExpireProposal, work: Work) -> messages.ProposalFound:
    return await proposals.expire(work.db, order)


async def remind_of_step(order: messages.RemindOfStep, work: Work) -> Done:
    await steps.remind_of_step(work.db, order)
    return Done()


async def list_parts(query: messages.ListParts, work: Work) -> messages.PersonParts:
    return await parts.of(work.db, query.person_ids)


async def admission_answered(event: AdmissionAnswered, work: Work) -> None:
    """From now on the contact reaches the process by their role, or not at all."""
    await inquiries.settle_contact(work.db, event.process_id)


async def organisation_changed(event: OrganisationChanged, work: Work) -> None:
    await customers.follow_name(work, event.organisation_id)


async def department_changed(event: DepartmentChanged, work: Work) -> None:
    await customers.follow_name(work, event.organisation_id)


async def persons_merged(event: PersonsMerged, work: Work) -> None:
    await taking_over.take_over(work.db, metadata, event.kept_id, event.absorbed_id)


async def contract_completed(event: ContractCompleted, work: Work) -> None:
    """Its members have the process among theirs from now on, to consent to it."""
    await members.name(work.db, event.process_id, event.supervisee_ids)


async def member_joined(event: MemberJoined, work: Work) -> None:
    await members.add(work.db, event.process_id, event.person_id)


async def contract_signed(event: ContractSigned, work: Work) -> None:
    await members.sign(work.db, event)


async def amendment_drafted(event: AmendmentDrafted, work: Work) -> None:
    await other_supervisors.keep_place(work.db, event)


async def amendment_ended(event: AmendmentEnded, work: Work) -> None:
    await other_supervisors.free_place(work.db, event)


async def contract_amended(event: ContractAmended, work: Work) -> None:
    await other_supervisors.follow(work.db, event)


async def process_renewed(event: ProcessRenewed, work: Work) -> None:
    await renewals.open_successor(work.db, event)


async def process_closed(event: ProcessClosed, work: Work) -> None:
    await renewals.end(work.db, event.process_id)


async def contract_given_up(event: ContractGivenUp, work: Work) -> None:
    await renewals.end(work.db, event.process_id)


async def contract_expired(event: ContractExpired, work: Work) -> None:
    """Nothing was signed in time: the supervisor's place is free again."""
    await renewals.end(work.db, event.process_id)


async def _acting(process_id: UUID, work: Work) -> Collection[UUID]:
    return await parties.acting(work.ask, await inquiries.find(work.db, process_id))


async def _supervisor_ids(work: Work) -> set[UUID]:
    return {card.supervisor_id for card in await choosing.known_supervisors(work.ask)}
