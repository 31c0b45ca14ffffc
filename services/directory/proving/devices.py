"""What a device was asked, once, and whether it answered as it must (WebAuthn level 3, §7.2)."""

import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
import webauthn
from sqlmodel.ext.asyncio.session import AsyncSession
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException

from services.directory import passkeys
from services.directory.proving import marks
from services.directory.proving.giving import door_in_hand
from services.directory.tables import Passkey, PasskeyChallenge
from services.messages import directory as messages
from services.runtime.clock import SystemClock
from services.runtime.commands.transactions import Work
from services.runtime.logs import log
from services.runtime.settings import Settings
from services.runtime.storage.database import execute
from services.runtime.storage.forgetting import Old

GOOD_FOR = timedelta(minutes=5)
# What the library and its parsers raise for an answer that is none: it came from outside, and is no fault of ours.
_NO_ANSWER = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError)
_asked: sa.Table = PasskeyChallenge.__table__  # type: ignore[attr-defined]  # SQLModel makes it
OLD_CHALLENGES = Old(_asked, _asked.c.expires_at, timedelta())


async def challenge(db: AsyncSession) -> str:
    asked = secrets.token_bytes(32)
    until = SystemClock().now() + GOOD_FOR
    row = {"challenge_hash": _hashed(db, asked), "door": door_in_hand(), "expires_at": until}
    await execute(db, _asked.insert().values(row))
    return bytes_to_base64url(asked)


async def prove(order: messages.ProvePasskey, work: Work[object]) -> UUID | None:
    """Whose passkey has answered; the challenge is used up by any answer."""
    try:
        asked = base64url_to_bytes(order.challenge)
        answer: dict[str, Any] = json.loads(order.credential)
        passkey = await passkeys.good_one(work.db, str(answer["id"]))
        if not await _was_asked(work.db, asked) or passkey is None or not passkeys.opens(passkey):
            return None
        count = _sign_count(work.settings, answer, asked, passkey)
    except _NO_ANSWER:
        return None
    if not await passkeys.use(work.db, passkey.credential_id, count, order.as_of):
        log.warning("passkey_looks_like_a_copy", person_id=str(passkey.person_id))
        return None
    return passkey.person_id


async def _was_asked(db: AsyncSession, asked: bytes) -> bool:
    here = (_asked.c.challenge_hash == _hashed(db, asked)) & (_asked.c.door == door_in_hand())
    taken = _asked.delete().where(here).returning(_asked.c.expires_at)
    found = (await execute(db, taken)).first()
    return found is not None and found.expires_at > SystemClock().now()


def _sign_count(settings: Settings, answer: dict[str, Any], asked: bytes, passkey: Passkey) -> int:
    """The device's counter after this use. Raises one of `_NO_ANSWER`."""
    door = settings.portal_url if door_in_hand() == "portal" else settings.console_url
    address = door.rstrip("/")
    checked = webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=asked,
        expected_rp_id=urlsplit(address).hostname or "",
        expected_origin=address,
        credential_public_key=base64url_to_bytes(passkey.public_key),
        credential_current_sign_count=0,
        require_user_verification=True,
    )
    return checked.new_sign_count


def _hashed(db: AsyncSession, asked: bytes) -> bytes:
    """Whoever writes into the database has asked nobody."""
    return marks.of(db).hashed("challenge", door_in_hand(), asked)
