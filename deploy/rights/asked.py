"""Which commands each program's code speaks of: read from its files, its own and those that it takes in.

Written down in `asked.json` by `python -m tests.messages.record`, so that nothing is read when a platform starts.
"""

import ast
import contextlib
import functools
import gc
import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy import CHECKOUT
from deploy.processes import PROCESSES
from services.messages.envelope import (
    VIEWED,
    Command,
    FileQuery,
    FileSent,
    Query,
    may_name_a_viewer,
    owner,
    snake,
)
from services.messages.envelope import (
    Asked as AskedAtADoor,
)
from services.messages.mailed_links import LinkQuery
from services.runtime.commands.viewing import subjects_of

FILE = Path(__file__).with_suffix(".json")
EVERYBODY = "*"
"""In the place of a service, for what each one answers about itself."""
_SHARED = ("runtime", "web", "wording", "printing", "paper_seals", "pictures")
_MESSAGES = "services.messages"
_DOORS = ("portal", "console")
_ABOUT_ITSELF = "operations"
_ANSWERS_THESE = "services.runtime."
PLAIN = "commands"
Asked = type[Command[Any]]
_BASES = {Command, Query, AskedAtADoor, FileQuery, FileSent, LinkQuery}


def programs() -> tuple[str, ...]:
    """Ours that speak with the broker."""
    return tuple(process.name for process in PROCESSES if process.kind in ("service", "worker"))


def recorded() -> dict[str, list[str]]:
    """Program -> `commands.service.command`, or `viewed.service.command` where it names a viewer; in order."""
    read: dict[str, list[str]] = json.loads(FILE.read_text())
    return read


def found() -> dict[str, list[str]]:
    """As `recorded`, from the code as it is now."""
    with reading():
        return {name: sorted(_of(name)) for name in programs()}


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """What is collected while Python 3.11 makes a syntax tree may break it (gh-106905)."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _of(program: str) -> set[str]:
    asked = set()
    for module in modules_of(program):
        for command, way in _spoken_of(module, by_its_calls=program not in _DOORS):
            service = owner(command)
            if service == _ABOUT_ITSELF:
                if module.startswith(_ANSWERS_THESE):
                    continue
                service = EVERYBODY
            if service not in (program, {"workflows": "process"}.get(program)):
                asked.add(f"{way}.{service}.{snake(command.__name__)}")
    return asked


def modules_of(program: str) -> set[str]:
    """Its own, and what they take in of what programs share."""
    package = "workflows" if program == "workflows" else f"services.{program}"
    seen: set[str] = set()
    waiting = [_name(file) for file in sorted((CHECKOUT / package.replace(".", "/")).rglob("*.py"))]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += [one for one in _taken_in(tree_of(module)) if one.split(".")[:1] == ["services"]]
    return seen


@functools.cache
def _told_by(tree: ast.Module) -> tuple[ast.ImportFrom | ast.Attribute | ast.Call, ...]:
    """What is looked at of it, in its order: most programs take in the same files, and to go through one is dear."""
    return tuple(
        node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Attribute | ast.Call)
    )


@functools.cache
def _taken_in(tree: ast.Module) -> tuple[str, ...]:
    """What is shared, by its names."""
    froms = [node for node in _told_by(tree) if isinstance(node, ast.ImportFrom) and node.module]
    names = [
        name for node in froms for name in (node.module, *(f"{node.module}.{one.name}" for one in node.names))
    ]
    return tuple(
        name
        for name in names
        if name and name.split(".")[1:2] and name.split(".")[1] in _SHARED and _file(name)
    )


def _spoken_of(module: str, *, by_its_calls: bool) -> Iterator[tuple[Asked, str]]:
    """Every class of a command that the file takes in, by its name or by its module's, and how it is asked there: as
    it calls it, and a door as somebody too, wherever it does.
    """
    for command, ways in _calls_in(tree_of(module)).items():
        unknown = not ways and (by_its_calls or not may_name_a_viewer(command))
        open_ = unknown or (not by_its_calls and PLAIN in ways)
        kept = ways if by_its_calls else ways | {VIEWED}
        yield from ((command, way) for way in _possible(command) if open_ or way in kept)


@functools.cache
def _calls_in(tree: ast.Module) -> dict[Asked, set[str]]:
    """Each of them, with the ways in which it is called. Nobody may change what is given."""
    rooms: dict[str, str] = {}
    names: dict[str, Asked | None] = {}
    for node in _told_by(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_MESSAGES):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if _file(name):
                    rooms[alias.asname or alias.name] = name
                else:
                    names[alias.asname or alias.name] = _command(str(node.module), alias.name)
    calls: dict[Asked, set[str]] = {command: set() for command in names.values() if command}
    for node in _told_by(tree):
        if isinstance(node, ast.Attribute) and (command := _named(node, rooms, names)):
            calls.setdefault(command, set())
        if isinstance(node, ast.Call) and (command := _named(node.func, rooms, names)):
            calls.setdefault(command, set()).update(_ways_of(node))
    return calls


def _named(node: ast.expr, rooms: dict[str, str], names: dict[str, Asked | None]) -> Asked | None:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    is_in_a_room = (
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in rooms
    )
    return _command(rooms[node.value.id], node.attr) if is_in_a_room else None  # type: ignore[attr-defined]


def _ways_of(call: ast.Call) -> set[str]:
    """With a viewer, without one, or who knows."""
    told = {word.arg: word.value for word in call.keywords}
    viewer = told.get("viewer")
    if viewer is None and None in told:
        return {PLAIN, VIEWED}
    return {PLAIN} if viewer is None or isinstance(viewer, ast.Constant) else {VIEWED}


def _possible(command: Asked) -> list[str]:
    return [way for way in (PLAIN, VIEWED) if way in {one.partition(".")[0] for one in subjects_of(command)}]


def _command(module: str, name: str) -> Asked | None:
    one = getattr(importlib.import_module(module), name, None)
    is_one = isinstance(one, type) and issubclass(one, Command) and one not in _BASES
    return one if is_one else None


@functools.cache
def tree_of(module: str) -> ast.Module:
    file = _file(module)
    return ast.parse(file.read_text()) if file else ast.parse("")


@functools.cache
def _file(module: str) -> Path | None:
    place = CHECKOUT / module.replace(".", "/")
    return next((one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()), None)


def _name(file: Path) -> str:
    return ".".join(file.relative_to(CHECKOUT).with_suffix("").parts).removesuffix(".__init__")
