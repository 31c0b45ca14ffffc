"""Run in the environment: what the services would not take of the settings around them, as a list of names and reasons.

They read them by the same rule at their start. No value is told: some are passwords.
"""

import json
from collections.abc import Iterator

from pydantic import ValidationError

from services.runtime.settings import Settings


def faults() -> Iterator[tuple[str, str]]:
    """The variable's name, or what was read together, and the reason. Two addresses are given by who starts them."""
    try:
        Settings(database_url="", nats_url="")
    except ValidationError as error:
        for fault in error.errors():
            name = "_".join(str(part) for part in fault["loc"])
            yield f"LUOTSI_{name.upper()}" if name else "mail settings", fault["msg"]


if __name__ == "__main__":
    print(json.dumps(list(faults())))
