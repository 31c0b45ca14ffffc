"""Which commands each program's code speaks of: read from its files, its own and those that it takes in.

Written down in `asked.json` by `python -m tests.messages.record`, so that nothing is read when a platform starts.
"""

import ast
import functools
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy import CHECKOUT
from deploy.processes import PROCESSES
from services.messages.envelope import Command, FileQuery, Query, owner, snake

FILE = Path(__file__).with_suffix(".json")
EVERYBODY = "*"
"""In the place of a service, for what each one answers about itself."""
_SHARED = ("runtime", "web", "wording", "printing", "paper_seals")
_MESSAGES = "services.messages"
_ABOUT_ITSELF = "operations"
_ANSWERS_THESE = "services.runtime."
_BASES = {Command, Query, FileQuery}


def programs() -> tuple[str, ...]:
    """Ours that speak with the broker."""
    return tuple(process.name for process in PROCESSES if process.kind in ("service", "worker"))


def recorded() -> dict[str, list[str]]:
    """Program -> `service.command`, in order."""
    read: dict[str, list[str]] = json.loads(FILE.read_text())
    return read


def found() -> dict[str, list[str]]:
    """As `recorded`, from the code as it is now."""
    return {name: sorted(_of(name)) for name in programs()}


def _of(program: str) -> set[str]:
    asked = set()
    for module in _modules_of(program):
        for command in _spoken_of(module):
            service = owner(command)
            if service == _ABOUT_ITSELF:
                if module.startswith(_ANSWERS_THESE):
                    continue
                service = EVERYBODY
            if service not in (program, {"workflows": "process"}.get(program)):
                asked.add(f"{service}.{snake(command.__name__)}")
    return asked


def _modules_of(program: str) -> set[str]:
    """Its own, and what they take in of what programs share."""
    package = "workflows" if program == "workflows" else f"services.{program}"
    seen: set[str] = set()
    waiting = [_name(file) for file in sorted((CHECKOUT / package.replace(".", "/")).rglob("*.py"))]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += [one for one in _taken_in(module) if one.split(".")[:1] == ["services"]]
    return seen


def _taken_in(module: str) -> Iterator[str]:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                if name.split(".")[1:2] and name.split(".")[1] in _SHARED and _file(name):
                    yield name


def _spoken_of(module: str) -> Iterator[type[Command[Any]]]:
    """Every class of a command that the file takes in, by its name or by its module's."""
    tree, rooms = _tree(module), {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_MESSAGES):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if _file(name):
                    rooms[alias.asname or alias.name] = name
                else:
                    yield from _command(str(node.module), alias.name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in rooms:
            yield from _command(rooms[node.value.id], node.attr)


def _command(module: str, name: str) -> Iterator[type[Command[Any]]]:
    one = getattr(importlib.import_module(module), name, None)
    if isinstance(one, type) and issubclass(one, Command) and one not in _BASES:
        yield one


@functools.cache
def _tree(module: str) -> ast.Module:
    file = _file(module)
    return ast.parse(file.read_text()) if file else ast.parse("")


@functools.cache
def _file(module: str) -> Path | None:
    place = CHECKOUT / module.replace(".", "/")
    return next((one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()), None)


def _name(file: Path) -> str:
    return ".".join(file.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
