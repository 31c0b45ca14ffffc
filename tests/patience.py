"""How long a test waits for an answer, or for what must come, before it gives up.

Long enough that a slow or busy machine is never the reason why a test fails: what does not come at all is told a
little later, and what comes ends the wait at once.
"""

from nats.aio.client import Client

from services.runtime.broker.address import BrokerAddress

PATIENCE_S = 60.0


async def nats_connection(at: BrokerAddress) -> Client:
    """To be closed."""
    return await at.connect(connect_timeout=int(PATIENCE_S))
