"""Reading an event as it was delivered: its envelope, its place within its aggregate, its body."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from nats.aio.msg import Msg
from pydantic import ValidationError

from services.messages.envelope import Event
from services.runtime.commands.refusal import has_more_choices
from services.runtime.commands.transactions import Heard

_LARGEST_VERSION = 2**63 - 1  # of a bigint column

Unreadable = Literal[
    "unknown_event", "unknown_value", "malformed_envelope", "malformed_event", "other_release"
]
"""other_release: whom its handler has asked is of one."""


class Unhandleable(Exception):
    """This message can never succeed here; str(error) is the reason's code."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)


class NotYetKnown(Unhandleable):
    """A newer version of this program may be able to: it is held for a while first."""


def place_of(message: Msg) -> tuple[UUID, int]:
    """The aggregate and the version within it. Raises Unhandleable for an envelope that is not ours."""
    headers = message.headers or {}
    place = place_in(message)
    name = headers.get("ce-type")
    if place is None or not headers.get("ce-id") or not name or not message.subject.endswith(f".{name}"):
        raise Unhandleable("malformed_envelope")
    return place


def place_in(message: Msg) -> tuple[UUID, int] | None:
    """The same, where one can be read at all. An event that was brought into another's stream has none there: it would
    pass for the other's of the same number.
    """
    headers = message.headers or {}
    if message.subject.split(".")[1:2] != [headers.get("ce-source")]:
        return None
    return _place(headers.get("ce-subject", ""), headers.get("ce-aggversion", ""))


@lru_cache(maxsize=128)
def _place(aggregate_id: str, version: str) -> tuple[UUID, int] | None:
    """Kept for a moment: those that wait together are looked at together first, and then each when it is its turn."""
    try:
        place = UUID(aggregate_id), int(version)
    except ValueError:
        return None
    return place if 1 <= place[1] <= _LARGEST_VERSION else None


def heard_of(headers: Mapping[str, str]) -> Heard:
    """Which event it is and when it was said, for those who tell of it."""
    try:
        event_id, said_at = UUID(headers["ce-id"]), datetime.fromisoformat(headers["ce-time"])
    except (KeyError, ValueError):
        raise Unhandleable("malformed_envelope") from None
    if said_at.tzinfo is None:
        raise Unhandleable("malformed_envelope")
    return Heard(event_id, said_at.astimezone(UTC))


def read_event(event_type: type[Event], body: bytes) -> Any:
    """Raises Unhandleable for a body that is no such event, NotYetKnown for one with a choice that we do not know."""
    try:
        return event_type.model_validate_json(body)
    except ValidationError as error:
        if has_more_choices(error):
            raise NotYetKnown("unknown_value") from None
        raise Unhandleable("malformed_event") from None


def may_be_wanted(name: str, handled: Collection[str]) -> bool:
    """Whether an event that we do not know is a newer class of one that we handle: `contract_signed2`."""
    return _family(name) in {_family(one) for one in handled}


def _family(name: str) -> str:
    return re.sub(r"(_?v)?[0-9]+$", "", name)
