"""Operators as they are configured: over HTTPS and SFTP, against servers of this suite."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncssh
import pytest

from services.billing.delivery.operators.connecting import Operators
from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.operators.handing_over import NotReached, Operator, Outgoing, Refused
from services.runtime.settings import Settings

HOST = "127.0.0.1"
MESSAGE = uuid4()
SENT = Outgoing(f"1001-{MESSAGE}.xml", "<Finvoice>Työ</Finvoice>".encode(), "finvoice", MESSAGE)


def configured(folder: Path, text: str) -> Operators:
    file = folder / "operators.toml"
    file.write_text(text)
    told: dict[str, Any] = {"database_url": "none", "nats_url": "none", "einvoice_operators": file}
    return Operators.of(Settings(**told))


@asynccontextmanager
async def listening(status: int, heard: list[bytes]) -> AsyncIterator[int]:
    """An operator that answers each POST with this; its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.splitlines()
            if line.lower().startswith(b"content-length")
        )
        heard.append(head + await reader.readexactly(length))
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def over_https(folder: Path, port: int) -> Operator:
    (folder / "token").write_text("the-token\n")
    said = f'[finvoice]\nby = "https"\nurl = "http://{HOST}:{port}/invoices"\ntoken_file = "{folder}/token"\n'
    found = configured(folder, said + 'frame = "soap"\nintermediator = "003721291126"\n').finvoice
    assert found and (found.frame, found.intermediator) == ("soap", "003721291126")
    return found


@pytest.mark.parametrize(("status", "told"), [(200, "taken"), (201, "taken"), (409, "taken"), (202, "sent")])
async def test_an_operator_that_has_it_is_told_the_identifier_and_the_token(
    tmp_path: Path, status: int, told: str
) -> None:
    heard: list[bytes] = []
    async with listening(status, heard) as port:
        assert await over_https(tmp_path, port).send(SENT) == told
    [request] = heard
    head, _, body = request.partition(b"\r\n\r\n")
    assert body == SENT.content
    assert f"idempotency-key: {MESSAGE}".encode() in head.lower()
    assert b"authorization: bearer the-token" in head.lower()


@pytest.mark.parametrize(
    ("status", "fault", "reason"),
    [
        (400, Refused, "document_refused"),
        (422, Refused, "document_refused"),
        (413, Refused, "too_large"),
        (401, NotReached, "not_let_in"),
        (302, NotReached, "not_let_in"),
        (429, NotReached, "operator_busy"),
        (503, NotReached, "operator_busy"),
    ],
)
async def test_what_an_operator_says_no_to_is_refused_or_tried_again(
    tmp_path: Path, status: int, fault: type[Exception], reason: str
) -> None:
    async with listening(status, []) as port:
        with pytest.raises(fault, match=reason):
            await over_https(tmp_path, port).send(SENT)


async def test_an_operator_that_is_away_is_tried_again(tmp_path: Path) -> None:
    async with listening(200, []) as port:
        pass
    with pytest.raises(NotReached, match="operator_away"):
        await over_https(tmp_path, port).send(SENT)


@asynccontextmanager
async def sftp_server(folder: Path, **more: Any) -> AsyncIterator[int]:
    """It knows one key; what is sent lies in `folder`/root. Its port."""
    for name in ("host", "client"):
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(folder / name)
    mine = asyncssh.read_private_key(folder / "client").export_public_key().decode()
    (folder / "authorized").write_text(mine)
    (folder / "root" / "in").mkdir(parents=True)
    server = await asyncssh.listen(
        HOST,
        0,
        server_host_keys=[folder / "host"],
        authorized_client_keys=str(folder / "authorized"),
        sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder / "root").encode()),
        **more,
    )
    port = server.sockets[0].getsockname()[1]
    host = asyncssh.read_private_key(folder / "host").export_public_key().decode()
    (folder / "known").write_text(f"[{HOST}]:{port} {host}")
    try:
        yield port
    finally:
        server.close()
        await server.wait_closed()


def over_sftp(folder: Path, port: int, key: str = "client", known: str = "known") -> Operator:
    said = f'[finvoice]\nby = "sftp"\nhost = "{HOST}"\nport = {port}\nuser = "luotsi"\nfolder = "in"\n'
    keys = f'key_file = "{folder / key}"\nknown_hosts = "{folder / known}"\n'
    found = configured(folder, said + keys).finvoice
    assert found
    return found


async def test_a_file_lies_whole_at_the_operator_once_however_often_it_is_sent(tmp_path: Path) -> None:
    async with sftp_server(tmp_path) as port:
        operator = over_sftp(tmp_path, port)
        assert [await operator.send(SENT), await operator.send(SENT)] == ["sent", "sent"]
    [file] = (tmp_path / "root" / "in").iterdir()
    assert (file.name, file.read_bytes()) == (SENT.name, SENT.content)


async def test_nobody_but_the_operator_that_we_know_gets_a_file(tmp_path: Path) -> None:
    async with sftp_server(tmp_path) as port:
        stranger = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
        (tmp_path / "other").write_text(f"[{HOST}]:{port} {stranger}")
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(tmp_path / "not-ours")
        told: list[tuple[Callable[[], Awaitable[Any]], str]] = [
            (lambda: over_sftp(tmp_path, port, known="other").send(SENT), "operator_unknown"),
            (lambda: over_sftp(tmp_path, port, key="not-ours").send(SENT), "not_let_in"),
        ]
        for send, reason in told:
            with pytest.raises(NotReached, match=reason):
                await send()
        (tmp_path / "root" / "in").rmdir()
        with pytest.raises(NotReached, match="operator_busy"):
            await over_sftp(tmp_path, port).send(SENT)
    with pytest.raises(NotReached, match="operator_away"):
        await over_sftp(tmp_path, port).send(SENT)


@pytest.mark.parametrize(
    "said",
    [
        '[finvoice]\nby = "https"\nurl = "http://operator.example/"\n',
        '[finvoice]\nby = "post"\n',
        '[finvoices]\nby = "folder"\npath = "/tmp"\n',
        '[finvoice]\nby = "folder"\npath = "/tmp"\nsecret = "hunter2"\n',
        "[finvoice",
    ],
)
def test_a_file_with_a_fault_keeps_the_service_from_starting_and_tells_no_secret(
    tmp_path: Path, said: str
) -> None:
    with pytest.raises(ValueError) as fault:
        configured(tmp_path, said)
    assert "hunter2" not in str(fault.value)


def test_with_neither_setting_nobody_takes_anything_also_where_they_are_empty(tmp_path: Path) -> None:
    told: dict[str, Any] = {"database_url": "none", "nats_url": "none"}
    empty: dict[str, Any] = {"einvoice_folder": "", "einvoice_operators": ""}
    for said in (told, told | empty):
        assert Operators.of(Settings(**said)) == Operators(None, None)
    both = Operators.of(Settings(**told, einvoice_folder=tmp_path))
    assert both.of_format("finvoice") == both.of_format("peppol") == Folder(tmp_path)
