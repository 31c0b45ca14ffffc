"""How large a message may be, and who is told when one is larger."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel

from services.messages.envelope import Command
from services.runtime.commands.refusal import Refusal

Card = TypeVar("Card", bound=BaseModel)

LARGEST_MESSAGE = 1 << 20
"""Of the broker, headers counted: deploy/machine/nats.conf says the same."""
LARGEST_BODY = LARGEST_MESSAGE - (48 << 10)
"""What is left beside the headers: ours take one kilobyte, a refusal's a few."""
_REST_OF_AN_ANSWER = 1000


def fitting(cards: Sequence[Card], most: int | None = None, beside: int = 0) -> list[Card]:
    """The first ones, as many as one answer holds. most: rows, whatever their size. beside: bytes of what it holds
    besides.
    """
    room, taken = LARGEST_BODY - _REST_OF_AN_ANSWER - beside, []
    for card in cards[:most]:
        room -= len(card.model_dump_json().encode()) + 1
        if room < 0:
            break
        taken.append(card)
    return taken


def last_of(part: Sequence[BaseModel], found: Sequence[BaseModel], key: str) -> UUID | None:
    """After which row there are more than the part holds; none where it holds all that was found."""
    return getattr(part[-1], key) if part and len(part) < len(found) else None


def body_of(message: BaseModel) -> bytes:
    """As it goes over the wire. Refuses: too_large, by the field that takes most of it.

    A command goes without what is as it is when nobody says it: a service of an older release never hears of a field
    that it does not know and that nobody used.
    """
    body = message.model_dump_json(exclude_defaults=isinstance(message, Command)).encode()
    if len(body) > LARGEST_BODY:
        raise too_large(message)
    return body


def too_large(message: BaseModel) -> Refusal:
    """The field that takes most of it, nothing of what is in it."""
    sizes: dict[str, Any] = {
        name: len(message.model_dump_json(include={name})) for name in type(message).model_fields
    }
    largest = max(sizes, key=lambda name: sizes[name]) if sizes else None
    return Refusal("too_large", largest, "is more than one message holds")
