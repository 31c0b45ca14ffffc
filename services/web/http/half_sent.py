"""What is sent to a door by halves: a connection whose request does not come to its end is closed, and says why.

A web server before the doors may wait for whole requests; Caddy does not, and one machine has none.
"""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from services.runtime.logs import log
from services.web.http.callers import Callers

KEPT_OPEN_S = 75
"""Without a request, at first and between two. Longer than a proxy or a browser keeps an idle connection: who sends on
one that we are just closing gets no answer.
"""
WITHIN_S = 20.0
BYTES_A_SECOND = 4096
"""Each as many more that have come are a second more: a large file over a bad line comes through."""
LONGEST_S = 180.0
"""However much has come: a file of 5 MB by 230 kilobits a second."""
LARGEST_HEAD = 64 * 1024


def time_for(bytes_so_far: int, *, begun: bool) -> float:
    """Seconds that a request may take to come whole, from its first byte on; before that, until there is one."""
    return min(WITHIN_S + bytes_so_far / BYTES_A_SECOND, LONGEST_S) if begun else KEPT_OPEN_S


class Bounded(HttpToolsProtocol):
    """uvicorn's own, which waits for ever for the rest of what it was sent. One look at a time is set for each.

    Nothing is set for a request that comes at once, which nearly all do.
    """

    _look: asyncio.TimerHandle | None = None
    _since = 0.0
    _so_far = 0
    _has_head = False
    _is_whole = True
    _counts_as: str | None = None

    def __init__(self, *told: Any, callers: Callers, **by: Any) -> None:
        super().__init__(*told, **by)
        self._callers = callers

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._counts_as = self._callers.come(self.client[0] if self.client else "")
        if self._counts_as is None:
            return self._hang_up(HTTPStatus.TOO_MANY_REQUESTS)
        self._since = self.loop.time()
        self._wait()

    def data_received(self, data: bytes) -> None:
        """What is no request at all, a line's end alone, counts as half of one."""
        if self._is_whole:
            self._begin()
        self._so_far += len(data)
        super().data_received(data)
        if self._is_whole or self.transport.is_closing():
            self._no_look()
        elif not self._has_head and self._so_far > LARGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif not self._look:
            self._wait()

    def on_message_begin(self) -> None:
        self._begin()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._has_head = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_whole = True
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._no_look()
        if self._counts_as is not None:
            self._callers.leave(self._counts_as)
        super().connection_lost(exc)

    def _begin(self) -> None:
        if self._is_whole:
            self._no_look()
            self._is_whole = self._has_head = False
            self._since, self._so_far = self.loop.time(), 0

    def _wait(self) -> None:
        """Looks again when the time is over that what has come so far gives."""
        left = self._since + time_for(self._so_far, begun=not self._is_whole) - self.loop.time()
        self._look = self.loop.call_later(left, self._is_it_over)

    def _is_it_over(self) -> None:
        """Where we hold back the rest ourselves its time begins anew."""
        self._look = None
        if self.flow.read_paused or self._answers_another():
            self._since = self.loop.time()
        if self._since + time_for(self._so_far, begun=not self._is_whole) > self.loop.time():
            self._wait()
        elif self._is_whole:
            self.transport.close()
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _answers_another(self) -> bool:
        """The request before this one, on the same connection."""
        return bool(not self._has_head and self.cycle and not self.cycle.response_complete)

    def _refuse(self, status: HTTPStatus) -> None:
        """Whoever was answering it hears that the visitor has gone."""
        self._no_look()
        if self._has_head:
            self.cycle.disconnected = True
        log.info("request_left_half", status=status.value, bytes=self._so_far)
        self._hang_up(status)

    def _hang_up(self, status: HTTPStatus) -> None:
        if not (self._has_head and self.cycle.response_started):
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def _no_look(self) -> None:
        if self._look:
            self._look.cancel()
            self._look = None
