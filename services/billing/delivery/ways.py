"""Which way a document takes next, and when: plain rules over what has been tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.messages.billing import DeliveryStatus
from services.messages.values import Channel

WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))
"""[ours] After each failed try over one channel; after one more, the next channel has its turn."""


@dataclass(frozen=True)
class Way:
    """How a customer takes its documents when the sending begins. channels: in their order; one at least.

    address: of its system; empty where the document says it.
    """

    channels: tuple[Channel, ...]
    operator: str
    at: datetime
    address: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a delivery stands. channels: what is left, the first in hand. tries: failed over it. due_at: none for
    nothing to do. anew: what is sent next is another message.
    """

    status: DeliveryStatus
    channels: tuple[Channel, ...]
    tries: int = 0
    due_at: datetime | None = None
    anew: bool = False


def first(channels: Sequence[Channel], at: datetime) -> Standing:
    """Mail is given to those who send it at once: nothing is left to do here."""
    if not channels:
        return Standing("undelivered", ())
    if channels[0] == "mail":
        return Standing("mailed", tuple(channels), anew=True)
    return Standing("waiting", tuple(channels), due_at=at, anew=True)


def after_failure(channels: Sequence[Channel], tries: int, at: datetime) -> Standing:
    """tries: with this one. The same message is tried again: whoever has it already knows it by its identifier."""
    if tries > len(WAITS):
        return after_refusal(channels, at)
    return Standing("waiting", tuple(channels), tries, at + WAITS[tries - 1])


def after_refusal(channels: Sequence[Channel], at: datetime) -> Standing:
    """Trying the same again would not help."""
    return first(channels[1:], at)
