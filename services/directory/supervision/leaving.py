"""A supervisor who leaves: listed with what hangs on them, matched no more, and one no more after their last day."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import ending, history
from services.directory.rights import authority
from services.directory.tables import Supervisor
from services.messages import directory as messages
from services.messages.contracts import PauseProcess, ShowProgress
from services.messages.intake import ListInquiries
from services.messages.sessions import FindSessionsAfter, ProcessAfter
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.parts import all_parts
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.policy import Belongs


async def show(db: AsyncSession, ask: Asker, query: messages.ShowLeaving) -> messages.Leaving:
    """Refuses: unknown_supervisor."""
    leaver = await db.get(Supervisor, query.supervisor_id)
    if leaver is None or not await authority.may(db, query.asked_by, "part_with_supervisor", Belongs()):
        raise _unknown()
    return await _hanging(ask, leaver, query.last_day)


async def end(db: AsyncSession, ask: Asker, order: messages.EndSupervisor) -> messages.Leaving:
    """Nothing is paused unless all of it can be. Refuses: see EndSupervisor; what a pause is refused for.

    Next: services/directory/supervision/leaving.py:is_one
    """
    leaver = await db.get(Supervisor, order.supervisor_id, with_for_update=True)
    if leaver is None:
        raise _unknown()
    if not await authority.may(db, order.ended_by, "part_with_supervisor", Belongs()):
        raise Refusal("not_yours_to_decide", "ended_by")
    if leaver.ended_on:
        raise Refusal("supervisor_ended", "supervisor_id")
    if order.last_day < local_date(order.as_of):
        raise Refusal("day_is_past", "last_day")
    told = await _hanging(ask, leaver, order.last_day)
    left = [one for one in told.processes if not one.settled]
    if left and not order.force:
        raise Refusal("sessions_left", "last_day", ", ".join(one.number for one in left))
    if any(one.pause_ahead for one in left):
        raise Refusal("pause_ahead", "force")
    if any([(await ask(ShowProgress(process_id=one.process_id))).is_terminated for one in left]):
        raise Refusal("terminated_left", "force")
    for one in left:
        await ask(_pause(one, order))
    if leaver.leaves_on != order.last_day:
        before = history.facts_of(leaver)
        leaver.leaves_on = order.last_day
        await history.note(db, leaver, before, order.ended_by, order.as_of)
        facts = order.model_dump(include={"supervisor_id", "last_day"})
        await announce(db, messages.SupervisorLeaves(**facts))
    return await _hanging(ask, leaver, order.last_day)


def is_one(supervisor: Supervisor | None, today: date) -> bool:
    """Whether somebody is a supervisor of ours on the day, their last one included."""
    if supervisor is None or supervisor.ended_on is not None:
        return False
    return supervisor.leaves_on is None or today <= supervisor.leaves_on


async def _hanging(ask: Asker, leaver: Supervisor, last_day: date) -> messages.Leaving:
    """Their open processes, those first that are to be seen to."""
    viewer = Viewer(person_id=leaver.supervisor_id, role=Role.SUPERVISOR)
    parts = await all_parts(ask, ListInquiries(viewer=viewer))
    open_ones = {
        one.process_id: one.number for part in parts for one in part.inquiries if ending.is_open(one)
    }
    query = FindSessionsAfter(supervisor_id=leaver.supervisor_id, last_day=last_day)
    after = {one.process_id: one for one in (await ask(query)).processes}
    found = [_process(one, number, after) for one, number in open_ones.items()]
    found.sort(key=lambda one: (one.settled, one.first_after or date.max, one.number))
    return messages.Leaving(last_day=last_day, leaves_on=leaver.leaves_on, processes=found)


def _process(process_id: UUID, number: str, after: Mapping[UUID, ProcessAfter]) -> messages.LeavingProcess:
    of_theirs = after.get(process_id)
    return messages.LeavingProcess(
        process_id=process_id,
        number=number,
        sessions_after=of_theirs.sessions if of_theirs else 0,
        first_after=of_theirs.first_day if of_theirs else None,
        proposed_from=of_theirs.proposed_from if of_theirs else None,
        settled=of_theirs is None or of_theirs.proposed,
        pause_ahead=of_theirs is not None and of_theirs.pause_ahead,
    )


def _pause(one: messages.LeavingProcess, order: messages.EndSupervisor) -> PauseProcess:
    """Open, from their first session on: who stands in until then holds what is theirs. By the supervisor's side, so
    that it costs nobody anything.
    """
    return PauseProcess(
        process_id=one.process_id,
        by=Party.SUPERVISOR,
        from_day=one.first_after or order.last_day + ONE_DAY,
        reason_code="other",
        paused_by=order.ended_by,
        as_of=order.as_of,
    )


def _unknown() -> Refusal:
    return Refusal("unknown_supervisor", "supervisor_id")
