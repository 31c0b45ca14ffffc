"""A gate before a server: closed, whoever comes through it finds what is found where the server was stopped; hanging,
where it was frozen or its machine has lost its line.
"""

import asyncio
import contextlib

from deploy.machine.ports import HOST


class Gate:
    """Only those who were given its port notice; the server itself goes on for everybody else."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._passes = asyncio.Event()
        self._passes.set()
        self.port = 0

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._pass_on, HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    def close(self) -> None:
        """New connections are refused, and those that there are end at once."""
        if self._listening:
            self._listening.close()
        self._passes.set()
        for line in self._lines:
            line.transport.abort()

    def hang(self) -> None:
        """Whoever comes is let in, and nobody is answered any more."""
        self._passes.clear()

    def go_on(self) -> None:
        """With all that was said meanwhile."""
        self._passes.set()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        await self._passes.wait()
        if writer.is_closing():
            self._lines.discard(writer)
            return
        there_reader, there = await asyncio.open_connection(HOST, self._server_port)
        ends = {writer, there}
        self._lines |= ends
        try:
            await asyncio.gather(self._copy(reader, there), self._copy(there_reader, writer))
        finally:
            self._lines -= ends

    async def _copy(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while some := await source.read(1 << 16):
                await self._passes.wait()
                to.write(some)
                await to.drain()
        to.close()
