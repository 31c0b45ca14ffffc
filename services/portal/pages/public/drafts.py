"""Inquiries that are being filled in: what was typed, kept under a secret that only the asker's address has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from pydantic import BaseModel, Field
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.intake import ASKING_DAYS
from services.portal.tables import inquiry_draft
from services.runtime.proofs.links import decoded, encoded
from services.runtime.storage.database import execute
from services.web.sealing import opened, sealed
from services.web.sign_in.browser_sessions import hashed, new_secret

_LINK = b"luotsi entering link "
KEPT_FOR = timedelta(days=ASKING_DAYS)


@dataclass(frozen=True)
class Draft:
    """typed: input name -> text, or texts. number: the inquiry's, once it was sent; then saved_at is when.

    about: what it is for, where it is no new inquiry of the asker's own.
    """

    inquiry_id: UUID
    typed: dict[str, Any]
    number: str | None
    saved_at: datetime
    about: "About | None" = None


class About(BaseModel):
    """by_id: who types. changes: that they put an inquiry right, of which they read this revision; else they enter one.

    entered: by a coordinator, for somebody else, by the link from the console that proves them; kept sealed.
    """

    by_id: UUID
    entered: bool = False
    changes: UUID | None = None
    revision: int = 0
    link: str = Field(default="", repr=False)


async def begin(db: AsyncSession, typed: dict[str, Any], now: datetime, about: About | None = None) -> str:
    """The secret of a new one. Those that nobody came back to are forgotten on the way."""
    await execute(db, inquiry_draft.delete().where(inquiry_draft.c.saved_at < now - KEPT_FOR))
    secret = new_secret()
    row: dict[str, Any] = {
        "inquiry_id": uuid4(),
        "secret_hash": hashed(secret),
        "typed": typed,
        "saved_at": now,
    }
    row["about"] = _sealed(about, secret).model_dump(mode="json") if about else None
    await execute(db, inquiry_draft.insert().values(row))
    return secret


async def find(db: AsyncSession, secret: str, now: datetime) -> Draft | None:
    kept = sa.select(inquiry_draft).where(_of(secret), inquiry_draft.c.saved_at >= now - KEPT_FOR)
    row = (await execute(db, kept)).mappings().first()
    if row is None:
        return None
    about = About.model_validate(row["about"]) if row["about"] else None
    about = _opened(about, secret) if about else None
    return Draft(row["inquiry_id"], row["typed"], row["number"], row["saved_at"], about)


def _sealed(about: About, secret: str) -> About:
    kept = encoded(sealed(_LINK, secret, about.by_id, about.link.encode())) if about.link else ""
    return about.model_copy(update={"link": kept})


def _opened(about: About, secret: str) -> About:
    told = opened(_LINK, secret, about.by_id, decoded(about.link)) if about.link else None
    return about.model_copy(update={"link": told.decode() if told else ""})


async def save(db: AsyncSession, secret: str, typed: dict[str, Any], now: datetime) -> None:
    """Adds to what is there; nothing once it was sent."""
    merged = inquiry_draft.c.typed.concat(typed)
    unsent = inquiry_draft.update().where(_of(secret), inquiry_draft.c.number.is_(None))
    await execute(db, unsent.values(typed=merged, saved_at=now))


async def sent(db: AsyncSession, secret: str, number: str, now: datetime) -> None:
    """Intake has it now: here only what the page that says thank you needs is left."""
    typed = sa.func.jsonb_build_object("contact_email", inquiry_draft.c.typed["contact_email"])
    unsent = inquiry_draft.update().where(_of(secret), inquiry_draft.c.number.is_(None))
    await execute(db, unsent.values(typed=typed, number=number, saved_at=now))


def _of(secret: str) -> sa.ColumnElement[bool]:
    return inquiry_draft.c.secret_hash == hashed(secret)
