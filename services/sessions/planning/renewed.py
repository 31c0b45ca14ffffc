"""A renewal's series goes on after the one before it: nobody meets sooner than the interval after the last of those."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import local_date
from services.sessions.planning.series_terms import Terms
from services.sessions.tables import Session

_COUNTS = ("planned", "held", "no_show")


def following(terms: Terms, last: date | None) -> Terms:
    """The terms of a series whose people have met before. last: the day of their last session, if there was one."""
    known = replace(terms, first_closer=0)
    if last is None:
        return known
    first = last + timedelta(days=terms.interval_days)
    until = last + timedelta(days=terms.longest_interval_days)
    return replace(known, starts_on=max(terms.starts_on, first), begins_until=until)


async def last_day_before(db: AsyncSession, renews: UUID) -> date | None:
    """Of what was held in the process that is renewed, or is planned there still."""
    mine = select(sa.func.max(col(Session.starts_at))).where(
        Session.process_id == renews, col(Session.status).in_(_COUNTS)
    )
    last = (await db.exec(mine)).one()
    return local_date(last) if last else None
