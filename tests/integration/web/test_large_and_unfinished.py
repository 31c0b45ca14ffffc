"""Files that stay half, sent to a real door: it asks before it reads them, and holds no more than it has room for."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from services.web.http import limits
from services.web.http.bodies import MOST_OF_ONE
from tests.house import House
from tests.patience import PATIENCE_S
from tests.visitor import stranger

SIZE = 5 << 20
HEAD = (
    b"POST /verify HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\n"
    b"content-type: multipart/form-data; boundary=part\r\ncontent-length: %d\r\n\r\n" % SIZE
)
FILE = b'--part\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'


@pytest_asyncio.fixture
async def portal(house: House) -> House:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    return house


class HalfSent:
    """All of a file but its last byte."""

    def __init__(self, house: House) -> None:
        self._there = urlsplit(house.address("portal"))

    async def __aenter__(self) -> "HalfSent":
        self._reader, self._writer = await asyncio.open_connection(self._there.hostname, self._there.port)
        return self

    async def __aexit__(self, *_raised: object) -> None:
        self._writer.close()

    async def sends(self, body: bytes) -> None:
        self._writer.write(HEAD + body)
        async with asyncio.timeout(PATIENCE_S):
            await self._writer.drain()

    async def is_told(self) -> bytes:
        async with asyncio.timeout(PATIENCE_S):
            return await self._reader.readline()


async def test_whoever_has_sent_many_is_told_so_before_the_file_is_read(
    portal: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PAPER", limits.Limit("paper", 1, 3600))
    async with stranger(portal, "portal") as browser:
        await browser.post("/verify", files={"file": b"no paper"})
    async with HalfSent(portal) as sender:
        await sender.sends(FILE)
        assert (await sender.is_told()).startswith(b"HTTP/1.1 429 ")


async def test_one_network_fills_its_share_and_nobody_else_notices(portal: House) -> None:
    most = MOST_OF_ONE // SIZE
    async with AsyncExitStack() as stays:
        senders = [await stays.enter_async_context(HalfSent(portal)) for _ in range(most + 1)]
        telling = [asyncio.create_task(one.is_told()) for one in senders]
        await asyncio.gather(*(one.sends(FILE + bytes(SIZE - len(FILE) - 1)) for one in senders))
        told, waiting = await asyncio.wait(telling, return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE_S)
        assert told and waiting and {one.result()[:13] for one in told} == {b"HTTP/1.1 429 "}
        async with stranger(portal, "portal") as browser:
            assert (await browser.get("/verify")).status_code == 200
            assert (await browser.post("/verify", files={"file": b"no paper"})).status_code == 422
        for one in waiting:
            one.cancel()
