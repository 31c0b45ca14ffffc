"""Who comes in at this door, as others than themselves need it: whether they do, and the end of all of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import PersonAddressChanged
from services.messages.operations import SignedIn, SignIns
from services.runtime.clock import SystemClock
from services.runtime.commands.asking import Asker
from services.runtime.storage.database import among, execute
from services.web.sign_in import browser_sessions, ended_proofs
from services.web.tables import calendar_feed, sign_in_code, unsent_form, web_session


async def of(db: AsyncSession, person_ids: Sequence[UUID]) -> SignIns:
    runs = browser_sessions.runs(SystemClock().now())
    theirs = sa.select(
        web_session.c.person_id,
        sa.func.count().filter(runs).label("running"),
        sa.func.max(web_session.c.seen_at).label("last_at"),
    )
    by_person = theirs.where(among(web_session.c.person_id, person_ids)).group_by(web_session.c.person_id)
    rows = (await execute(db, by_person)).mappings()
    return SignIns(people=[SignedIn(**row) for row in rows])


async def end_all(db: AsyncSession, ask: Asker, person_id: UUID) -> None:
    """Browsers, codes on their way, calendar feeds, and forms that were kept until the next sign-in."""
    now: datetime = SystemClock().now()
    await ended_proofs.end(ask, await browser_sessions.revoke_others(db, person_id, None, now))
    await execute(db, sa.delete(sign_in_code).where(sign_in_code.c.person_id == person_id))
    await execute(db, sa.delete(unsent_form).where(unsent_form.c.person_id == person_id))
    feeds = (calendar_feed.c.person_id == person_id) & calendar_feed.c.revoked_at.is_(None)
    await execute(db, calendar_feed.update().where(feeds).values(revoked_at=now))


async def end_if_put_right(db: AsyncSession, ask: Asker, event: PersonAddressChanged) -> None:
    """An address that somebody else puts right may have been a stranger's, who came in by it."""
    if event.changed_by != event.person_id:
        await end_all(db, ask, event.person_id)
