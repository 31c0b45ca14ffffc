"""What the portal answers over NATS besides what every service does; its other doors are its pages."""

from services.messages.operations import AccessList, ListAccess, ListOpenings, Openings
from services.runtime.asking import Work
from services.web.access_log import reading


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await reading.list_access(query, work)


async def list_openings(query: ListOpenings, work: Work) -> Openings:
    return await reading.list_openings(query, work)
