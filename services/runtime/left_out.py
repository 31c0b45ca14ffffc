"""What libraries load along though nobody here uses it: sixteen megabytes a program, and a part of its start."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec

NATS, FOR_ANOTHER_WAY = "nats.aio.transport", "aiohttp"
"""Its client would speak over websockets by it. Who asks an authority for the time of a seal does need it."""


def load_nats_alone() -> None:
    """Before anybody else loads it: while it is loaded, the import of the other fails, which it is ready for."""
    if FOR_ANOTHER_WAY not in sys.modules and find_spec("nats"):
        sys.modules[FOR_ANOTHER_WAY] = None  # type: ignore[assignment]  # which is how Python is told
        import_module(NATS)
        del sys.modules[FOR_ANOTHER_WAY]  # found by the next one


def open_without_entering(*rooms: str) -> None:
    """Packages whose entry loads all that is inside, two hundred countries for one: each is found by its name now."""
    for room in rooms:
        found = find_spec(room) if room not in sys.modules else None
        if found is not None:
            sys.modules[room] = module_from_spec(found)
