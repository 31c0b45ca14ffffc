"""One session of a process, as the page of that process opens it to do something with it."""

from datetime import datetime
from uuid import UUID

from services.messages.policy import Right
from services.messages.sessions import SessionCard
from services.portal.pages.processes.own_process import Process, find_process, sessions_of
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import Over
from services.web.pages.visit import Visit


async def own_session(visit: Visit, number: str, session_id: UUID, to: Right) -> tuple[Process, SessionCard]:
    """to: the action. Raises NotFound for whose role does no such thing.

    Of a session to come its owner says on the card who may; one that is over is opened to say that it is. What is none
    of this process's any more, as another came in its place, leads to those that are.

    Refuses: unknown_process, out of the viewer's reach too; not_the_representative, not_a_member, alone_in_it.
    """
    visit.must(to)
    process = await find_process(visit, number)
    for session in await sessions_of(visit, process):
        if session.session_id == session_id:
            if not _is_theirs(session, to, visit.now):
                raise Refusal(_why_not(visit, process, to))
            return process, session
    raise Over(f"/processes/{process.number}/schedule")


def _why_not(visit: Visit, process: Process, to: Right) -> str:
    if to != "report_absence":
        return "not_the_representative"
    return "alone_in_it" if visit.person_id in process.belongs.supervisee_ids else "not_a_member"


def _is_theirs(session: SessionCard, to: Right, now: datetime) -> bool:
    may = {
        "move_session": session.may_move,
        "cancel_session": session.may_cancel,
        "report_absence": session.may_report_absence,
    }
    is_to_come = session.status == "planned" and now < session.starts_at
    return may[to] or not is_to_come
