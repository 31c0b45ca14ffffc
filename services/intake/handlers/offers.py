"""Prices and proposals."""

from services.intake import inquiries
from services.intake.offers import correcting, prices, proposals
from services.intake.supervisors import choosing
from services.messages import intake as messages
from services.messages.envelope import Done
from services.runtime import commissioners, permitted
from services.runtime.commands.transactions import Work


async def set_price(order: messages.SetPrice, work: Work) -> Done:
    await permitted.check(work.ask, order.set_by, "manage_prices", "set_by")
    await prices.set_price(work.db, order)
    return Done()


async def list_prices(query: messages.ListPrices, work: Work) -> messages.PriceList:
    return await prices.all_lines(work.db)


async def show_prices_of_day(query: messages.ShowPricesOfDay, work: Work) -> messages.PricesOfDay:
    return await prices.of_day(work.db, query)


async def send_proposal(order: messages.SendProposal, work: Work) -> messages.ProposalCard:
    await permitted.check(work.ask, order.sent_by, "send_proposal", "sent_by")
    return await proposals.send(work, order, await choosing.known_supervisors(work.ask))


async def preview_proposal(query: messages.PreviewProposal, work: Work) -> messages.ProposalCard:
    return await proposals.preview(work, query)


async def show_proposal(query: messages.ShowProposal, work: Work) -> messages.ProposalCard:
    return await proposals.show(work.db, query, work.clock.now())


async def answer_proposal(order: messages.AnswerProposal, work: Work) -> Done:
    inquiry = await inquiries.find(work.db, order.process_id)
    if customer_id := inquiry.organisation_id:
        await commissioners.check_acts_for(
            work.ask, customer_id, inquiry.department_id, order.answered_by, "answered_by"
        )
    await correcting.check_answered(work.ask, inquiry, order.answer)
    await proposals.answer(work, order)
    return Done()


async def expire_proposal(order: messages.ExpireProposal, work: Work) -> messages.ProposalFound:
    return await proposals.expire(work.db, order)
