"""Mail servers as one meets them, on free loopback ports: what they take, and how they say no to the rest."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.patience import PATIENCE_S

QUOTA = "552 5.2.2 the mailbox is over its quota"
GREYLISTED = "554 5.7.1 greylisted, try again in 300 seconds"
TOO_FAST = "550 5.7.1 too many mails within the hour"


class Taking:
    """Takes everything. tries: the readers of each try, in order."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.readers: list[str] = []
        self.tries: list[str] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries.append(address)
        if refusal := self.refusal(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.readers += envelope.rcpt_tos
        return "250 taken"

    def refusal(self, address: str) -> str | None:
        return None


class HangingUp(Taking):
    """Answers, and lets the line fall at the first reader."""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        assert server.transport
        server.transport.close()
        return "250 OK"


@contextmanager
def answering_the_call(greeting: bytes) -> Iterator[int]:
    """A server that says this much to whoever calls, and hangs up. Yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = listening.accept()
                    with caller:
                        caller.sendall(greeting)

        answerer = Thread(target=answer, daemon=True)
        answerer.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        answerer.join(PATIENCE_S)


class WithQuota(Taking):
    """Each mailbox takes so many mails. Says it with digits that elsewhere mean for ever."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def refusal(self, address: str) -> str | None:
        return QUOTA if self.readers.count(address) >= self.most else None


class Greylisting(Taking):
    """Refuses each reader's first mail, and takes the next try."""

    def refusal(self, address: str) -> str | None:
        return GREYLISTED if self.tries.count(address) < 2 else None


class OnFreePort(Controller):
    """A controller that lets the system choose its port, and then knows it; patient on a busy machine."""

    def __init__(self, handler: Any, **how: Any) -> None:
        super().__init__(handler, ready_timeout=PATIENCE_S, **how)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


def unknown_to_all(folder: Path) -> ssl.SSLContext:
    """For a server with a certificate that its own key alone has signed."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=127.0.0.1")
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "server.pem"
    pem = key.private_bytes(serialization.Encoding.PEM, *form)
    file.write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


@contextmanager
def opened(handler: Any, **how: Any) -> Iterator[int]:
    """The port. how: enable_SMTPUTF8=False, data_size_limit, auth_require_tls and what else aiosmtpd's SMTP takes."""
    controller: Any = OnFreePort(handler, hostname="127.0.0.1", port=0, **how)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()
