"""What a process is told, what an activity fails with and what a person decides cannot be read in Temporal's files."""

from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.exceptions import ApplicationError

from services.messages.contracts import DraftContract
from tests.workflows.conftest import TemporalServer
from tests.workflows.journey import begin, working
from tests.workflows.scenarios import proposed
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import Told
from workflows.supervision.state import Resolution
from workflows.temporal_connection import connect

pytestmark = pytest.mark.servers
PLACES = ("failure", "reason", "payload")


async def live_with_canaries(temporal: TemporalServer, keys: Path | None, canary: str) -> None:
    """A process to its end; when it returns, the server has acknowledged, and so written, all of it."""
    client, services = await connect(temporal.address, keys=keys), StandIn()
    broken = ApplicationError(f"failure-{canary}", type="broken", non_retryable=True)
    services.faults[DraftContract] = [broken]
    async with working(client, services):
        process = await begin(client, services)
        await proposed(process)
        await process.hear(process.answered("accept"))
        assert (await process.view()).attention == "broken"
        await process.resolve(Resolution(action="skip", reason=f"reason-{canary}"))
        await process.tell(Told(event_id=f"payload-{canary}", fact=process.matched()))
        await process.hear(process.completed())
        await process.until_day(35)
        assert await process.handle.result() == "contract_expired"


def places_that_tell(canary: str, stored: Iterable[bytes]) -> set[str]:
    texts = list(stored)
    return {place for place in PLACES if any(f"{place}-{canary}".encode() in text for text in texts)}


async def test_no_canary_is_in_any_file_of_the_servers_database(temporal: TemporalServer, keys: Path) -> None:
    canary = uuid4().hex
    await live_with_canaries(temporal, keys, canary)
    stored = temporal.stored_bytes()
    assert {"temporal.db", "temporal.db-wal"} <= set(stored) and stored["temporal.db-wal"]
    assert not any(canary.encode() in text for text in stored.values())


async def test_every_canary_is_found_by_the_same_search_when_nothing_is_sealed(
    temporal: TemporalServer,
) -> None:
    canary = uuid4().hex
    await live_with_canaries(temporal, None, canary)
    assert places_that_tell(canary, temporal.stored_bytes().values()) == set(PLACES)
