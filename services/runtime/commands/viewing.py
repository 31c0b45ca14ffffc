"""Who asks is proved by the subject: what names a viewer is said where only programs may that have seen who it is.

The broker lets the portal speak for customers and supervisors, the console for supervisors and staff, each on a way of
its own, and a service for nobody but where its code does so (deploy/rights/table.py). A viewer in a command that came
another way is believed by nobody. The doors give their orders on ways of their own too: at the portal nobody has a role
of the provider's. Who it is that asks at a door, a proof tells (`services/runtime/commands/proving.py`).
"""

from contextvars import ContextVar
from typing import Any, get_args

from services.messages.envelope import (
    AT_CONSOLE,
    AT_PORTAL,
    VIEWED,
    Command,
    at_door_subject,
    comes_by_a_door,
    command_subject,
    may_name_a_viewer,
    must_name_a_viewer,
    viewed_subject,
)
from services.messages.values import Side, side_of
from services.runtime.commands.refusal import Refusal

PORTAL, CONSOLE = "portal", "console"
SPEAKS_FOR: dict[str, tuple[Side, ...]] = {
    "portal": ("customer", "supervisor"),
    "console": ("customer", "supervisor", "staff"),
}
"""Whom a door asks for (supervisors sign at the portal too). The console asks for customers one thing alone: what they
have read at the portal (deploy/rights/table.py).
"""
_DOOR_OF = {f"{way}at_{door}": door for door in SPEAKS_FOR for way in ("", f"{VIEWED}_")}
_CAME_BY: ContextVar[str] = ContextVar("came_by", default="")


def subject_of(message: Command[Any], service: str | None = None, asker: str = "") -> str:
    """Where this one is asked. asker: the program that does."""
    viewer, door = getattr(message, "viewer", None), asker if asker in SPEAKS_FOR else ""
    if viewer is not None:
        return viewed_subject(type(message), side_of(viewer.role), service, door)
    if door and comes_by_a_door(type(message)):
        return at_door_subject(type(message), door, service)
    return command_subject(type(message), service)


def subjects_of(command: type[Command[Any]], service: str | None = None) -> list[str]:
    """Where it may be asked."""
    found = [] if must_name_a_viewer(command) else [command_subject(command, service)]
    if may_name_a_viewer(command):
        found += [viewed_subject(command, side, service) for side in get_args(Side)]
        found += [
            viewed_subject(command, side, service, door) for door, of in SPEAKS_FOR.items() for side in of
        ]
    if comes_by_a_door(command) and not must_name_a_viewer(command):
        found += [at_door_subject(command, door, service) for door in SPEAKS_FOR]
    return found


def came_by(subject: str) -> None:
    """From now on in this task: the way of the message in hand."""
    _CAME_BY.set(subject.partition(".")[0])


def door_of(subject: str) -> str | None:
    """At which of the doors it was asked or ordered; none for what a service asks."""
    return _DOOR_OF.get(subject.partition(".")[0])


def is_at_portal() -> bool:
    """Whether the order in hand was given there: nobody acts in a role of the provider's then."""
    return _CAME_BY.get() == AT_PORTAL


def is_at_a_door() -> bool:
    """Whether the order in hand was given by somebody who is signed in, or by a stranger at a door."""
    return _CAME_BY.get() in (AT_PORTAL, AT_CONSOLE)


def check_viewer(message: Command[Any], subject: str) -> None:
    """Refuses: viewer_not_proved, where it did not come the way of its viewer."""
    if not may_name_a_viewer(type(message)):
        return
    viewer, words = getattr(message, "viewer", None), subject.split(".")
    came_for = words[1] if words[0].startswith(VIEWED) else None
    if came_for != (side_of(viewer.role) if viewer else None):
        raise Refusal("viewer_not_proved", "viewer")
