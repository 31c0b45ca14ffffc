"""A server of gRPC that lets in whoever brings its key, before one that asks nobody: as a Temporal that is somebody
else's is reached.

It looks at the first question on each line alone; all that a client of ours sends on one bears the same key.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.integration.deploy.production.tls_proxy import HOST, Authority, pour

KEY = "theirs"
# Source: RFC 7541, appendix B, of the letters that stand in what is looked for.
_CODES = {
    " ": "010100",
    "B": "1011101",
    "a": "00011",
    "e": "00101",
    "h": "100111",
    "i": "00110",
    "r": "101100",
    "s": "01000",
    "t": "01001",
}
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_HEADERS, _SETTINGS, _PING = 1, 4, 6
_ACK, _END_OF_BOTH = 1, 5
_NOT_KNOWN = {":status": "200", "content-type": "application/grpc", "grpc-status": "16"}


@asynccontextmanager
async def key_before(port: int, known: Authority) -> AsyncIterator[int]:
    """The port at which it is reached, by TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(known.chain, known.key)
    context.set_alpn_protocols(["h2"])

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            said = await reader.readexactly(len(_PREFACE))
            kind = _SETTINGS
            while kind != _HEADERS:
                whole, kind, _, stream = await _read(reader)
                said += whole
            if _written(f"Bearer {KEY}") in whole:
                await _let_in(port, said, reader, writer)
            else:
                await _refused(stream, reader, writer)
        writer.close()

    server = await asyncio.start_server(served, HOST, 0, ssl=context)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


async def _let_in(port: int, said: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    back, forth = await asyncio.open_connection(HOST, port)
    forth.write(said)
    await asyncio.gather(pour(reader, forth), pour(back, writer))


async def _refused(stream: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Each of its questions."""
    writer.write(_frame(_SETTINGS) + _frame(_SETTINGS, _ACK))
    while True:
        if stream:
            said = b"".join(_named(name, value) for name, value in _NOT_KNOWN.items())
            writer.write(_frame(_HEADERS, _END_OF_BOTH, stream, said))
            await writer.drain()
        whole, kind, flags, about = await _read(reader)
        _answered(writer, kind, flags, whole)
        stream = about if kind == _HEADERS else 0


def _answered(writer: asyncio.StreamWriter, kind: int, flags: int, whole: bytes) -> None:
    """What has to be said to a client's settings and to its asking whether we are there."""
    if kind in (_SETTINGS, _PING) and not flags & _ACK:
        writer.write(_frame(kind, _ACK, 0, whole[9:] if kind == _PING else b""))


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, int, int, int]:
    """One frame, whole; its kind, its flags, and which question it is of."""
    head = await reader.readexactly(9)
    body = await reader.readexactly(int.from_bytes(head[:3]))
    return head + body, head[3], head[4], int.from_bytes(head[5:])


def _frame(kind: int, flags: int = 0, stream: int = 0, body: bytes = b"") -> bytes:
    return len(body).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + body


def _named(name: str, value: str) -> bytes:
    """In the clear, and remembered by nobody."""
    return b"\x00" + b"".join(bytes([len(one)]) + one.encode() for one in (name, value))


def _written(words: str) -> bytes:
    """As a client writes them, with the letters' own lengths."""
    bits = "".join(_CODES[letter] for letter in words)
    whole = bits + "1" * (-len(bits) % 8)
    return int(whole, 2).to_bytes(len(whole) // 8)
