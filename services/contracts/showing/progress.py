"""How far a process's paper has come, and what its process is to know of it: what events have said, as one answer."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes.pauses_shown import is_terminated, pauses_of, standing
from services.contracts.changes.pausing import long_at
from services.contracts.ending import continuation
from services.contracts.papers import promised_times, versions
from services.contracts.tables import Contract, Pause
from services.messages.contracts import ContractProgress, PauseStands, ShowProgress
from services.runtime.finland import start_of


async def show(db: AsyncSession, query: ShowProgress, today: date) -> ContractProgress:
    contract = await versions.look_up(db, query.process_id, lock=False)
    if contract is None:
        return ContractProgress(status=None)
    if contract.status != "signed":
        is_over = contract.status in versions.ENDED
        return ContractProgress.model_validate({"status": contract.status, "is_over": is_over})
    terminated = await is_terminated(db, query.process_id)
    known = standing(await pauses_of(db, query.process_id), today)
    return ContractProgress(
        status="signed",
        is_over=await continuation.has_ended(db, query.process_id),
        is_terminated=terminated,
        continuation_at=[] if terminated else promised_times.continuation_reminders(contract),
        ends_at=promised_times.last_morning(contract),
        pauses=[] if terminated else [_stands(contract, one) for one in known],
        waits_from=next(
            (one.from_day for one in known if one.awaits_supervisor and one.goes_on is None), None
        ),
    )


def _stands(contract: Contract, pause: Pause) -> PauseStands:
    """Of an open one, nobody is told again that it has been long."""
    is_asked_about = pause.goes_on is not None or pause.reminded_at is not None
    return PauseStands(
        stops_at=start_of(pause.from_day),
        goes_on_at=start_of(pause.goes_on) if pause.goes_on else None,
        ask_again_at=None if is_asked_about else long_at(contract, pause.from_day),
    )
