"""One address fills its share of a real door's connections; the others, and the proxy, are served."""

import asyncio
import contextlib
from urllib.parse import urlsplit

import pytest

from services.web.http import callers
from tests.house import House
from tests.patience import PATIENCE_S
from tests.visitor import stranger

MOST = 5
STRANGER, PROXY = "127.0.0.2", "127.0.0.8"
HALF = b"GET / HTTP/1.1\r\nhost: localhost\r\n"

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connected(house: House, source: str) -> Line:
    there = urlsplit(house.address("portal"))
    reader, writer = await asyncio.open_connection(there.hostname, there.port, local_addr=(source, 0))
    writer.write(HALF)
    return reader, writer


async def told(line: Line) -> bytes:
    """What the door says, to the end of the first line; nothing where it hung up first."""
    async with asyncio.timeout(PATIENCE_S):
        with contextlib.suppress(ConnectionError):
            return await line[0].readline()
    return b""


async def is_served(house: House, source: str) -> bool:
    line = await connected(house, source)
    with contextlib.suppress(ConnectionError):
        line[1].write(b"connection: close\r\n\r\n")
    status = await told(line)
    line[1].close()
    return b" 429 " not in status and bool(status)


@pytest.fixture(autouse=True)
def a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "MOST_OF_ONE", MOST)


async def test_one_address_is_refused_beyond_its_share_and_others_do_not_notice(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    lines = [await connected(house, STRANGER) for _ in range(MOST)]
    for _ in range(3):
        assert not await is_served(house, STRANGER)
    async with stranger(house, "portal") as browser:
        assert (await browser.get("/verify")).status_code == 200
    for _reader, writer in lines:
        writer.close()
    async with asyncio.timeout(PATIENCE_S):
        while not await is_served(house, STRANGER):
            continue
    assert "connections_refused" in capsys.readouterr().out


async def test_a_proxy_that_is_trusted_connects_as_often_as_it_likes(house: House) -> None:
    house.web["trusted_proxies"] = PROXY
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    lines = [await connected(house, PROXY) for _ in range(3 * MOST)]
    assert await is_served(house, PROXY)
    for _reader, writer in lines:
        writer.close()
