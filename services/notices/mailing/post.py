"""Hands mails to the mail server. Whether and when to try again is the caller's matter."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal, Self

import aiosmtplib

from services.notices.mailing import replies
from services.notices.mailing.replies import Reply
from services.runtime.away import Suspicion
from services.runtime.settings import Settings

# What the server would say, had we been able to ask it. RFC 5321, 4.2.3: "mailbox name not allowed".
_NO_LETTERS = Reply("address_letters", "553")
_LINE_DOWN = Reply("put_off", "451")
# RFC 1870, 6.1: the answer to a sender who has said how large the mail is.
_TOO_LARGE = {452, 552}
MAIL = "mail"
Hindrance = Literal["away", "broke_off", "login", "encryption", "certificate"]


@dataclass(frozen=True)
class MailServer:
    """user, password: none where it asks for none. tls: from the first byte on, or after STARTTLS."""

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        password = settings.smtp_password.get_secret_value() or None
        return cls(
            settings.smtp_host, settings.smtp_port, settings.smtp_tls, settings.smtp_user or None, password
        )


class NotSent(Exception):
    """The mail was not accepted this time: a fault, worth another try. Quotes no address, so it may be logged.

    reply: the server's, None where there was none. of_every_mail: it takes nothing from us. hindrance: what kept us
    from speaking with it. broke_off: it had answered us, and then no more.
    """

    def __init__(
        self,
        why: str,
        reply: Reply | None = None,
        *,
        of_every_mail: bool = False,
        hindrance: Hindrance = "away",
        broke_off: bool = False,
    ) -> None:
        super().__init__(why if reply is None else f"{why} ({reply.digits})")
        self.reply = reply
        self.hindrance = hindrance
        self._of_every_mail = of_every_mail
        self._broke_off = broke_off

    @property
    def broke_off(self) -> bool:
        return self._broke_off

    @property
    def server_away(self) -> bool:
        """The next mail would fare no better. 421: the server is closing (RFC 5321, 4.2.3)."""
        return self.reply is None or self._of_every_mail or self._closing(self.reply)

    @property
    def over_this_mail(self) -> Reply | None:
        """What this mail alone waits by; None: no mail is to blame.

        A line that comes down in the talk is a 451, and a server that closes in it may do so over what it is given:
        whether it is away, the next call tells. Source: RFC 5321, 3.8.
        """
        if self._broke_off:
            return _LINE_DOWN
        return None if self._of_every_mail else self.reply

    @property
    def ended_the_talk(self) -> bool:
        return self.over_this_mail is not None and self.server_away

    def _closing(self, reply: Reply) -> bool:
        """It closes also on one mail alone, for the rate at which its reader gets mail, and says so."""
        return reply.digits.startswith("421") and reply.reason == "put_off"


def mail_judge(error: BaseException) -> Suspicion | None:
    """Whether the mail server takes nothing now: then no mail is to blame."""
    return Suspicion(MAIL) if isinstance(error, NotSent) and error.server_away else None


class AddressRefused(Exception):
    """The server will never deliver to this recipient: to be shown, not tried for ever. Quotes no address."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"the recipient's address was refused ({reply.digits})")
        self.reply = reply


class Line:
    """An open connection to the mail server: one mail after the other."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    async def send(self, mail: EmailMessage) -> None:
        """Sends a mail with exactly one recipient; returning means that the server has taken it over.

        Raises: AddressRefused where the recipient has no such address, NotSent for whatever else went wrong.
        Next: services/portal/pages/money/invoices.py:pdf
        """
        try:
            if not self._client.is_connected:  # the server closes after some of its refusals
                await self._client.connect()
            await self._client.send_message(mail)
        # `from None` below: the library's errors quote addresses, and chained errors end in logs.
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _refused("the recipient was refused", refused.recipients[0]) from None
        except (
            aiosmtplib.SMTPNotSupported,
            ValueError,
        ):  # letters that this server, or any, takes in no address
            raise AddressRefused(_NO_LETTERS) from None
        except aiosmtplib.SMTPSenderRefused as answer:
            raise _sender_refused(answer) from None
        except aiosmtplib.SMTPDataError as answer:
            raise _refused("the mail server refused", answer) from None
        except (
            aiosmtplib.SMTPConnectError,
            aiosmtplib.SMTPHeloError,
            aiosmtplib.SMTPAuthenticationError,
        ) as error:
            raise _no_server(error) from None
        except aiosmtplib.SMTPResponseException as answer:
            raise NotSent("the mail server refused", replies.read(answer.code, answer.message)) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotSent(f"the line came down: {type(error).__name__}", broke_off=True) from None


def _refused(why: str, answer: aiosmtplib.SMTPResponseException) -> AddressRefused | NotSent:
    reply = replies.read(answer.code, answer.message)
    return AddressRefused(reply) if reply.is_final else NotSent(why, reply)


def _sender_refused(answer: aiosmtplib.SMTPSenderRefused) -> NotSent:
    """The sender is ours and the same in each mail; but a mail's size is refused here as well.

    So is one mail too many: then each waits by itself, and the server is not asked every half minute.
    """
    reply = replies.read(answer.code, answer.message)
    of_this_mail = answer.code in _TOO_LARGE or reply.reason in ("too_large", "quota", "rate", "greylisted")
    return NotSent("the sender was refused", reply, of_every_mail=not of_this_mail)


def _no_server(error: Exception) -> NotSent:
    if isinstance(error, (aiosmtplib.SMTPConnectResponseError, aiosmtplib.SMTPHeloError)):
        said = replies.read(error.code, error.message)
        return NotSent("the mail server did not let us in", said, of_every_mail=True)
    hindrance: Hindrance = "away"
    if isinstance(error.__cause__, aiosmtplib.SMTPServerDisconnected):
        hindrance = "broke_off"
    elif isinstance(error, aiosmtplib.SMTPAuthenticationError) or "AUTH" in str(error):
        hindrance = "login"
    elif "CERTIFICATE_VERIFY_FAILED" in str(error):
        hindrance = "certificate"
    elif isinstance(error, ssl.SSLError) or any(word in str(error) for word in ("STARTTLS", "SSL", "TLS")):
        hindrance = "encryption"
    return NotSent(f"no mail server: {type(error).__name__}", hindrance=hindrance)


@asynccontextmanager
async def connected(server: MailServer, timeout_seconds: float = 10) -> AsyncIterator[Line]:
    """A connection for a batch of mails; one that was to be encrypted and is not is none.

    timeout_seconds: for each step of the talk.
    Raises: NotSent while the server cannot be reached, or does not know us.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        timeout=timeout_seconds,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        username=server.user,
        password=server.password,
    )
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _no_server(error) from None
    try:
        yield Line(client)
    finally:
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
        client.close()
