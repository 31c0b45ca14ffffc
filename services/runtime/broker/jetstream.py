"""What a program of ours asks of the broker's streams, which lie in an account that no program signs into."""

from nats.aio.client import Client as Nats
from nats.js import JetStreamContext

API = "streams"
"""A question about streams begins with it: there it is `$JS.API`, which in a program's own account means that account's
own streams, of which it has none (deploy/rights/accounts.py).
"""


def jetstream(nats: Nats) -> JetStreamContext:
    return nats.jetstream(prefix=API)
