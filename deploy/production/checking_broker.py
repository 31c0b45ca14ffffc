"""Whether every server of the broker's cluster lets us in, has the streams, and knows each program by its seed."""

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
    let_in = []
    for url in where.broker.servers:
        try:
            await (await entered_once(replace(where.broker, url=url))).close()
            let_in.append(url)
        except (OSError, NatsError, ValueError) as error:
            what = "broker" if len(where.broker.servers) == 1 else url.rpartition("@")[2]
            yield what, False, why_not(error), "look at LUOTSI_NATS_URL and LUOTSI_NATS_CA in common.env"
    if let_in:
        yield await _streams(replace(where.broker, url=let_in[0]))
        yield await _seeds(where, let_in[0])


async def _streams(at: BrokerAddress) -> Said:
    connection = await entered_once(at)
    lacking = []
    try:
        streams = connection.jetstream(timeout=WITHIN_S)
        for speaker in SPEAKERS:
            try:
                await streams.stream_info(stream_name(speaker))
            except NotFoundError:
                lacking.append(stream_name(speaker))
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


async def _has_accounts(connection: Nats) -> bool:
    """Elsewhere a program's questions about streams lead nowhere."""
    try:
        await jetstream(connection).account_info()
    except ServiceUnavailableError:
        return False
    return True


async def _seeds(where: Elsewhere, url: str) -> Said:
    unknown = []
    for one in programs():
        try:
            await (await entered_once(replace(where.broker_as(one.name), url=url))).close()
        except (OSError, NatsError, ValueError):
            unknown.append(one.name)
    if unknown:
        remedy = f"have the broker read {where.folder}/nats/users.conf again"
        return "seeds", False, f"the broker does not know {', '.join(unknown)}", remedy
    return "seeds", True, "the broker knows every program", ""
