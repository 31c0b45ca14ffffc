"""Which languages the provider serves: all of them until it says so, and never none.

What somebody chose before stays theirs: while it is not served they are written to in the first of those that are.
"""

from datetime import date
from typing import Any, cast, get_args

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.rights import authority
from services.directory.tables import ServedLanguages
from services.messages import directory as messages
from services.messages.provider import PROVIDER
from services.messages.values import Language
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import Belongs
from services.runtime.provider import standing

ALL: tuple[Language, ...] = get_args(Language)
_LATEST_FIRST = (col(ServedLanguages.valid_from).desc(), col(ServedLanguages.id).desc())
_NEWEST = select(ServedLanguages.languages).order_by(*_LATEST_FIRST).limit(1)


async def serve(db: AsyncSession, order: messages.ServeLanguages) -> None:
    """Refuses: administrators_only, set_meanwhile."""
    if not await authority.may(db, order.set_by, "set_promises", Belongs()):
        raise Refusal("administrators_only", "set_by")
    await standing.hold(db, "languages")
    today, wanted = local_date(order.as_of), [one for one in ALL if one in order.languages]
    now = await in_force(db, today)
    if now.ever_set and now.languages == wanted:
        return
    standing.check_seen(order.seen, (await all_set(db)).mark)
    facts: dict[str, Any] = {"languages": wanted, "set_by": order.set_by, "set_at": order.as_of}
    db.add(ServedLanguages(**facts, valid_from=today))
    await db.flush()
    await announce(db, messages.LanguagesServed(provider_id=PROVIDER, languages=wanted, valid_from=today))


async def in_force(db: AsyncSession, on: date) -> messages.LanguagesInForce:
    begun = select(ServedLanguages).where(ServedLanguages.valid_from <= on)
    row = (await db.exec(begun.order_by(*_LATEST_FIRST).limit(1))).first()
    return _told(row) if row else messages.LanguagesInForce(languages=list(ALL))


async def all_set(db: AsyncSession) -> messages.LanguageList:
    rows = (await db.exec(select(ServedLanguages).order_by(*_LATEST_FIRST).limit(100))).all()
    told = [_told(row).model_copy(update={"set_by": row.set_by, "set_at": row.set_at}) for row in rows]
    last = [(one.id, one.languages) for one in rows[:1]]
    return messages.LanguageList(languages=told, mark=standing.mark_of(last))


async def served(db: AsyncSession) -> list[Language]:
    """As was said last."""
    return as_said((await db.exec(_NEWEST)).first())


def said_last() -> sa.ScalarSelect[Any]:
    """For a question about something else, as a part of it; read with `as_said`."""
    return _NEWEST.scalar_subquery()


def as_said(languages: Any) -> list[Language]:
    """All, where nobody has said any yet."""
    return cast(list[Language], languages) or list(ALL)


def in_a_served_one(chosen: str, among: list[Language]) -> Language:
    """What somebody chose, where it is served; otherwise the first that is."""
    return next((one for one in among if one == chosen), among[0])


def _told(row: ServedLanguages) -> messages.LanguagesInForce:
    facts = {"languages": row.languages, "since": row.valid_from, "ever_set": True}
    return messages.LanguagesInForce.model_validate(facts)
