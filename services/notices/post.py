"""Hands one mail to the mail server. Whether and when to try again is the caller's matter."""

from email.message import EmailMessage

import aiosmtplib


class NotSent(Exception):
    """The mail was not accepted this time: a fault, worth another try. Quotes no address, so it may be logged.

    code: the server's answer, None where there was none.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason if code is None else f"{reason} ({code})")
        self.code = code


class AddressRefused(Exception):
    """The server will never deliver to this recipient: to be parked and shown, not tried for ever.

    code: the server's 5xx answer.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"the recipient's address was refused ({code})")
        self.code = code


async def send(
    mail: EmailMessage, host: str, port: int, timeout_seconds: float = 10, start_tls: bool = False
) -> None:
    """Sends a mail with exactly one recipient; returning means that the server has taken it over.

    timeout_seconds: for each step of the talk; start_tls: refuse to go on without encryption.
    Raises: AddressRefused for a permanent refusal of the recipient, NotSent for whatever else went wrong.
    """
    try:
        await aiosmtplib.send(mail, hostname=host, port=port, timeout=timeout_seconds, start_tls=start_tls)
    # `from None` below: the library's errors quote addresses, and chained errors end in logs.
    except aiosmtplib.SMTPRecipientsRefused as refused:
        code = refused.recipients[0].code
        if code >= 500:
            raise AddressRefused(code) from None
        raise NotSent("the recipient was put off", code) from None
    except aiosmtplib.SMTPResponseException as answer:
        raise NotSent("the mail server refused", answer.code) from None
    except (aiosmtplib.SMTPException, OSError) as error:
        raise NotSent(f"the mail server did not take the mail: {type(error).__name__}") from None
