"""Somebody joins the group."""

from services.contracts.papers import versions
from services.contracts.parties import joining, membership, newcomers, speaking
from services.messages import contracts as messages
from services.messages.envelope import Done
from services.messages.values import Party
from services.runtime import commissioners, permitted
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def propose_member(order: messages.ProposeMember, work: Work) -> messages.MembersAsked:
    """Next: services/contracts/parties/joining.py:propose"""
    contract = await versions.find(work.db, order.process_id, lock=False)
    today = local_date(order.as_of)
    if not await speaking.speaks_for(work.db, Party.SUPERVISEE, order.proposed_by, contract, today):
        theirs = order.proposed_by in await membership.members(work.db, contract, today)
        if theirs:
            raise Refusal("not_the_representative", "proposed_by")
        await permitted.check(work.ask, order.proposed_by, "propose_member", "proposed_by")
    return await joining.propose(work.db, order)


async def agree_to_member(order: messages.AgreeToMember, work: Work) -> Done:
    await joining.answer(work.db, order)
    return Done()


async def join_group(order: messages.JoinGroup, work: Work) -> Done:
    await joining.join(work.db, order)
    return Done()


async def show_newcomers(query: messages.ShowNewcomers, work: Work) -> messages.Newcomers:
    """With who of them acts for the customer, which is asked of its owner only where somebody is to join."""
    shown = await newcomers.shown_to(work.db, query, local_date(work.clock.now()))
    if not shown.newcomers:
        return shown
    contract = await versions.find(work.db, query.process_id, lock=False)
    acting = await commissioners.acting_for(work.ask, contract.organisation_id, contract.department_id)
    return newcomers.with_those_for_customer(shown, {contract.commissioner_id, *acting})
