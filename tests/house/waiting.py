"""Waiting until nothing is on its way in a house, looked at less and less often."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Container, Sequence
from typing import Any

import sqlalchemy as sa
from nats.aio.client import Client as Nats
from nats.js.errors import APIError
from sqlalchemy.dialects import postgresql

from services.runtime.events.relaying import ON_THE_WAY
from services.runtime.events.streams import stream_name
from services.runtime.service import Service
from services.runtime.storage.database import looking
from services.runtime.storage.tables import outbox
from tests.patience import PATIENCE_S

Look = Callable[[], Awaitable[bool]]
_LOOK_SOON_S = 0.005
_LOOK_AGAIN_S = 0.02
_LOOK_SELDOM_S = 0.2
ON_ITS_WAY = str(
    sa.select(outbox.c.id)
    .where(ON_THE_WAY)
    .limit(1)
    .compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
)


async def has_more_to_say(nats: Nats, source: str, names: Container[str]) -> bool:
    """To one of these services. Read as it is answered: making the client's own objects costs more than asking."""
    consumers = await _listed(nats, f"CONSUMER.LIST.{stream_name(source)}", "consumers")
    return any(
        found["num_pending"] or found["num_ack_pending"] for found in consumers if found["name"] in names
    )


async def until_heard(nats: Nats, source: str, names: Container[str]) -> None:
    """All that it has said, by these services."""
    while await has_more_to_say(nats, source, names):
        await asyncio.sleep(_LOOK_SOON_S)


async def states_of_streams(nats: Nats) -> dict[str, dict[str, int]]:
    """By stream, its `last_seq` and `bytes`; all of them with one question."""
    streams = await _listed(nats, "STREAM.LIST", "streams")
    return {found["config"]["name"]: found["state"] for found in streams}


async def _listed(nats: Nats, what: str, of: str) -> list[dict[str, Any]]:
    """There are fewer than a page holds."""
    told = json.loads((await nats.request(f"$JS.API.{what}", timeout=PATIENCE_S)).data)
    if "error" in told:
        raise APIError.from_error(told["error"])
    listed: list[dict[str, Any]] = told[of]
    return listed


async def has_something_due(service: Service[Any]) -> bool:
    if not service.due:
        return False
    async with looking(service.engine) as connection:
        return bool((await service.due(service, connection))["due_now"])


async def until_none_waits(*looks: Look) -> None:
    """Twice in a row: what is looked at may have been on its way from one to the other."""
    while await _had_to_wait(looks) or await _had_to_wait(looks):
        pass


async def _had_to_wait(looks: Sequence[Look]) -> bool:
    await asyncio.sleep(_LOOK_AGAIN_S)
    return max([await _until(look) for look in looks]) > 1


async def _until(look: Look) -> int:
    """How many times it was looked at, less and less often."""
    looked, pause = 1, _LOOK_AGAIN_S
    while not await look():
        await asyncio.sleep(pause)
        looked, pause = looked + 1, min(pause * 1.5, _LOOK_SELDOM_S)
    return looked
