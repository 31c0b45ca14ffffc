"""The settings by which mail leaves the house: what is wrong with them at sight, and a mail that tries them."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.notices import (
    MailSettings,
    SendTrialMail,
    SettingsFault,
    TrialOutcome,
)
from services.messages.values import Viewer
from services.notices.composing.letters import NoAddress, Recipient, compose, message_id
from services.notices.composing.replying import sent_by, shared_head
from services.notices.letter_kinds import LetterKind
from services.notices.mailing.post import AddressRefused, MailServer, NotSent, connected
from services.notices.tables import TriedSettings
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import may
from services.runtime.settings import LOOPBACK, Settings
from services.runtime.storage.database import execute

_PATIENCE_S = 10.0
_ASKS_WHO = "530"
"""Source: RFC 4954, 6: authentication required."""


async def shown(db: AsyncSession, settings: Settings, viewer: Viewer, provider: str | None) -> MailSettings:
    """provider: the name before the address of the sender, where it is known. Refuses: administrators_only."""
    if not may(viewer.role, "try_mail"):
        raise Refusal("administrators_only", "viewer")
    return MailSettings(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        has_password=bool(settings.smtp_password.get_secret_value()),
        sender=_as_read(sent_by(settings, provider).mail_from),
        reply_to=settings.mail_reply_to,
        organiser=settings.mail_organiser,
        portal_url=settings.portal_url,
        console_url=settings.console_url,
        faults=list(faults(settings)),
        tried=settings.is_local or await db.get(TriedSettings, _fingerprint(settings)) is not None,
    )


def _as_read(sender: str) -> str:
    """Name <address>: the quotes around a name are for mail servers."""
    name, address = parseaddr(sender)
    return f"{name} <{address}>" if name else address


async def note(db: AsyncSession, settings: Settings, at: datetime) -> None:
    """The server took a trial mail: of settings that are no more, nothing is known afterwards."""
    mine = _fingerprint(settings)
    await execute(db, sa.delete(TriedSettings).where(col(TriedSettings.fingerprint) != mine))
    row = insert(TriedSettings).values(fingerprint=mine, taken_at=at)
    await execute(db, row.on_conflict_do_nothing())


def _fingerprint(settings: Settings) -> str:
    """Of what a trial tries, without the password: who gets in with another one is told by the next mail."""
    told = (settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.smtp_user, settings.mail_from)
    return sha256(repr(told).encode()).hexdigest()


def faults(settings: Settings) -> Iterator[SettingsFault]:
    """What is no hindrance to a start, and will be one to mail. On one machine all is caught, and nothing is wrong."""
    if settings.profile == "local":
        return
    if parseaddr(settings.mail_from)[1].endswith(".example"):
        yield "sender_is_an_example"
    if settings.smtp_tls == "none" and settings.smtp_host not in LOOPBACK:
        yield "not_encrypted"
    if not settings.portal_url:
        yield "no_portal"
    elif not settings.portal_url.startswith("https://"):
        yield "portal_not_https"
    if not settings.console_url:
        yield "no_console"
    elif not settings.console_url.startswith("https://"):
        yield "console_not_https"


async def send(settings: Settings, order: SendTrialMail, now: datetime) -> TrialOutcome:
    try:
        reader, about = Recipient("", order.email), message_id(uuid4())
        mail = compose(LetterKind.TRIAL_MAIL, order.language, reader, {}, about, now, **shared_head(settings))
        async with connected(MailServer.of(settings), timeout_seconds=_PATIENCE_S) as line:
            await line.send(mail)
    except NoAddress:
        return TrialOutcome(sent=False, reason="address_letters")
    except AddressRefused as refused:
        return TrialOutcome(sent=False, reason=refused.reply.reason, digits=refused.reply.digits)
    except NotSent as fault:
        if fault.reply is None:
            return TrialOutcome(sent=False, reason="broke_off" if fault.broke_off else fault.hindrance)
        asks_who_we_are = fault.reply.digits.startswith(_ASKS_WHO)
        reason = "login_needed" if asks_who_we_are else fault.reply.reason
        return TrialOutcome(sent=False, reason=reason, digits=fault.reply.digits)
    return TrialOutcome(sent=True)
