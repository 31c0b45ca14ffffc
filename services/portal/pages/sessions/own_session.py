"""One session of a process, as the page of that process opens it to do something with it."""

from uuid import UUID

from services.messages.policy import Right
from services.messages.sessions import SessionCard
from services.portal.pages.processes.own_process import Process, find_process, sessions_of
from services.web.http.errors import NotFound
from services.web.pages.visit import Visit


async def own_session(visit: Visit, number: str, session_id: UUID, to: Right) -> tuple[Process, SessionCard]:
    """to: the action. Raises NotFound for whom the policy does not let, and for another process's session.

    Refuses: unknown_process, out of the viewer's reach too.
    """
    visit.must(to)
    process = await find_process(visit, number)
    visit.must(to, process.belongs)
    for session in await sessions_of(visit, process):
        if session.session_id == session_id:
            return process, session
    raise NotFound
