"""A form that was sent after the sign-in had ended: kept until its person is back, in the same browser.

Sealed with a secret that only the browser has, so that no copy of the database tells a word of it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.routing import Match

from services.runtime.storage.database import execute
from services.web.sealing import opened, sealed
from services.web.sign_in.browser_sessions import hashed, new_secret
from services.web.tables import unsent_form, web_session

KEPT_FOR = timedelta(hours=12)
_FORM = b"luotsi unsent form "
_ROW = unsent_form.c


@dataclass(frozen=True)
class Unsent:
    """action: where it was sent to. page: on which it is filled in. typed: names and texts, as they were sent."""

    action: str
    page: str
    typed: Sequence[tuple[str, str]]

    def is_on(self, path: str) -> bool:
        return urlsplit(self.page).path == path


async def keep(db: AsyncSession, ended: str | None, form: Unsent, now: datetime) -> str | None:
    """The secret to be given to the browser; None where nobody was signed in there. ended: the sign-in's secret.

    One for each sign-in that has ended: a later form takes the place of the earlier one.
    """
    await execute(db, unsent_form.delete().where(_ROW.kept_at < now - KEPT_FOR))
    known = sa.select(web_session.c.session_id, web_session.c.person_id)
    whose = (await execute(db, known.where(web_session.c.id_hash == hashed(ended or "")))).first()
    if whose is None:
        return None
    secret = new_secret()
    values = {
        "secret_hash": hashed(secret),
        "person_id": whose.person_id,
        "sealed": _sealed(secret, whose.person_id, form),
        "kept_at": now,
    }
    row = insert(unsent_form).values(session_id=whose.session_id, **values)
    await execute(db, row.on_conflict_do_update(index_elements=["session_id"], set_=values))
    return secret


async def find(db: AsyncSession, secret: str, person_id: UUID, now: datetime) -> Unsent | None:
    """None for somebody else, and when it is over."""
    mine = _of(secret, person_id) & (_ROW.kept_at >= now - KEPT_FOR)
    row = (await execute(db, sa.select(_ROW.sealed).where(mine))).first()
    return _opened(secret, person_id, row.sealed) if row else None


async def forget(db: AsyncSession, secret: str, person_id: UUID) -> None:
    await execute(db, unsent_form.delete().where(_of(secret, person_id)))


def secret_of(request: Request) -> str | None:
    return request.cookies.get(_cookie(request)) or None


def give(response: Response, request: Request, secret: str) -> None:
    response.set_cookie(
        _cookie(request),
        secret,
        max_age=int(KEPT_FOR.total_seconds()),
        secure=request.app.state.door.cookies_are_sealed,
        httponly=True,
        samesite="lax",
    )


def take_away(response: Response, request: Request) -> None:
    sealed = request.app.state.door.cookies_are_sealed
    response.delete_cookie(_cookie(request), secure=sealed, httponly=True, samesite="lax")


def page_of(request: Request) -> str:
    """The page with the form: the one from which it was sent, or the nearest one above the form's address."""
    came_from = urlsplit(request.headers.get("referer", ""))
    path = request.url.path
    above = [path.rsplit("/", depth)[0] for depth in range(path.count("/"))]
    for candidate in (came_from.path, *above):
        if candidate and _is_a_page(request, candidate):
            query = f"?{came_from.query}" if candidate == came_from.path and came_from.query else ""
            return candidate + query
    return "/"


def _is_a_page(request: Request, path: str) -> bool:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)


def _cookie(request: Request) -> str:
    return f"{request.app.state.door.cookie}-unsent"


def _of(secret: str, person_id: UUID) -> sa.ColumnElement[bool]:
    return (_ROW.secret_hash == hashed(secret)) & (_ROW.person_id == person_id)


def _sealed(secret: str, person_id: UUID, form: Unsent) -> bytes:
    told = json.dumps([form.action, form.page, list(form.typed)]).encode()
    return sealed(_FORM, secret, person_id, told)


def _opened(secret: str, person_id: UUID, kept: bytes) -> Unsent | None:
    told = opened(_FORM, secret, person_id, kept)
    if told is None:
        return None
    parts: list[Any] = json.loads(told)
    return Unsent(parts[0], parts[1], [(name, text) for name, text in parts[2]])
