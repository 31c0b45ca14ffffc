"""Hands mails to the mail server. Whether and when to try again is the caller's matter."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage

import aiosmtplib

from services.runtime.away import Suspicion

# RFC 5321, 4.2.3: "mailbox name not allowed"; what the server would say, had we been able to ask it.
_NO_SUCH_NAME = 553


# RFC 1870, 6.1: the answer to a sender who has said how large the mail is.
_TOO_LARGE = {452, 552}
MAIL = "mail"


class NotSent(Exception):
    """The mail was not accepted this time: a fault, worth another try. Quotes no address, so it may be logged.

    code: the server's answer, None where there was none. of_every_mail: it takes nothing from us.
    """

    def __init__(self, reason: str, code: int | None = None, *, of_every_mail: bool = False) -> None:
        super().__init__(reason if code is None else f"{reason} ({code})")
        self.code = code
        self._of_every_mail = of_every_mail

    @property
    def server_away(self) -> bool:
        """The next mail would fare no better. 421: the server is closing (RFC 5321, 4.2.3)."""
        return self.code is None or self.code == 421 or self._of_every_mail

    @property
    def for_good(self) -> bool:
        """The server's answer was a permanent one, though not about the address."""
        return self.code is not None and self.code >= 500


def mail_judge(error: BaseException) -> Suspicion | None:
    """Whether the mail server takes nothing now: then no mail is to blame."""
    return Suspicion(MAIL) if isinstance(error, NotSent) and error.server_away else None


class AddressRefused(Exception):
    """The server will never deliver to this recipient: to be parked and shown, not tried for ever.

    code: the server's 5xx answer.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"the recipient's address was refused ({code})")
        self.code = code


class Line:
    """An open connection to the mail server: one mail after the other."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    async def send(self, mail: EmailMessage) -> None:
        """Sends a mail with exactly one recipient; returning means that the server has taken it over.

        Raises: AddressRefused for a permanent refusal of the recipient, NotSent for whatever else went wrong.
        Next: services/portal/pages/money/invoices.py:pdf
        """
        try:
            await self._client.send_message(mail)
        # `from None` below: the library's errors quote addresses, and chained errors end in logs.
        except aiosmtplib.SMTPRecipientsRefused as refused:
            code = refused.recipients[0].code
            if code >= 500:
                raise AddressRefused(code) from None
            raise NotSent("the recipient was put off", code) from None
        except (
            aiosmtplib.SMTPNotSupported,
            ValueError,
        ):  # letters that this server, or any, takes in no address
            raise AddressRefused(_NO_SUCH_NAME) from None
        except aiosmtplib.SMTPSenderRefused as answer:
            # The sender is ours and the same in each mail; but a mail's size is refused here as well.
            too_large = answer.code in _TOO_LARGE
            raise NotSent("the sender was refused", answer.code, of_every_mail=not too_large) from None
        except aiosmtplib.SMTPResponseException as answer:
            raise NotSent("the mail server refused", answer.code) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise NotSent(f"the mail server did not take the mail: {type(error).__name__}") from None


@asynccontextmanager
async def connected(
    host: str, port: int, timeout_seconds: float = 10, start_tls: bool = False
) -> AsyncIterator[Line]:
    """A connection for a batch of mails.

    timeout_seconds: for each step of the talk; start_tls: refuse to go on without encryption.
    Raises: NotSent while the server cannot be reached.
    """
    client = aiosmtplib.SMTP(hostname=host, port=port, timeout=timeout_seconds, start_tls=start_tls)
    try:
        await client.connect()
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NotSent(f"no mail server: {type(error).__name__}") from None
    try:
        yield Line(client)
    finally:
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit()
        client.close()
