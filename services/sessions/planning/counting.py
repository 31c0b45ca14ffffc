"""How many sessions would come of terms that are only offered yet."""

import asyncio

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.sessions.hours.diary import diary_of
from services.sessions.planning import renewed, series
from services.sessions.planning.booking import terms_of
from services.sessions.tables import Agreement

_OFFERED = {
    "supervisor_id", "starts_on", "ends_on", "duration_minutes", "base_interval_days", "preferred_weekdays",
    "preferred_times", "renews",
}  # fmt: skip


async def count(db: AsyncSession, query: messages.CountSessions) -> messages.SessionsCounted:
    """In a thread, as any plan is made (`services/sessions/planning/booking.py`)."""
    facts = query.model_dump(include=_OFFERED)
    terms = terms_of(Agreement(**facts, version=1, promises=query.promises.model_dump()), query.as_of)
    if query.renews:
        terms = renewed.following(terms, await renewed.last_day_before(db, query.renews))
    if terms.starts_on > terms.ends_on:
        return messages.SessionsCounted(count=0, known=True)
    diary = await diary_of(db, query.supervisor_id, besides=sa.false(), since=terms.starts_on)
    found = await asyncio.to_thread(series.plan, terms, diary)
    known = any(one.holds_in(terms.starts_on, terms.ends_on) for one in diary.weekly)
    return messages.SessionsCounted(count=len(found.sessions), known=known)
