"""Connecting to a server that starts late, or never."""

import asyncio
from datetime import timedelta

import pytest

from tests.workflows.conftest import TemporalServer
from workflows import temporal_connection
from workflows.temporal_connection import connect

pytestmark = pytest.mark.servers


async def test_a_server_that_starts_late_is_waited_for(temporal: TemporalServer) -> None:
    temporal.kill()
    connecting = asyncio.create_task(connect(temporal.address))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(connecting), 0.3)
    temporal.start()
    assert await (await connecting).count_workflows()


async def test_a_server_or_a_namespace_that_does_not_come_is_given_up(temporal: TemporalServer) -> None:
    with pytest.raises(TimeoutError):
        await connect("127.0.0.1:1", patience=timedelta(seconds=0.3))
    with pytest.raises(TimeoutError):
        await connect(temporal.address, "nobody", patience=timedelta(seconds=0.5))


async def test_one_that_takes_a_connection_and_says_nothing_is_asked_again(
    temporal: TemporalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else half a minute was waited for that one answer, each time, while the server was up again."""
    monkeypatch.setattr(temporal_connection, "ANSWERS_WITHIN", timedelta(seconds=0.5))
    host, port = temporal.address.split(":")
    speaks, kept = asyncio.Event(), []

    async def pass_on(heard: asyncio.StreamReader, says: asyncio.StreamWriter) -> None:
        kept.append(says)
        if not speaks.is_set():
            speaks.set()
            return
        theirs, ours = await asyncio.open_connection(host, int(port))
        kept.append(ours)
        await asyncio.gather(_poured(heard, ours), _poured(theirs, says))

    async with await asyncio.start_server(pass_on, "127.0.0.1") as between:
        address = f"127.0.0.1:{between.sockets[0].getsockname()[1]}"
        assert await (await connect(address)).count_workflows()
        for one in kept:
            one.close()


async def _poured(heard: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    while some := await heard.read(1 << 16):
        into.write(some)
