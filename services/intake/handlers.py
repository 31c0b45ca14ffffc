"""One thin function per message: what intake answers, and what it does when contracts says something."""

from services.intake import (
    cards,
    choosing,
    inquiries,
    looking,
    members,
    prices,
    proposals,
    registering,
    renewals,
    screening,
    steps,
)
from services.messages import intake as words
from services.messages.contracts import (
    ContractCompleted,
    ContractExpired,
    ContractSigned,
    ProcessClosed,
    ProcessRenewed,
)
from services.messages.directory import ListSupervisors
from services.messages.envelope import Done
from services.runtime.asking import Work


async def submit_inquiry(order: words.SubmitInquiry, work: Work) -> words.InquiryReceipt:
    """Next: services/intake/inquiries.py:receive"""
    inquiries.check_headcount(order.audience, order.headcount)
    contact_id = await registering.register_contact(work.ask, order)
    inquiry = await inquiries.receive(work.session, order, contact_id)
    return words.InquiryReceipt(process_id=inquiry.process_id, number=inquiry.number)


async def show_inquiry(query: words.ShowInquiry, work: Work) -> words.InquiryCard:
    return cards.card(await looking.find(work.session, query.process_id, query.viewer), query.viewer)


async def find_process(query: words.FindProcess, work: Work) -> words.InquiryCard:
    return cards.card(await looking.with_number(work.session, query), query.viewer)


async def list_inquiries(query: words.ListInquiries, work: Work) -> words.InquiryList:
    found = await looking.newest(work.session, query)
    return words.InquiryList(inquiries=[cards.card(inquiry, query.viewer) for inquiry in found])


async def decide_screening(order: words.DecideScreening, work: Work) -> Done:
    inquiry = await inquiries.find(work.session, order.process_id)
    organisation_id = None
    if order.outcome is words.ScreeningOutcome.SUPERVISION and inquiry.outcome is None:
        organisation_id = await registering.register_organisation(work.ask, inquiry, order.as_of)
    await screening.decide(work.session, order, organisation_id)
    return Done()


async def shortlist_supervisors(query: words.ShortlistSupervisors, work: Work) -> words.Shortlist:
    known = await work.ask(ListSupervisors())
    return await choosing.shortlist(work.session, query, known.supervisors)


async def choose_supervisor(order: words.ChooseSupervisor, work: Work) -> Done:
    known = await work.ask(ListSupervisors())
    await choosing.choose(work.session, order, known.supervisors)
    return Done()


async def set_price(order: words.SetPrice, work: Work) -> Done:
    await prices.set_price(work.session, order)
    return Done()


async def list_prices(query: words.ListPrices, work: Work) -> words.PriceList:
    return await prices.all_lines(work.session)


async def send_proposal(order: words.SendProposal, work: Work) -> words.ProposalCard:
    return await proposals.send(work.session, order)


async def show_proposal(query: words.ShowProposal, work: Work) -> words.ProposalCard:
    return await proposals.show(work.session, query)


async def answer_proposal(order: words.AnswerProposal, work: Work) -> Done:
    await proposals.answer(work.session, order)
    return Done()


async def expire_proposal(order: words.ExpireProposal, work: Work) -> Done:
    await proposals.expire(work.session, order)
    return Done()


async def remind_of_step(order: words.RemindOfStep, work: Work) -> Done:
    await steps.remind_of_step(work.session, order)
    return Done()


async def contract_completed(event: ContractCompleted, work: Work) -> None:
    """Its members have the process among theirs from now on, to consent to it."""
    await members.name(work.session, event.process_id, event.supervisee_ids)


async def contract_signed(event: ContractSigned, work: Work) -> None:
    await members.sign(work.session, event)


async def process_renewed(event: ProcessRenewed, work: Work) -> None:
    await renewals.open_successor(work.session, event)


async def process_closed(event: ProcessClosed, work: Work) -> None:
    await renewals.end(work.session, event.process_id)


async def contract_expired(event: ContractExpired, work: Work) -> None:
    """Nothing was signed in time: the supervisor's place is free again."""
    await renewals.end(work.session, event.process_id)
