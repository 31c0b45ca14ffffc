"""`./luotsi first-administrator`: a link by which somebody becomes the administrator of a platform that has none.

The link is printed and stands nowhere else: directory keeps a hash of its secret, for a while.
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import timedelta

from deploy.machine.installation import Installation
from deploy.operating.entering import entered
from deploy.operating.which import CONSOLE_URL, broker_of, console_of
from deploy.running.launch import CannotStart
from services.messages.directory import FIRST_LINK_GOOD_FOR, KeepFirstLink
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal


def first_administrator(installation: Callable[[], Installation]) -> int:
    """installation: of this machine; asked for only where the environment names no platform elsewhere."""
    at = broker_of(installation)
    console_url = console_of(installation, os.environ.get(CONSOLE_URL, ""))
    if not console_url:
        raise CannotStart(f"{CONSOLE_URL} is not set: the link needs the console's address")
    try:
        secret = asyncio.run(kept_secret(at))
    except Refusal:
        print("luotsi: this platform has an administrator already, who gives the other roles under Staff")
        return 1
    except (Fault, OSError) as fault:
        print(f"luotsi: no answer: {fault}")
        return 1
    print(f"{console_url.rstrip('/')}/first-administrator?link={secret}")
    minutes = FIRST_LINK_GOOD_FOR // timedelta(minutes=1)
    print(
        f"Good for {minutes} minutes and one use. Whoever opens it first can become the administrator: pass it on to "
        "no one else."
    )
    return 0


async def kept_secret(at: BrokerAddress) -> str:
    """Raises Refusal (there is an administrator), Fault."""
    secret = secrets.token_urlsafe(32)
    connection = await entered(at)
    try:
        order = KeepFirstLink(secret_hash=hashlib.sha256(secret.encode()).hexdigest())
        await Asker(connection)(order)
    finally:
        await connection.close()
    return secret
