"""Rows of signed-in sessions: made at a sign-in, ended by time, by the person, or by signing out."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import SIGNED_IN_FOR
from services.runtime.proofs.people import name_of
from services.runtime.storage.database import execute
from services.web.sealing import opened, sealed
from services.web.tables import web_session

IDLE = timedelta(minutes=30)
LONGEST = SIGNED_IN_FOR
REMEMBERED = timedelta(days=3)
"""The browser keeps its secret for so long: what is sent after the end is known to be this person's."""
_NOTED_EVERY = timedelta(minutes=1)
_PROOF = b"luotsi proof "


@dataclass(frozen=True)
class BrowserSession:
    """One session as it stands. device: a short description of the browser, for the person's own list. proof:
    directory's, that it is this person's; known only where the browser has told its secret.
    """

    session_id: UUID
    person_id: UUID
    acting: str | None
    proven_by: str
    device: str
    said: dict[str, Any] | None
    began_at: datetime
    seen_at: datetime
    proof: str = field(default="", repr=False)

    def ends_in_s(self, now: datetime) -> int:
        """Seconds that are left if nothing more is opened."""
        ends = min(now + IDLE, self.began_at + LONGEST)
        return max(0, int((ends - now).total_seconds()))


def ended_cookie(cookie: str) -> str:
    """The name under which a browser keeps the secret of a sign-in that it has ended itself.

    It opens nothing; it tells whose form it is that another tab still sends.
    """
    return f"{cookie}-ended"


def new_secret() -> str:
    """256 bits, for a cookie."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> bytes:
    """What the database keeps of a cookie."""
    return hashlib.sha256(secret.encode()).digest()


async def begin(
    db: AsyncSession,
    person_id: UUID,
    *,
    proof: str,
    proven_by: str,
    device: str,
    now: datetime,
    ends: str | None = None,
    first: str | None = None,
) -> str:
    """The secret of a new session. ends: the secret of the browser's earlier one, which is over by this.

    Whoever comes back goes on in the standing in which they were, and otherwise in the first one: that is written down,
    so that a role which they get meanwhile changes nothing by itself.
    """
    acting = (await _acting_in(db, ends, person_id) if ends else None) or first
    if ends:
        await end(db, ends, now)
    secret = new_secret()
    row = {
        "id_hash": hashed(secret),
        "session_id": uuid4(),
        "person_id": person_id,
        "acting": acting,
        **{"proof": sealed(_PROOF, secret, person_id, proof.encode()), "proof_name": name_of(proof)},
        "proven_by": proven_by,
        "device": device[:120],
        **dict.fromkeys(("began_at", "seen_at"), now),
    }
    await execute(db, web_session.insert().values(row))
    return secret


async def _acting_in(db: AsyncSession, secret: str, person_id: UUID) -> str | None:
    mine = (web_session.c.id_hash == hashed(secret)) & (web_session.c.person_id == person_id)
    acting: str | None = (await execute(db, sa.select(web_session.c.acting).where(mine))).scalar()
    return acting


def secret_kept_by(cookies: Mapping[str, str], cookie: str) -> str | None:
    """Of the running sign-in, or of the last one that this browser has had. cookie: the door's."""
    return cookies.get(cookie) or cookies.get(ended_cookie(cookie)) or None


async def find(db: AsyncSession, secret: str, now: datetime, *, in_use: bool = True) -> BrowserSession | None:
    """The session of this secret, if it is neither over nor revoked. in_use: it counts as seen now."""
    mine = web_session.c.id_hash == hashed(secret)
    found = (await execute(db, sa.select(web_session).where(mine, runs(now)))).mappings().first()
    if found is None:
        return None
    if in_use and now - found["seen_at"] > _NOTED_EVERY:
        await execute(db, web_session.update().where(mine).values(seen_at=now))
    told = opened(_PROOF, secret, found["person_id"], found["proof"])
    return replace(_kept(found), proof=told.decode()) if told else None


async def act_as(db: AsyncSession, session_id: UUID, key: str) -> None:
    await _change(db, session_id, acting=key)


async def prove(db: AsyncSession, session: BrowserSession, secret: str, proof: str) -> None:
    """The person has meanwhile made a passkey: the proof by a code is none any more."""
    kept = {"proof": sealed(_PROOF, secret, session.person_id, proof.encode()), "proof_name": name_of(proof)}
    await _change(db, session.session_id, proven_by="passkey", **kept)


async def say(db: AsyncSession, session_id: UUID, said: dict[str, Any] | None) -> None:
    """What the next page tells; None once it was told."""
    await _change(db, session_id, said=said)


async def end(db: AsyncSession, secret: str, now: datetime) -> list[str]:
    """The name of its proof, which is to be ended too (`services/web/sign_in/ended_proofs.py`)."""
    return await _end(db, web_session.c.id_hash == hashed(secret), now)


async def those_of(db: AsyncSession, person_id: UUID, now: datetime) -> Sequence[BrowserSession]:
    """A person's running sessions, the latest first."""
    theirs = sa.select(web_session).where(web_session.c.person_id == person_id, runs(now))
    rows = (await execute(db, theirs.order_by(web_session.c.seen_at.desc()))).mappings()
    return [_kept(row) for row in rows]


async def revoke(db: AsyncSession, person_id: UUID, session_id: UUID, now: datetime) -> list[str]:
    """One of a person's own sessions; nothing if it is not theirs. As `end`."""
    return await _end_those(db, person_id, web_session.c.session_id == session_id, now)


async def revoke_others(
    db: AsyncSession, person_id: UUID, but: UUID | None, now: datetime, *, proven_by: str | None = None
) -> list[str]:
    """All of a person's sessions but one, or all. proven_by: only those that were begun so. As `end`."""
    others = sa.true() if but is None else web_session.c.session_id != but
    if proven_by:
        others &= web_session.c.proven_by == proven_by
    return await _end_those(db, person_id, others, now)


async def _end_those(
    db: AsyncSession, person_id: UUID, which: sa.ColumnElement[bool], now: datetime
) -> list[str]:
    return await _end(db, which & (web_session.c.person_id == person_id), now)


async def _end(db: AsyncSession, which: sa.ColumnElement[bool], now: datetime) -> list[str]:
    ended = web_session.update().where(which, web_session.c.revoked_at.is_(None)).values(revoked_at=now)
    names = (await execute(db, ended.returning(web_session.c.proof_name))).scalars()
    return [name for name in names if name]


async def _change(db: AsyncSession, session_id: UUID, **values: Any) -> None:
    statement = web_session.update().where(web_session.c.session_id == session_id)
    await execute(db, statement.values(**values))


def runs(now: datetime) -> sa.ColumnElement[bool]:
    return (
        web_session.c.revoked_at.is_(None)
        & web_session.c.proof.is_not(None)  # none of those from before there were proofs
        & (web_session.c.seen_at > now - IDLE)
        & (web_session.c.began_at > now - LONGEST)
    )


def _kept(row: sa.RowMapping) -> BrowserSession:
    told = set(BrowserSession.__dataclass_fields__) - {"proof"}
    return BrowserSession(**{name: row[name] for name in told})
