"""Which platform a command speaks with: the one that the environment names, else the one of a folder here."""

import os
from collections.abc import Callable

from deploy.machine.installation import Installation
from services.runtime.broker.address import BrokerAddress

NATS_URL = "LUOTSI_NATS_URL"


def broker_of(installation: Callable[[], Installation]) -> BrokerAddress:
    """installation: asked for only where no other is named. Refuses: CannotStart where none runs there."""
    return BrokerAddress.told() if os.environ.get(NATS_URL) else installation().broker
