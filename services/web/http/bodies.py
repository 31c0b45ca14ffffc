"""How much of what visitors send a door holds at a time: of one request, of one network, and of all together.

Forms come in one piece and are answered at once. What adds up is files, and what comes by halves.
"""

from collections import Counter
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

LARGEST_FORM = 256 << 10
COUNTED_AT_LEAST = 16 << 10
"""What a request takes of which nothing has come yet."""
ALWAYS_TAKEN = 64 << 10
"""As much the web server reads of a request before anybody is asked: a form finds room also while files have none."""
MOST = 64 << 20
"""Bytes. A door has 512 MB (`deploy/production/units.py:MOST_MEMORY`), begins with 230, and has a file several times
while it is read and looked into.
"""
MOST_OF_ONE = 16 << 20
"""Bytes from one network (`visitors.network_of`): three of the largest files, or a thousand forms that stay half."""


class NotTaken(HTTPException):
    """413: more than the page takes. 429: more than may wait at a time."""


class Bodies:
    """Of one door, in this process."""

    def __init__(self, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._held: Counter[str] = Counter()
        self._in_all = 0

    @contextmanager
    def holding(self, network: str, receive: Receive, largest: int) -> Iterator[Receive]:
        """The request's way to read, by which all that came counts until the request is over. Both raise NotTaken."""
        seen, held = 0, COUNTED_AT_LEAST
        self._hold(network, held, 0)

        async def read() -> Message:
            nonlocal seen, held
            message: MutableMapping[str, Any] = await receive()
            seen += len(message.get("body", b""))
            if seen > largest:
                raise NotTaken(413)
            if seen > held:
                self._hold(network, seen - held, seen)
                held = seen
            return message

        try:
            yield read
        finally:
            self._let_go(network, held)

    def _hold(self, network: str, more: int, seen: int) -> None:
        is_full = seen > ALWAYS_TAKEN and self._in_all + more > self._most
        if is_full or self._held[network] + more > self._most_of_one:
            raise NotTaken(429)
        self._held[network] += more
        self._in_all += more

    def _let_go(self, network: str, held: int) -> None:
        self._in_all -= held
        self._held[network] -= held
        if not self._held[network]:
            del self._held[network]
