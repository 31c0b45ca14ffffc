"""An amendment that waits for its signatures while a session of its days is recorded: it is signed no more.

What is recorded stays so, whatever it is corrected to: no correction makes room for the amendment again.
"""

from uuid import UUID

from services.contracts import asked_first
from services.contracts.papers import promised_times, versions
from services.contracts.signing import effects
from services.messages.contracts import AmendmentTooLate
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import working_days_after


async def hear_of_record(process_id: UUID, work: Work) -> None:
    """Once for each amendment. Sessions is asked only where one waits.

    Next: services/notices/occasions/amendment_letters.py:tell_of_too_late
    """
    if await versions.look_up(work.db, process_id, lock=False) is None:  # a trial's session
        return
    waiting = await versions.open_amendment(work.db, process_id, lock=False)
    if waiting is None or waiting.too_late_at:
        return
    recorded = await asked_first.last_recorded(process_id, work)
    waiting = await versions.open_amendment(work.db, process_id)
    if waiting is None or waiting.too_late_at or not effects.comes_too_late(waiting, recorded):
        return
    now = waiting.too_late_at = work.clock.now()
    await work.db.flush()
    days = promised_times.promises_of(waiting).contract_working_days
    act_by = working_days_after(now, days)
    act_by = min(act_by, waiting.lapses_at) if waiting.lapses_at else act_by
    names = {"process_id", "version", "effective_from"}
    key = waiting.model_dump(include=names | {"supervisor_id"} & set(waiting.changed))
    await announce(work.db, AmendmentTooLate.model_validate(key | {"act_by": act_by}))
