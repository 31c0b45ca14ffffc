"""Who leaves the group, and who acts for it."""

from services.messages import sessions as messages
from services.messages.envelope import Done
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.sessions import access
from services.sessions.content.vault import vault_of
from services.sessions.members import leaving, of_a_day, representatives


async def leave_group(order: messages.LeaveGroup, work: Work) -> Done:
    await leaving.leave(work.db, vault_of(work), order)
    return Done()


async def name_representative(order: messages.NameRepresentative, work: Work) -> messages.GroupAsked:
    """Next: services/notices/occasions/representative_letters.py:ask"""
    process = await access.with_trial(work.db, order.process_id)
    if order.named_by not in process.staying(local_date(order.as_of)):
        await permitted.check(work.ask, order.named_by, "name_representative", "named_by")
    return messages.GroupAsked(waits=await representatives.name(work.db, order))


async def agree_to_representative(order: messages.AgreeToRepresentative, work: Work) -> Done:
    await representatives.answer(work.db, order)
    return Done()


async def settle_group(order: messages.SettleGroup, work: Work) -> Done:
    await permitted.check(work.ask, order.settled_by, "settle_group", "settled_by")
    await leaving.settle(work.db, order)
    return Done()


async def show_group(query: messages.ShowGroup, work: Work) -> messages.Group:
    return await leaving.shown_to(work.db, vault_of(work), query, local_date(work.clock.now()))


async def show_roster(query: messages.ShowRoster, work: Work) -> messages.Roster:
    return await of_a_day.show(work.db, query)
