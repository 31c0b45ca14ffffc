"""What the portal answers over NATS besides what every service does; its other doors are its pages."""

from services.messages.operations import (
    AccessList,
    CountRefusedCodes,
    ListAccess,
    ListOpenings,
    Openings,
    RefusedCodes,
)
from services.runtime.asking import Work
from services.runtime.clock import SystemClock
from services.web.access_log import reading
from services.web.sign_in import refused_codes


async def list_access(query: ListAccess, work: Work) -> AccessList:
    return await reading.list_access(query, work)


async def count_refused_codes(query: CountRefusedCodes, work: Work) -> RefusedCodes:
    return await refused_codes.count(query, work, SystemClock().now())


async def list_openings(query: ListOpenings, work: Work) -> Openings:
    return await reading.list_openings(query, work)
