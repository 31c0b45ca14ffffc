"""A server with TLS before one that has none, on this machine: its certificate, its authority, and what passes."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"
_ASKS_FOR_TLS = bytes.fromhex("0000000804d2162f")
"""PostgreSQL's SSLRequest: it begins in the clear."""


@dataclass(frozen=True)
class Authority:
    """certificate: by which it is believed. chain, key: of the server that it vouches for."""

    certificate: Path
    chain: Path
    key: Path


def authority(folder: Path, name: str = HOST) -> Authority:
    """A new one, that vouches for a server of this name alone."""
    folder.mkdir(parents=True, exist_ok=True)
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca = _signed("authority", ca_key, "authority", ca_key, x509.BasicConstraints(ca=True, path_length=0))
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name)
    server = _signed("server", key, "authority", ca_key, x509.SubjectAlternativeName([alternative]))
    made = Authority(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    made.certificate.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    made.chain.write_bytes(server.public_bytes(serialization.Encoding.PEM))
    no_password = serialization.NoEncryption()
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    )
    return made


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    by: str,
    by_key: ec.EllipticCurvePrivateKey,
    extension: x509.ExtensionType,
) -> x509.Certificate:
    now, names = datetime.datetime.now(datetime.UTC), {}
    for one in (name, by):
        names[one] = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, one)])
    return (
        x509.CertificateBuilder(names[by], names[name], key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        .sign(by_key, hashes.SHA256())
    )


@asynccontextmanager
async def tls_before(
    port: int, known: Authority, *, postgres: bool = False, asks: Path | None = None
) -> AsyncIterator[int]:
    """The port at which it is reached by TLS. postgres: which is asked for it first. asks: by whose authority a
    client has to be known.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(known.chain, known.key)
    context.set_alpn_protocols(["h2", "postgresql"])
    if asks:
        context.load_verify_locations(asks)
        context.verify_mode = ssl.CERT_REQUIRED

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            if postgres:
                if await reader.readexactly(8) != _ASKS_FOR_TLS:
                    return writer.close()
                writer.write(b"S")
                await writer.drain()
            await writer.start_tls(context)
            back, forth = await asyncio.open_connection(HOST, port)
            await asyncio.gather(pour(reader, forth), pour(back, writer))
        writer.close()

    server = await asyncio.start_server(served, HOST, 0)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()


async def pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    """All that comes, as it comes."""
    try:
        while said := await source.read(1 << 16):
            into.write(said)
            await into.drain()
    finally:
        into.close()
