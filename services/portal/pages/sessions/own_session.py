"""One session of a process, as the page of that process opens it to do something with it."""

from datetime import datetime
from uuid import UUID

from services.messages.policy import Right
from services.messages.sessions import SessionCard
from services.portal.pages.processes.own_process import Process, find_process, sessions_of
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit


async def own_session(visit: Visit, number: str, session_id: UUID, to: Right) -> tuple[Process, SessionCard]:
    """to: the action. Raises NotFound for whom the policy does not let, and for another process's session.

    Of a session to come its owner says on the card who may; one that is over is opened to say that it is.

    Refuses: unknown_process, out of the viewer's reach too.
    """
    visit.must(to)
    process = await find_process(visit, number)
    for session in await sessions_of(visit, process):
        if session.session_id == session_id and _is_theirs(session, to, visit.now):
            return process, session
    raise NotFound


def _is_theirs(session: SessionCard, to: Right, now: datetime) -> bool:
    may = {
        "move_session": session.may_move,
        "cancel_session": session.may_cancel,
        "report_absence": session.may_report_absence,
    }
    is_to_come = session.status == "planned" and now < session.starts_at
    return may[to] or not is_to_come
