"""Which platform a command speaks with: the one that the environment names, else the one of a folder here.

LUOTSI_SETTINGS names the folder that `./luotsi install` wrote, in which everything stands; LUOTSI_NATS_URL alone is
enough for what is asked of programs.
"""

import os
from collections.abc import Callable
from pathlib import Path

from deploy.machine.installation import Installation
from deploy.production.elsewhere import Elsewhere
from services.runtime.broker.address import BrokerAddress

NATS_URL, CONSOLE_URL = "LUOTSI_NATS_URL", "LUOTSI_CONSOLE_URL"
Where = Installation | Elsewhere


def where_of(installation: Callable[[], Installation]) -> Where:
    """installation: asked for only where no other is named. Refuses: CannotStart where none runs there."""
    return Elsewhere.told() or installation()


def broker_of(installation: Callable[[], Installation]) -> BrokerAddress:
    """As `where_of`."""
    return BrokerAddress.told() if os.environ.get(NATS_URL) else where_of(installation).broker


def broker_log_of(data: Path) -> Path | None:
    """Of a broker of this machine; elsewhere whoever keeps it has its log."""
    log = data / "logs" / "nats.log"
    return log if not os.environ.get(NATS_URL) and not Elsewhere.told() and log.is_file() else None


def console_of(installation: Callable[[], Installation], told: str) -> str:
    """Its address in browsers; told: where the environment says it. "" where nobody does."""
    if told or os.environ.get(NATS_URL):
        return told
    elsewhere = Elsewhere.told()
    return elsewhere.doors.get(CONSOLE_URL, "") if elsewhere else installation().url("console")
