"""Half a form and half a file, sent to a real door: both are closed, and no page has failed."""

import asyncio
from urllib.parse import urlsplit

import pytest

from services.web.http import half_sent
from tests.house import House
from tests.patience import PATIENCE_S
from tests.visitor import stranger

FORM = b"POST /sign-in HTTP/1.1\r\ncontent-type: application/x-www-form-urlencoded\r\n"
FILE = b"POST /verify HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=part\r\n"
REST = b"host: localhost\r\nsec-fetch-site: same-origin\r\ncontent-length: 2000\r\n\r\n--part\r\n"


@pytest.mark.parametrize("half", [FORM + REST, FILE + REST, FORM])
async def test_who_sends_half_is_told_and_nobody_else_notices(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], half: bytes
) -> None:
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal")
    monkeypatch.setattr(half_sent, "WITHIN_S", 0.01)
    there = urlsplit(house.address("portal"))
    reader, writer = await asyncio.open_connection(there.hostname, there.port)
    writer.write(half)
    async with asyncio.timeout(PATIENCE_S):
        assert (await reader.read()).startswith(b"HTTP/1.1 408 ")
    writer.close()
    monkeypatch.undo()
    async with stranger(house, "portal") as browser:
        assert (await browser.get("/verify")).status_code == 200
    said = capsys.readouterr().out
    assert "request_left_half" in said and "page_failed" not in said
