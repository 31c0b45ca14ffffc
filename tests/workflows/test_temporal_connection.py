"""Connecting to a server that starts late, or never."""

import asyncio
from datetime import timedelta

import pytest

from tests.workflows.conftest import TemporalServer
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
