"""Sending to a real mail server on a free loopback port."""

import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notices.letter_kinds import LetterKind
from services.notices.mailing.letters import Recipient, compose, message_id
from services.notices.mailing.post import AddressRefused, NotSent, connected
from services.notices.wording import Fact
from tests.patience import PATIENCE_S


class Catcher:
    """Takes every mail; answers as told by the recipient's address or the subject."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("gone"):
            return "550 5.1.1 no such user " + address
        if address.startswith("full"):
            return "450 4.2.2 mailbox full " + address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 refused content"
        self.mails.append(envelope)
        return "250 taken"


class OnFreePort(Controller):
    """A controller that lets the system choose its port, and then knows it."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


@pytest.fixture
def server() -> Iterator[Any]:
    controller = OnFreePort(Catcher(), hostname="127.0.0.1", port=0)
    controller.start()
    yield controller
    controller.stop()


async def send(mail: EmailMessage, port: int, start_tls: bool = False) -> None:
    async with connected("127.0.0.1", port, timeout_seconds=PATIENCE_S, start_tls=start_tls) as line:
        await line.send(mail)


def a_mail(address: str = "aino@kunta.example") -> EmailMessage:
    facts: dict[str, Fact] = {"process_number": "TO-1007", "closed_on": date(2027, 12, 16)}
    sent_on = datetime(2027, 12, 16, 10, 0, tzinfo=UTC)
    return compose(
        LetterKind.PROCESS_CLOSED, "fi", Recipient("Aino Öhman", address), facts, message_id("n-1"), sent_on
    )


async def test_a_mail_arrives_as_it_was_composed(server: Any) -> None:
    await send(a_mail(), server.port)
    (envelope,) = server.handler.mails
    assert envelope.rcpt_tos == ["aino@kunta.example"]
    assert envelope.mail_from == "no-reply@luotsi.example"
    read = message_from_bytes(envelope.content, policy=policy.default)
    assert read["Message-ID"] == "<n-1@luotsi.invalid>"
    assert read["Subject"] == "Työnohjaus TO-1007 on päättynyt"
    assert "16.12.2027" in read.get_content()


async def test_an_address_that_does_not_exist_is_refused_for_good(server: Any) -> None:
    with pytest.raises(AddressRefused) as refused:
        await send(a_mail("gone@kunta.example"), server.port)
    assert refused.value.code == 550
    assert "gone" not in str(refused.value)
    assert refused.value.__suppress_context__


async def test_a_full_mailbox_is_a_fault_worth_another_try(server: Any) -> None:
    with pytest.raises(NotSent) as fault:
        await send(a_mail("full@kunta.example"), server.port)
    assert fault.value.code == 450
    assert "full@" not in str(fault.value)


async def test_a_refused_content_is_a_fault_and_not_the_addresses(server: Any) -> None:
    with pytest.raises(NotSent) as fault:
        await send(a_mail("spam@kunta.example"), server.port)
    assert fault.value.code == 554


async def test_an_address_that_the_server_has_no_letters_for_is_refused_and_the_next_mail_goes() -> None:
    """Counted as a server that is away, it would hold up everybody else's mail for ever."""
    controller = OnFreePort(Catcher(), hostname="127.0.0.1", port=0, enable_SMTPUTF8=False)
    controller.start()
    try:
        async with connected("127.0.0.1", controller.port) as line:
            with pytest.raises(AddressRefused) as refused:
                await line.send(a_mail("aino@työ.example"))
            await line.send(a_mail())
    finally:
        controller.stop()
    assert refused.value.code == 553
    assert "aino" not in str(refused.value)


async def test_a_server_that_is_away_is_a_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSent) as fault:
        await send(a_mail(), port)
    assert fault.value.code is None


async def test_encryption_that_is_asked_for_is_not_left_out(server: Any) -> None:
    with pytest.raises(NotSent):
        await send(a_mail(), server.port, start_tls=True)
    assert server.handler.mails == []


async def test_one_refused_mail_does_not_close_the_line_for_the_next(server: Any) -> None:
    async with connected("127.0.0.1", server.port) as line:
        for address in ("gone@kunta.example", "full@kunta.example", "spam@kunta.example"):
            with pytest.raises((AddressRefused, NotSent)):
                await line.send(a_mail(address))
        await line.send(a_mail())
    assert len(server.handler.mails) == 1


async def test_only_a_server_that_does_not_answer_or_closes_is_away() -> None:
    assert NotSent("no answer").server_away
    assert NotSent("closing", 421).server_away
    assert not NotSent("full", 450).server_away
    assert not NotSent("full", 450).for_good
    assert NotSent("content", 554).for_good
