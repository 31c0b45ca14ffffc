"""What is asked of another service about each of many: one over which it breaks down keeps no other waiting."""

from collections.abc import Awaitable
from typing import TypeVar

from services.runtime.commands.refusal import Fault, OtherRelease, Refusal, Unavailable

T = TypeVar("T")


async def answer_or_fault(asked: Awaitable[T]) -> T | Refusal | Fault:
    """What is wrong with this one alone is the answer. Raises Unavailable and OtherRelease, which all would meet."""
    try:
        return await asked
    except (Unavailable, OtherRelease):
        raise
    except (Refusal, Fault) as wrong:
        return wrong
