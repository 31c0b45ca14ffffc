"""`python -m deploy.machine.broker_settings`: writes NATS's settings, with who may say and hear what, and ends.

A program of its own: that table is made from the messages of all services, and who starts the broker, and then watches
it for a year, need not hold them all that time.
"""

import os
from pathlib import Path

from deploy import CHECKOUT
from deploy.rights.users import with_users

COMMON = CHECKOUT / "deploy" / "machine" / "nats.conf"


def write(settings: Path, seeds: Path) -> None:
    """seeds: the folder of `keys.make_seeds`."""
    settings.write_text(with_users(COMMON.read_text(), seeds, local=True))


if __name__ == "__main__":
    write(Path(os.environ["LUOTSI_BROKER_SETTINGS"]), Path(os.environ["LUOTSI_BROKER_SEEDS"]))
