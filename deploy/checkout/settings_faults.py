"""Run in the environment: what the services would not take of the settings around them, by names and reasons, and
their sender's address as it goes out.

They read them by the same rules. No other value is told: some are passwords.
"""

import json
import os
from collections.abc import Iterator
from email.utils import parseaddr

from pydantic import ValidationError

from services.notices.composing.mail_domains import on_the_wire
from services.runtime.settings import Settings


def faults() -> Iterator[tuple[str, str]]:
    """The variable's name, or what was read together, and the reason. Two addresses are given by who starts them."""
    try:
        Settings.read(database_url="", nats_url="")
    except ValidationError as error:
        for fault in error.errors():
            name = "_".join(str(part) for part in fault["loc"])
            yield f"LUOTSI_{name.upper()}" if name else "mail settings", fault["msg"]


def sender() -> str:
    """Letters beyond ASCII of its domain as an A-label; "" where it is no domain."""
    try:
        return on_the_wire(parseaddr(os.environ.get("LUOTSI_MAIL_FROM", ""))[1])
    except ValueError:
        return ""


if __name__ == "__main__":
    print(json.dumps({"faults": list(faults()), "sender": sender()}))
