"""The provider's own texts in place of the usual ones, kept by whoever makes the paper or letter that they stand in.

Each holds from a day on. Nothing is written over: what was said before stays, with who said it and when.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, distinct_on, insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.values import Language
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far
from services.runtime.finland import local_date
from services.runtime.provider import standing
from services.runtime.storage.database import execute

Held = dict[tuple[str, str], dict[str, str]]
"""By name and language, the parts; usual ones are not among them."""

metadata = sa.MetaData()

provider_text = sa.Table(
    "provider_text",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("language", sa.Text, primary_key=True),
    sa.Column("valid_from", sa.Date, primary_key=True),
    sa.Column("set_at", sa.DateTime(timezone=True), primary_key=True),
    sa.Column("parts", JSONB(none_as_null=True), nullable=True),
    sa.Column("set_by", sa.Uuid, nullable=False),
)


@dataclass(frozen=True)
class SetText:
    """What one day's text was set to. parts: none for the usual one again."""

    name: str
    language: Language
    valid_from: date
    set_at: datetime
    parts: dict[str, str] | None
    set_by: UUID


async def set_from(db: AsyncSession, wanted: SetText, seen: str | None) -> None:
    """The same again changes nothing. seen: the mark of what was looked at.

    Refuses: validity_in_the_past, day_too_late, set_meanwhile.
    """
    await standing.hold(db, f"text {wanted.name} {wanted.language}")
    if wanted.valid_from < local_date(wanted.set_at):
        raise Refusal("validity_in_the_past", "valid_from", "is a day that has passed")
    refuse_far("valid_from", wanted.valid_from, wanted.set_at, years_back=0, years_ahead=5)
    said = await history(db, wanted.name, wanted.language)
    newest = next((one for one in said if one.valid_from == wanted.valid_from), None)
    if newest is None or newest.parts != wanted.parts:
        standing.check_seen(seen, mark_of(said))
        await execute(db, insert(provider_text).values(vars(wanted)).on_conflict_do_nothing())


async def history(db: AsyncSession, name: str, language: Language) -> list[SetText]:
    """The latest day first, and of one day what was said last."""
    column = provider_text.c
    said = sa.select(provider_text).where(column.name == name, column.language == language)
    rows = (await execute(db, said.order_by(column.valid_from.desc(), column.set_at.desc()))).mappings()
    return [SetText(**row) for row in rows]


async def behind(db: AsyncSession) -> dict[str, list[Language]]:
    """By name, in which languages it was not changed when it was in another: set for an earlier day, or never."""
    column = provider_text.c
    last = sa.select(column.name, column.language, sa.func.max(column.valid_from))
    days: dict[str, dict[str, date]] = {}
    rows: Any = await execute(db, last.group_by(column.name, column.language))
    for name, language, day in rows:
        days.setdefault(name, {})[language] = day
    return {
        name: [one for one in get_args(Language) if of.get(one, date.min) < max(of.values())]
        for name, of in days.items()
    }


def mark_of(history: list[SetText]) -> str:
    return standing.mark_of([vars(one) for one in history])


async def held_at(db: AsyncSession, at: datetime, language: Language | None = None) -> Held:
    """What held at that moment, of what was said by then."""
    return _read(await execute(db, _held(at, language)))


def _held(at: datetime, language: Language | None) -> sa.Select[Any]:
    column = provider_text.c
    begun = sa.select(column.name, column.language, column.parts).where(
        column.valid_from <= local_date(at), column.set_at <= at
    )
    if language:
        begun = begun.where(column.language == language)
    key = (column.name, column.language)
    return begun.ext(distinct_on(*key)).order_by(*key, column.valid_from.desc(), column.set_at.desc())


def _read(rows: Any) -> Held:
    return {(name, language): parts for name, language, parts in rows if parts is not None}
