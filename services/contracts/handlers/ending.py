"""How it ends or goes on."""

from uuid import UUID

from services.contracts import asked_first
from services.contracts.ending import (
    choosing_anew,
    continuation,
    earlier_ends,
    earlier_ends_shown,
    ending_at_once,
    last_days,
    renewal_shown,
    terminating,
)
from services.contracts.papers import versions
from services.messages import contracts as messages
from services.messages.envelope import Done
from services.messages.values import Party, Role, Utc
from services.runtime import permitted
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date, next_morning


async def ask_continuation(order: messages.AskContinuation, work: Work) -> Done:
    if not await last_days.stands_still(work.db, order.process_id, order.as_of):
        await continuation.ask(work.db, order)
    return Done()


async def preview_renewal(query: messages.PreviewRenewal, work: Work) -> messages.RenewalPreview:
    return await renewal_shown.preview(work.db, work.ask, query, work.clock.now())


async def choose_continuation(order: messages.ChooseContinuation, work: Work) -> messages.ChoiceSaid:
    acting = await asked_first.acting_for(order.process_id, work)
    promises = await asked_first.promised_on(order.as_of, work)
    return await continuation.choose(work.db, order, acting, promises)


async def take_back_continuation(order: messages.TakeBackContinuation, work: Work) -> Done:
    await choosing_anew.take_back(work.db, order, await asked_first.acting_for(order.process_id, work))
    return Done()


async def end_process(order: messages.EndProcess, work: Work) -> messages.EndFound:
    """Of one that stands still nothing ends: its last day moves."""
    if await last_days.stands_still(work.db, order.process_id, order.as_of):
        return messages.EndFound(ended_as=None, ends_at=next_morning(order.as_of))
    return await continuation.end(work.db, order)


async def preview_termination(query: messages.PreviewTermination, work: Work) -> messages.TerminationPreview:
    """Whose word depends on it is shown whether a credential has lapsed."""
    asks = query.viewer.role in (Role.COMMISSIONER, Role.COORDINATOR)
    lapsed = asks and await _has_lapsed(query.process_id, query.as_of, work)
    return await terminating.preview(work.db, query, lapsed=lapsed)


async def terminate_process(order: messages.TerminateProcess, work: Work) -> messages.TerminationPreview:
    """Next: services/contracts/ending/terminating.py:terminate"""
    await asked_first.check_speaks(order, order.terminated_by, "terminated_by", work)
    return await terminating.terminate(work.db, order)


async def end_at_once(order: messages.EndAtOnce, work: Work) -> messages.TerminationPreview:
    """Next: services/contracts/ending/ending_at_once.py:end"""
    await asked_first.check_speaks(order, order.ended_by, "ended_by", work)
    asks = order.by is Party.COMMISSIONER
    lapsed = asks and await _has_lapsed(order.process_id, order.as_of, work)
    return await ending_at_once.end(work.db, order, lapsed=lapsed)


async def confirm_ending(order: messages.ConfirmEnding, work: Work) -> Done:
    await permitted.check(work.ask, order.confirmed_by, "confirm_ending", "confirmed_by")
    await ending_at_once.confirm(work.db, order)
    return Done()


async def show_earlier_end(query: messages.ShowEarlierEnd, work: Work) -> messages.EarlierEndShown:
    return await earlier_ends_shown.show(work.db, query)


async def propose_earlier_end(order: messages.ProposeEarlierEnd, work: Work) -> messages.EarlierEndShown:
    """Next: services/contracts/ending/earlier_ends.py:propose"""
    await asked_first.check_speaks(order, order.proposed_by, "proposed_by", work)
    parties = await asked_first.parties_of(order, order.proposed_by, work)
    return await earlier_ends.propose(work.db, order, parties)


async def answer_earlier_end(order: messages.AnswerEarlierEnd, work: Work) -> messages.EarlierEndShown:
    """Next: services/contracts/ending/earlier_ends.py:answer"""
    await asked_first.check_speaks(order, order.answered_by, "answered_by", work)
    parties = await asked_first.parties_of(order, order.answered_by, work)
    return await earlier_ends.answer(work.db, order, parties)


async def take_back_earlier_end(order: messages.TakeBackEarlierEnd, work: Work) -> messages.EarlierEndShown:
    """Next: services/contracts/ending/earlier_ends.py:take_back"""
    await asked_first.check_speaks(order, order.taken_back_by, "taken_back_by", work)
    return await earlier_ends.take_back(work.db, order)


async def _has_lapsed(process_id: UUID, at: Utc, work: Work) -> bool:
    contract = await versions.find(work.db, process_id, lock=False)
    return await ending_at_once.has_lapsed(work.ask, contract.supervisor_id, local_date(at))
