"""Which messages a service takes: found by the functions of its module of handlers, each named as its message."""

import inspect
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, get_type_hints

import sqlalchemy as sa

from services.messages.envelope import Command, Event, owner, snake
from services.runtime.commands.asking import Handler
from services.runtime.storage.tables import metadata as runtime_tables


def find_handlers(
    name: str, module: ModuleType
) -> tuple[dict[type[Command[Any]], Handler], dict[str, dict[str, Handler]]]:
    """The functions of `module` by their first parameter's type: commands, and events by source and name.

    Raises TypeError for a function whose name is not its message's.
    """
    commands: dict[type[Command[Any]], Handler] = {}
    listened: dict[str, dict[str, Handler]] = {}
    for function_name, function in inspect.getmembers(module, inspect.iscoroutinefunction):
        if function_name.startswith("_"):
            continue
        message = next(iter(get_type_hints(function).values()))
        if function_name != snake(message.__name__):
            raise TypeError(f"{name}: {function_name} handles {message.__name__}")
        if issubclass(message, Event):
            listened.setdefault(owner(message), {})[function_name] = function
        else:
            commands[message] = function
    return commands, listened


def declared_by(handlers: ModuleType) -> sa.MetaData:
    """The tables that stand beside the handlers; the runtime's own where there are none."""
    package = handlers.__package__
    beside = find_spec(f"{package}.tables") if package else None
    found: sa.MetaData = import_module(beside.name).metadata if beside else runtime_tables
    return found
