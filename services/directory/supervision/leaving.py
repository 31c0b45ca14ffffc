"""A supervisor who leaves: listed with what hangs on them, matched no more, and one no more after their last day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import ending, history
from services.directory.rights import authority
from services.directory.tables import Supervisor
from services.messages import directory as messages
from services.messages.contracts import PauseProcess, ShowProgress
from services.messages.intake import InquiryCard, InquiryStatus, ListInquiries
from services.messages.sessions import FindSessionsAfter, SessionsAfter
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.parts import all_parts
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.policy import Belongs

_ACCEPTED = (InquiryStatus.ACCEPTED, InquiryStatus.REPROPOSED, InquiryStatus.RENEWAL)


async def show(db: AsyncSession, ask: Asker, query: messages.ShowLeaving) -> messages.Leaving:
    """Refuses: unknown_supervisor."""
    leaver = await db.get(Supervisor, query.supervisor_id)
    if leaver is None or not await authority.may(db, query.asked_by, "part_with_supervisor", Belongs()):
        raise _unknown()
    return await _hanging(ask, leaver, query.last_day, query.as_of)


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
    told = await _hanging(ask, leaver, order.last_day, order.as_of)
    left = [one for one in told.processes if not one.settled]
    _check_left(left, force=order.force)
    for one in left:
        await ask(_pause(one, order))
    if leaver.leaves_on != order.last_day:
        before = history.facts_of(leaver)
        leaver.leaves_on = order.last_day
        await history.note(db, leaver, before, order.ended_by, order.as_of)
        facts = order.model_dump(include={"supervisor_id", "last_day"})
        await announce(db, messages.SupervisorLeaves(**facts))
    return await _hanging(ask, leaver, order.last_day, order.as_of)


def _check_left(left: Sequence[messages.LeavingProcess], *, force: bool) -> None:
    if left and not force:
        raise Refusal("sessions_left", "last_day", ", ".join(one.number for one in left))
    if any(one.pause_ahead for one in left):
        raise Refusal("pause_ahead", "force")
    if any(one.terminated for one in left):
        raise Refusal("terminated_left", "force")
    if any(not one.agreed for one in left):
        raise Refusal("trial_left", "force")


def is_one(supervisor: Supervisor | None, today: date) -> bool:
    """Whether somebody is a supervisor of ours on the day, their last one included."""
    if supervisor is None or supervisor.ended_on is not None:
        return False
    return supervisor.leaves_on is None or today <= supervisor.leaves_on


async def _hanging(ask: Asker, leaver: Supervisor, last_day: date, as_of: datetime) -> messages.Leaving:
    """Their open processes, those first that are to be seen to, and what they have not recorded of any."""
    viewer = Viewer(person_id=leaver.supervisor_id, role=Role.SUPERVISOR)
    parts = await all_parts(ask, ListInquiries(viewer=viewer))
    every = [one for part in parts for one in part.inquiries]
    query = FindSessionsAfter(supervisor_id=leaver.supervisor_id, last_day=last_day, as_of=as_of)
    after = await ask(query)
    listed = [_process(one, after, leaver.supervisor_id) for one in every if ending.is_open(one)]
    leaves = leaver.leaves_on is not None
    found = [await _as_paused(ask, one, leaves=leaves) for one in listed]
    found.sort(key=lambda one: (one.settled, not one.waits, one.first_after or date.max, one.number))
    return messages.Leaving(
        last_day=last_day,
        leaves_on=leaver.leaves_on,
        processes=found,
        unrecorded=_unrecorded(after, {one.process_id: one.number for one in every}),
    )


def _unrecorded(after: SessionsAfter, numbers: Mapping[UUID, str]) -> list[messages.LeavingSession]:
    return [
        messages.LeavingSession(
            **one.model_dump(include={"session_id", "starts_at", "trial"}),
            session_number=one.number,
            number=numbers.get(one.process_id, ""),
        )
        for one in after.unrecorded
    ]


def _process(one: InquiryCard, after: SessionsAfter, leaver_id: UUID) -> messages.LeavingProcess:
    """Where no contract is signed yet, it waits for another as long as it is theirs."""
    process_id = one.process_id
    of_theirs = next((known for known in after.processes if known.process_id == process_id), None)
    agreed = process_id in (*after.going_on_ids, *after.over_ids)
    theirs = process_id in after.going_on_ids or (not agreed and one.supervisor_id == leaver_id)
    return messages.LeavingProcess(
        process_id=process_id,
        number=one.number,
        sessions_after=of_theirs.sessions if of_theirs else 0,
        first_after=of_theirs.first_day if of_theirs else None,
        proposed_from=of_theirs.proposed_from if of_theirs else None,
        settled=of_theirs is None or of_theirs.proposed or of_theirs.comes_after_id is not None,
        pause_ahead=of_theirs is not None and of_theirs.pause_ahead,
        waits=theirs and process_id not in after.proposed_ids,
        proposed=process_id in after.proposed_ids or (of_theirs is not None and of_theirs.proposed),
        agreed=agreed or (of_theirs is not None and not of_theirs.trial),
        accepted=not agreed and one.status in _ACCEPTED,
        trial=not agreed and one.trial_open,
        comes_after_id=of_theirs.comes_after_id if of_theirs else None,
        comes_after_from=of_theirs.comes_after_from if of_theirs else None,
    )


async def _as_paused(ask: Asker, one: messages.LeavingProcess, *, leaves: bool) -> messages.LeavingProcess:
    """What is terminated, of those that would have to be paused; of who leaves, what waits for another one."""
    if not one.agreed or (one.settled and not leaves):
        return one
    stands = await ask(ShowProgress(process_id=one.process_id))
    told = {"terminated": stands.is_terminated and not one.settled, "paused_from": stands.waits_from}
    return one.model_copy(update=told)


def _pause(one: messages.LeavingProcess, order: messages.EndSupervisor) -> PauseProcess:
    """Open, from their first session on: who stands in until then holds what is theirs. By the supervisor's side, so
    that it costs nobody anything.
    """
    return PauseProcess(
        process_id=one.process_id,
        by=Party.SUPERVISOR,
        from_day=one.first_after or order.last_day + ONE_DAY,
        reason_code="other",
        awaits_supervisor=True,
        paused_by=order.ended_by,
        as_of=order.as_of,
    )


def _unknown() -> Refusal:
    return Refusal("unknown_supervisor", "supervisor_id")
