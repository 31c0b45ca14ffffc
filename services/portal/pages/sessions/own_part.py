"""Who looks at sessions as a customer and takes part in them too: a private person, a manager in their own group."""

from services.messages.sessions import ListSessions
from services.messages.values import Role
from services.portal.pages.processes.own_process import Process, or_nothing
from services.web.pages.visit import Visit
from services.web.sign_in.identity import Standing, viewer_of


async def takes_part_as(visit: Visit, process: Process) -> Standing | None:
    """The standing in which the same person is at these sessions; none where they act in it already, or are not."""
    identity = visit.identity
    if identity is None or visit.viewer.role is Role.SUPERVISEE:
        return None
    for one in identity.standings:
        if one.role is Role.SUPERVISEE:
            query = ListSessions(process_id=process.process_id, viewer=viewer_of(identity, one))
            found = await or_nothing(visit.ask(query), "unknown_process")
            return one if found and found.sessions else None
    return None
