"""uvicorn on the service's own loop: it takes no signals, and tells open streams to end before it waits for them."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from functools import partial

import uvicorn
from fastapi import FastAPI

from services.web.http.callers import Callers, open_many_files
from services.web.http.half_sent import KEPT_OPEN_S, Bounded

# A stream ends within a heartbeat; what takes longer than this is cut off.
_GRACE_S = 3
_DATE_IS_WRITTEN_EVERY_S = 1.0


class Server(uvicorn.Server):
    """ending: set when the server stops; every open stream watches it. trusted_proxies: whose word is taken."""

    def __init__(self, app: FastAPI, trusted_proxies: list[str]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=partial(Bounded, callers=Callers(trusted_proxies, open_many_files())),  # type: ignore[arg-type]
                # No page has one; with a library for it about, whoever asked for one would be counted no more.
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                # Left to itself uvicorn believes whatever connects from this machine.
                proxy_headers=bool(trusted_proxies),
                forwarded_allow_ips=trusted_proxies,
                timeout_graceful_shutdown=_GRACE_S,
                timeout_keep_alive=KEPT_OPEN_S,
                lifespan="off",
            )
        )
        self.ending: asyncio.Event = app.state.ending
        self.asked_to_end = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        """uvicorn's own looks ten times a second whether it shall end. Each tick writes the date that answers bear."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_DATE_IS_WRITTEN_EVERY_S):
                    await self.asked_to_end.wait()

    def end(self) -> None:
        """What is being answered is answered to its end."""
        self.should_exit = True
        self.asked_to_end.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.ending.set()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """Bound before the service says that it is ready; a port that is taken raises here."""
    # With the protocol said, every connection sends at once: asyncio sees to that for such sockets alone.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    listening.listen(512)
    return listening


async def serve(app: FastAPI, listening: socket.socket, trusted_proxies: list[str]) -> None:
    """Until cancelled; what is being answered is answered to its end."""
    server = Server(app, trusted_proxies)
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    finally:
        server.end()
        while not serving.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([serving])
        listening.close()
