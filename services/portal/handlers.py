"""What the portal answers over NATS besides what every service does; its other doors are its pages."""

from services.messages.operations import AccessList, ListAccess
from services.runtime.asking import Work
from services.runtime.web import access


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await access.those(query, work)
