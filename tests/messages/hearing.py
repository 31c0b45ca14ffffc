"""Who hears which event: found by the handlers, recorded in `heard.json`, so that nobody goes deaf unseen."""

import importlib
from types import ModuleType

from deploy.machine.installation import DOORS
from services.messages.envelope import SERVICES
from services.runtime.finding_handlers import find_handlers
from tests.messages.schemas import HERE, every_event

FILE = HERE / "heard.json"
ANSWERS = {**{service: service for service in SERVICES}, "workflows": "process"}
"""Who answers the commands of which module."""


def handlers_of(who: str) -> ModuleType:
    return importlib.import_module("workflows.handlers" if who == "workflows" else f"services.{who}.handlers")


def who_hears() -> dict[str, list[str]]:
    """Each event, as its service and its name, and who has a handler for it: also those that nobody hears."""
    heard: dict[str, list[str]] = {f"{service}.{name}": [] for service, name, _ in every_event()}
    for who in dict.fromkeys((*ANSWERS, *DOORS)):
        _, listened = find_handlers(who, handlers_of(who))
        for source, handlers in listened.items():
            for name in handlers:
                heard[f"{source}.{name}"].append(who)
    return {event: sorted(listeners) for event, listeners in heard.items()}


def heard_by(who: str) -> set[str]:
    """The names of the events that it has handlers for."""
    return {event.partition(".")[2] for event, listeners in who_hears().items() if who in listeners}
