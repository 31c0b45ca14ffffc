"""Each visitor has a limit of their own, also where all of them come through one proxy; nobody talks themselves out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest

from services.web.http import limits
from tests.house import House
from tests.patience import PATIENCE_S
from tests.visitor import FROM_OUR_PAGE

PROXY, NEARER_PROXY = "127.0.0.8", "127.0.0.9"
ANNA, BO, CECILIA = "127.0.0.2", "127.0.0.3", "127.0.0.4"
A_FEW = 3


class Proxy:
    """One connection, one request: it appends whom it sees and hands on, from an address of its own."""

    def __init__(self, to_port: int, own_address: str) -> None:
        self._to_port = to_port
        self._own_address = own_address

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._hand_on, "127.0.0.1", 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _hand_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        length = next((int(one.split(":")[1]) for one in head if one.lower().startswith("content-length")), 0)
        said = [one.split(":", 1)[1].strip() for one in head if one.lower().startswith("x-forwarded-for")]
        others = [one for one in head if not one.lower().startswith(("x-forwarded-for", "connection"))]
        seen = ", ".join([*said, writer.get_extra_info("peername")[0]])
        inner, outer = await asyncio.open_connection(
            "127.0.0.1", self._to_port, local_addr=(self._own_address, 0)
        )
        sent = "\r\n".join([*others, "Connection: close", f"X-Forwarded-For: {seen}"]) + "\r\n\r\n"
        outer.write(sent.encode("latin-1") + await reader.readexactly(length))
        writer.write(await inner.read())
        await writer.drain()
        writer.close()
        outer.close()


@pytest.fixture(autouse=True)
def a_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CLIENT", limits.Limit("client", A_FEW, 3600))


async def tried(port: int, source: str, forwarded: str | None = None) -> int:
    """The answer to one try at the sign-in."""
    headers = FROM_OUR_PAGE | ({"x-forwarded-for": forwarded} if forwarded else {})
    line = httpx.AsyncHTTPTransport(local_address=source, verify=False)
    async with httpx.AsyncClient(transport=line, timeout=PATIENCE_S) as browser:
        address = f"http://127.0.0.1:{port}/passkeys/sign-in/options"
        return (await browser.post(address, headers=headers, json={})).status_code


async def test_who_comes_through_the_trusted_proxy_is_counted_by_themselves(house: House) -> None:
    house.web["trusted_proxies"] = f"{PROXY}, {NEARER_PROXY}"
    await house.open("directory", "portal")
    async with Proxy(house.port("portal"), NEARER_PROXY).listening() as port:
        assert [await tried(port, ANNA) for _ in range(A_FEW + 1)] == [200] * A_FEW + [429]
        assert await tried(port, BO) == 200
        assert await tried(port, ANNA, "198.51.100.7") == 429, "what she says of herself counts for nothing"
        two_proxies = "192.0.2.1, 203.0.113.5"
        assert [await tried(port, PROXY, two_proxies) for _ in range(A_FEW + 1)][-1] == 429
        assert await tried(port, PROXY, "192.0.2.1, 203.0.113.6") == 200
    direct = house.port("portal")
    spoofed = [await tried(direct, CECILIA, f"192.0.2.{one}") for one in range(A_FEW + 1)]
    assert spoofed == [200] * A_FEW + [429], "only a proxy is believed"


async def test_where_no_proxy_is_trusted_nobody_is_believed(house: House) -> None:
    await house.open("directory", "portal")
    direct = house.port("portal")
    spoofed = [await tried(direct, "127.0.0.1", f"192.0.2.{one}") for one in range(A_FEW + 1)]
    assert spoofed == [200] * A_FEW + [429]
