"""Who could supervise: suggested, chosen, and what they have to do with the parties."""

from collections.abc import Collection
from uuid import UUID

from services.intake import inquiries
from services.intake.supervisors import (
    choosing,
    declaring,
    interest_cards,
    other_supervisors,
    parties,
    replacing,
)
from services.messages import intake as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def shortlist_supervisors(query: messages.ShortlistSupervisors, work: Work) -> messages.Shortlist:
    acting = await _acting(query.process_id, work)
    return await choosing.shortlist(work.db, query, await choosing.known_supervisors(work.ask), acting)


async def choose_supervisor(order: messages.ChooseSupervisor, work: Work) -> Done:
    await permitted.check(work.ask, order.chosen_by, "match", "chosen_by")
    inquiry = await inquiries.find(work.db, order.process_id)
    await replacing.check_paper(work.ask, inquiry, order)
    acting = await parties.acting(work.ask, inquiry)
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


async def show_obstacles(query: messages.ShowObstacles, work: Work) -> messages.Obstacles:
    return await choosing.going_on(work.db, query, await choosing.known_supervisors(work.ask))


async def _acting(process_id: UUID, work: Work) -> Collection[UUID]:
    return await parties.acting(work.ask, await inquiries.find(work.db, process_id))


async def _supervisor_ids(work: Work) -> set[UUID]:
    return {card.supervisor_id for card in await choosing.known_supervisors(work.ask)}
