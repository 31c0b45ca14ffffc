"""How often codes are asked for and tried for one address: a stranger neither guesses one nor shuts its person out.

A browser in which the address's code was once right counts for itself; all others share what one network, and what the
whole world, may ask.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.web.http import limits
from services.web.http.limits import Limit
from services.web.pages.visit import Visit
from services.web.sign_in import browser
from services.web.sign_in.browser_sessions import hashed
from services.web.sign_in.by_code import known_browsers

_ASKING = (limits.SIGN_IN, limits.SIGN_IN_OF_ALL)
_TRYING = (limits.CODE, limits.CODE_OF_ALL)


async def may_ask(visit: Visit, email: str) -> bool:
    """A code for this address, in lower case."""
    return await _may(visit, email, *_ASKING)


async def may_try(visit: Visit, email: str) -> bool:
    """What was typed as the address's code."""
    return await _may(visit, email, *_TRYING)


async def was_right(db: AsyncSession, visit: Visit, email: str, now: datetime) -> None:
    """Nothing counts any more of what this browser, its network and others have tried."""
    secret = browser.secret_of(visit.request)
    if secret is not None:
        await known_browsers.remember(db, secret, email, now)
    whose = [email, _in(email, visit.network), _in(email, secret or "")]
    for each in whose:
        await limits.give_back(db, (*_ASKING, *_TRYING), each)


async def _may(visit: Visit, email: str, one: Limit, of_all: Limit) -> bool:
    """Each in a transaction of its own: what was taken stays taken, whatever becomes of the rest."""
    if not await _take(visit, limits.CLIENT, visit.network):
        return False
    secret = browser.secret_of(visit.request)
    async with visit.transaction() as db:
        known = await known_browsers.is_known(db, secret, email)
    if known and secret is not None:
        return await _take(visit, one, _in(email, secret))
    return await _take(visit, one, _in(email, visit.network)) and await _take(visit, of_all, email)


async def _take(visit: Visit, limit: Limit, whose: str) -> bool:
    async with visit.transaction() as db:
        return await limits.take(db, limit, whose, visit.door.real_clock.now())


def _in(email: str, where: str) -> str:
    """where: a network, or a browser's secret; neither is kept."""
    return f"{email} {hashed(where).hex()}"
