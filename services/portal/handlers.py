"""What the portal answers over NATS besides what every service does; its other doors are its pages."""

from services.messages.operations import AccessList, ListAccess
from services.runtime.asking import Work
from services.web.access_log import reading


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await reading.list_access(query, work)
