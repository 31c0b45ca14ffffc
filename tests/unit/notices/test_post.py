"""Sending to a real mail server on a free loopback port."""

import socket
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notices.composing.letters import Recipient, compose, message_id
from services.notices.letter_kinds import LetterKind
from services.notices.mailing.post import AddressRefused, Line, MailServer, NotSent, connected
from services.notices.mailing.replies import read
from services.notices.wording import Fact
from tests.mail_servers import Greylisting, Taking, WithQuota, answering_the_call, opened
from tests.patience import PATIENCE_S


class Office(Taking):
    """Answers as told by the reader's address, and never takes spam."""

    def refusal(self, address: str) -> str | None:
        if address.startswith("gone"):
            return "550 5.1.1 no such user " + address
        return "450 4.2.2 mailbox full " + address if address.startswith("full") else None

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if envelope.rcpt_tos[0].startswith("spam"):
            return "554 5.7.1 refused content"
        return await super().handle_DATA(server, session, envelope)


@dataclass(frozen=True)
class Server:
    handler: Office
    port: int


@pytest.fixture
def server() -> Iterator[Server]:
    office = Office()
    with opened(office) as port:
        yield Server(office, port)


def line_to(port: int, **more: Any) -> AbstractAsyncContextManager[Line]:
    return connected(MailServer("127.0.0.1", port, **more), timeout_seconds=PATIENCE_S)


async def send(mail: EmailMessage, port: int, **more: Any) -> None:
    async with line_to(port, **more) as line:
        await line.send(mail)


def a_mail(address: str = "aino@kunta.example") -> EmailMessage:
    facts: dict[str, Fact] = {"process_number": "TO-1007", "closed_on": date(2027, 12, 16)}
    sent_on = datetime(2027, 12, 16, 10, 0, tzinfo=UTC)
    return compose(
        LetterKind.PROCESS_CLOSED, "fi", Recipient("Aino Öhman", address), facts, message_id("n-1"), sent_on
    )


async def test_a_mail_arrives_as_it_was_composed(server: Server) -> None:
    await send(a_mail(), server.port)
    (read,) = server.handler.mails
    assert server.handler.readers == ["aino@kunta.example"]
    assert read["From"] == "Luotsi <no-reply@luotsi.example>"
    assert read["Message-ID"] == "<n-1@luotsi.invalid>"
    assert read["Subject"] == "Työnohjaus TO-1007 on päättynyt"
    assert "16.12.2027" in read.get_content()


async def test_an_address_that_does_not_exist_is_refused_for_good(server: Server) -> None:
    with pytest.raises(AddressRefused) as refused:
        await send(a_mail("gone@kunta.example"), server.port)
    assert refused.value.reply.digits == "550 5.1.1"
    assert "gone" not in str(refused.value)
    assert refused.value.__suppress_context__


async def test_a_full_mailbox_is_a_fault_worth_another_try(server: Server) -> None:
    with pytest.raises(NotSent) as fault:
        await send(a_mail("full@kunta.example"), server.port)
    assert fault.value.reply and fault.value.reply.reason == "quota"
    assert "full@" not in str(fault.value)


async def test_a_refused_content_is_a_fault_and_not_the_addresses(server: Server) -> None:
    with pytest.raises(NotSent) as fault:
        await send(a_mail("spam@kunta.example"), server.port)
    assert fault.value.reply and fault.value.reply.digits == "554 5.7.1"


@pytest.mark.parametrize(
    "greeting, reason, digits", [("554 not you", "refused", "554"), ("421 busy", "put_off", "421")]
)
async def test_a_server_that_lets_nobody_in_is_not_told_as_one_that_does_not_answer(
    greeting: str, reason: str, digits: str
) -> None:
    with answering_the_call(f"{greeting}\r\n".encode()) as port, pytest.raises(NotSent) as fault:
        await send(a_mail(), port)
    assert fault.value.reply and (fault.value.reply.reason, fault.value.reply.digits) == (reason, digits)
    assert fault.value.server_away and fault.value.over_this_mail is None


async def test_a_server_that_hangs_up_as_soon_as_it_is_called_did_answer() -> None:
    with answering_the_call(b"") as port, pytest.raises(NotSent) as fault:
        await send(a_mail(), port)
    assert (fault.value.hindrance, fault.value.server_away) == ("broke_off", True)
    assert fault.value.over_this_mail is None


async def test_a_domain_with_finnish_letters_gets_its_mail_from_a_server_without_smtputf8() -> None:
    office = Office()
    with opened(office, enable_SMTPUTF8=False) as port:
        await send(a_mail("aino@työ.example"), port)
    assert office.readers == ["aino@xn--ty-gka.example"]
    assert office.mails[0]["To"].addresses[0].addr_spec == office.readers[0]


async def test_an_address_that_the_server_has_no_letters_for_is_refused_and_the_next_mail_goes() -> None:
    """Counted as a server that is away, it would hold up everybody else's mail for ever."""
    office, to_mother = Office(), a_mail()
    del to_mother["To"]
    to_mother["To"] = Address("", username="äiti", domain="kunta.example")
    with opened(office, enable_SMTPUTF8=False) as port:
        async with line_to(port) as line:
            with pytest.raises(AddressRefused) as refused:
                await line.send(to_mother)
            await line.send(a_mail())
    assert refused.value.reply.reason == "address_letters"
    assert "iti" not in str(refused.value)
    assert office.readers == ["aino@kunta.example"]


async def test_a_mailbox_over_its_quota_is_tried_later_and_the_next_mail_goes() -> None:
    office = WithQuota(1)
    with opened(office) as port:
        async with line_to(port) as line:
            await line.send(a_mail())
            with pytest.raises(NotSent) as fault:
                await line.send(a_mail())
            await line.send(a_mail("eino@kunta.example"))
    assert fault.value.reply and fault.value.reply.reason == "quota"
    assert not fault.value.server_away
    assert office.readers == ["aino@kunta.example", "eino@kunta.example"]


async def test_a_greylisted_mail_goes_with_its_second_try() -> None:
    office = Greylisting()
    with opened(office) as port:
        with pytest.raises(NotSent) as fault:
            await send(a_mail(), port)
        await send(a_mail(), port)
    assert fault.value.reply and fault.value.reply.reason == "greylisted"
    assert office.readers == ["aino@kunta.example"]


async def test_a_mail_that_is_too_large_is_said_to_be_so_and_the_next_one_goes() -> None:
    office = Office()
    large = a_mail()
    large.add_attachment(b"x" * 30_000, maintype="application", subtype="pdf", filename="2027-0001.pdf")
    with opened(office, data_size_limit=20_000) as port:
        async with line_to(port) as line:
            with pytest.raises(NotSent) as fault:
                await line.send(large)
            await line.send(a_mail())
    assert fault.value.reply and fault.value.reply.reason == "too_large"
    assert not fault.value.server_away
    assert len(office.mails) == 1


async def test_a_server_that_closes_on_one_readers_rate_takes_the_next_readers_mail() -> None:
    class Closing(Office):
        def refusal(self, address: str) -> str | None:
            return "421 4.7.28 rate limited" if address.startswith("busy") else None

    office = Closing()
    with opened(office) as port:
        async with line_to(port) as line:
            with pytest.raises(NotSent) as fault:
                await line.send(a_mail("busy@kunta.example"))
            await line.send(a_mail())
    assert not fault.value.server_away
    assert office.readers == ["aino@kunta.example"]


async def test_a_server_that_is_away_is_a_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSent) as fault:
        await send(a_mail(), port)
    assert fault.value.reply is None


async def test_encryption_that_is_asked_for_is_not_left_out(server: Server) -> None:
    with pytest.raises(NotSent):
        await send(a_mail(), server.port, tls="starttls")
    assert server.handler.mails == []


async def test_one_refused_mail_does_not_close_the_line_for_the_next(server: Server) -> None:
    async with line_to(server.port) as line:
        for address in ("gone@kunta.example", "full@kunta.example", "spam@kunta.example"):
            with pytest.raises((AddressRefused, NotSent)):
                await line.send(a_mail(address))
        await line.send(a_mail())
    assert len(server.handler.mails) == 1


async def test_only_a_server_that_does_not_answer_or_closes_is_away() -> None:
    assert NotSent("no answer").server_away
    assert NotSent("closing", read(421, "4.3.2 closing")).server_away
    assert NotSent(
        "we are not known", read(530, "5.7.0 authentication required"), of_every_mail=True
    ).server_away
    assert not NotSent("full", read(450, "4.2.2 full")).server_away
    assert not NotSent("content", read(554, "5.7.1 spam")).server_away
