"""A mail server on a free loopback port that keeps what it gets, and can be told to misbehave."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from icalendar import Calendar

from deploy.machine.ports import is_free
from tests.grown import Grow, T, grown
from tests.house import House
from tests.mail_servers import OnFreePort


class Mailbox:
    """breaks_after: how many more mails it takes before it closes the line at every one; none for no end.

    refusals: what is answered to a mailbox, by the beginning of its address. hangs_up_on: whose mail it breaks off.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.breaks_after: int | None = None
        self.refuses_sender = False
        self.hangs_up_on = ""
        self.refusals = {"gone": "550 5.1.1 no such user"}
        self._controller: Any = None

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_sender:
            return "530 5.7.0 authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        for beginning, refusal in self.refusals.items():
            if address.startswith(beginning):
                return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.hangs_up_on and envelope.rcpt_tos[0].startswith(self.hangs_up_on):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 never heard"
        if self.breaks_after is not None:
            if self.breaks_after == 0:
                return "421 4.3.2 closing"
            self.breaks_after -= 1
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 taken"

    def open(self, port: int = 0) -> int:
        """port: 0 for any free one. Returns the port."""
        self._controller = OnFreePort(self, hostname="127.0.0.1", port=port)
        self._controller.start()
        return int(self._controller.port)

    def open_for(self, house: House) -> None:
        """The house's letters come here. Where the test before had its own, if that is free: letters may rest."""
        port = house.last_smtp_port
        house.smtp_port = self.open(port if port and is_free(port) else 0)

    def close(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"].addresses[0].addr_spec == address]

    async def grown(self, house: House, grow: Grow[T]) -> T:
        """As `tests.grown.grown`, with the letters that went out while it grew."""
        told = await grown(house, grow)
        self.mails = list(_grown.setdefault(grow, list(self.mails)))
        return told


_grown: dict[Grow[Any], list[EmailMessage]] = {}
"""By what made it."""


def entries(mail: EmailMessage) -> list[Any]:
    """The calendar entries in the mail, each with its calendar's method as `method`."""
    found: list[Any] = []
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(part.get_content())
            for event in calendar.walk("VEVENT"):
                event.add("method", calendar["method"])
                found.append(event)
    return found


def entry(mail: EmailMessage) -> Any:
    """The only one."""
    (found,) = entries(mail)
    return found


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
