"""What libraries load along though nobody here uses it: sixteen megabytes a program, and a part of its start."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec


def load_alone(wanted: str, along: str) -> None:
    """wanted: a module that is ready for the absence of another. Before anybody else loads either of them.

    The other one is found by the next who asks for it.
    """
    if along not in sys.modules and find_spec(wanted.partition(".")[0]):
        sys.modules[along] = None  # type: ignore[assignment]  # which is how Python is told
        import_module(wanted)
        del sys.modules[along]


def open_without_entering(*rooms: str) -> None:
    """Packages whose entry loads all that is inside, two hundred countries for one: each is found by its name now."""
    for room in rooms:
        found = find_spec(room) if room not in sys.modules else None
        if found is not None:
            sys.modules[room] = module_from_spec(found)
