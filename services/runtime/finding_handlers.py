"""Which messages a service takes: found by the functions of its handlers, each named as its message.

The handlers are a module or, where they are many, a room of modules: what stands in it is found, and listed nowhere.
"""

import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, get_type_hints

import sqlalchemy as sa

from services.messages.envelope import Command, Event, owner, snake
from services.runtime.commands.transactions import Handler
from services.runtime.storage.tables import metadata as runtime_tables


@cache  # found once by who gives birth to all, it is there for each
def find_handlers(
    name: str, module: ModuleType
) -> tuple[dict[type[Command[Any]], Handler], dict[str, dict[str, Handler]]]:
    """The functions of `module` by their first parameter's type: commands, and events by source and name.

    Raises TypeError for a function whose name is not its message's, and for a message that two of them handle.
    """
    commands: dict[type[Command[Any]], Handler] = {}
    listened: dict[str, dict[str, Handler]] = {}
    taken: set[type[Any]] = set()
    for function_name, function in _functions_of(module):
        message = next(iter(get_type_hints(function).values()))
        if function_name != snake(message.__name__):
            raise TypeError(f"{name}: {function_name} handles {message.__name__}")
        if message in taken:
            raise TypeError(f"{name}: two functions handle {message.__name__}")
        taken.add(message)
        if issubclass(message, Event):
            listened.setdefault(owner(message), {})[function_name] = function
        else:
            commands[message] = function
    return commands, listened


def _functions_of(module: ModuleType) -> Iterator[tuple[str, Handler]]:
    inside = getattr(module, "__path__", None)
    names = [one.name for one in iter_modules(inside)] if inside else []
    for part in (module, *(import_module(f"{module.__name__}.{name}") for name in names)):
        for name, function in inspect.getmembers(part, inspect.iscoroutinefunction):
            if not name.startswith("_"):
                yield name, function


def declared_by(handlers: ModuleType) -> sa.MetaData:
    """The tables that stand beside the handlers; the runtime's own where there are none."""
    service = handlers.__name__.rpartition(".")[0]
    beside = find_spec(f"{service}.tables") if service else None
    found: sa.MetaData = import_module(beside.name).metadata if beside else runtime_tables
    return found
