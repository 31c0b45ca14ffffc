"""Whether every server of the broker's cluster lets us in, has the streams, and knows each program by its seed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

from nats.aio.client import Client as Nats
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError, ServiceUnavailableError

from deploy.operating.entering import WITHIN_S, entered_once, why_not
from deploy.production.elsewhere import Elsewhere
from deploy.production.told import programs
from deploy.streams import SPEAKERS
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.jetstream import jetstream
from services.runtime.events.streams import stream_name

Said = tuple[str, bool, str, str]


async def of_the_broker(where: Elsewhere) -> AsyncIterator[Said]:
    """One line a server that does not let us in, then what the first one that does tells of all of them."""
    servers = where.broker.servers
    hindered = await asyncio.gather(*(_hindrance(replace(where.broker, url=url)) for url in servers))
    for url, why in zip(servers, hindered, strict=True):
        if why:
            what = "broker" if len(servers) == 1 else url.rpartition("@")[2]
            yield what, False, why, "look at LUOTSI_NATS_URL and LUOTSI_NATS_CA in common.env"
    if let_in := [url for url, why in zip(servers, hindered, strict=True) if not why]:
        yield await _streams(replace(where.broker, url=let_in[0]))
        yield await _seeds(where, let_in[0])


async def _hindrance(at: BrokerAddress) -> str:
    """Why it does not let us in; "" where it does."""
    try:
        await (await entered_once(at)).close()
        return ""
    except (OSError, NatsError, ValueError) as error:
        return why_not(error)


async def _streams(at: BrokerAddress) -> Said:
    try:
        connection = await entered_once(at)
    except (OSError, NatsError) as error:
        return "broker", False, why_not(error), "look whether it has much to do"
    try:
        lacking = await _lacking(connection)
        if not await _has_accounts(connection):
            return (
                "broker",
                False,
                "has no accounts yet",
                "docs/operating.md has the step, at nats/users.conf",
            )
    except (OSError, NatsError) as error:
        return "broker", False, f"has no JetStream ({type(error).__name__})", "switch it on in its settings"
    finally:
        await connection.close()
    if lacking:
        return "broker", False, f"lacks the streams {', '.join(lacking)}", "start luotsi-streams.service"
    return "broker", True, f"answers and has {len(SPEAKERS)} streams", ""


async def _lacking(connection: Nats) -> list[str]:
    streams, lacking = connection.jetstream(timeout=WITHIN_S), []
    for speaker in SPEAKERS:
        try:
            await streams.stream_info(stream_name(speaker))
        except NotFoundError:
            lacking.append(stream_name(speaker))
    return lacking


async def _has_accounts(connection: Nats) -> bool:
    """Elsewhere a program's questions about streams lead nowhere."""
    try:
        await jetstream(connection).account_info()
    except ServiceUnavailableError:
        return False
    return True


async def _seeds(where: Elsewhere, url: str) -> Said:
    names = [one.name for one in programs()]
    hindered = await asyncio.gather(*(_hindrance(replace(where.broker_as(name), url=url)) for name in names))
    unknown = [name for name, why in zip(names, hindered, strict=True) if why]
    if unknown:
        remedy = f"have the broker read {where.folder}/nats/users.conf again"
        return "seeds", False, f"the broker does not know {', '.join(unknown)}", remedy
    return "seeds", True, "the broker knows every program", ""
