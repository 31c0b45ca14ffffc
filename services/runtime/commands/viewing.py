"""Who asks is proved by the subject: what names a viewer is said where only programs may that have seen who it is.

The broker lets the portal speak for customers and supervisors, the console for supervisors and staff, and a service for
nobody but where its code does so (deploy/rights/table.py). A viewer in a command that came another way is believed by
nobody. The portal gives its orders on a way of their own, where nobody has a role of the provider's.
"""

from contextvars import ContextVar
from typing import Any, get_args

from services.messages.envelope import (
    AT_PORTAL,
    VIEWED,
    Command,
    Query,
    at_portal_subject,
    command_subject,
    may_name_a_viewer,
    must_name_a_viewer,
    viewed_subject,
)
from services.messages.values import Side, side_of
from services.runtime.commands.refusal import Refusal

PORTAL = "portal"
_CAME_BY: ContextVar[str] = ContextVar("came_by", default="")


def subject_of(message: Command[Any], service: str | None = None, asker: str = "") -> str:
    """Where this one is asked. asker: the program that does."""
    viewer = getattr(message, "viewer", None)
    if viewer is None:
        is_order = asker == PORTAL and not isinstance(message, Query)
        return (at_portal_subject if is_order else command_subject)(type(message), service)
    return viewed_subject(type(message), side_of(viewer.role), service)


def subjects_of(command: type[Command[Any]], service: str | None = None) -> list[str]:
    """Where it may be asked."""
    found = [] if must_name_a_viewer(command) else [command_subject(command, service)]
    if may_name_a_viewer(command):
        found += [viewed_subject(command, side, service) for side in get_args(Side)]
    if not issubclass(command, Query) and not must_name_a_viewer(command):
        found.append(at_portal_subject(command, service))
    return found


def came_by(subject: str) -> None:
    """From now on in this task: the way of the message in hand."""
    _CAME_BY.set(subject.partition(".")[0])


def is_at_portal() -> bool:
    """Whether the order in hand was given there: nobody acts in a role of the provider's then."""
    return _CAME_BY.get() == AT_PORTAL


def check_viewer(message: Command[Any], subject: str) -> None:
    """Refuses: viewer_not_proved, where it did not come the way of its viewer."""
    if not may_name_a_viewer(type(message)):
        return
    viewer, words = getattr(message, "viewer", None), subject.split(".")
    came_for = words[1] if words[0] == VIEWED else None
    if came_for != (side_of(viewer.role) if viewer else None):
        raise Refusal("viewer_not_proved", "viewer")
