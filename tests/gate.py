"""A gate before a server: closed, whoever comes through it finds what is found where the server was stopped."""

import asyncio
import contextlib

from deploy.machine.ports import HOST


class Gate:
    """Only those who were given its port notice; the server itself goes on for everybody else."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening: asyncio.Server | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def open(self) -> None:
        self._listening = await asyncio.start_server(self._pass_on, HOST, self.port)
        self.port = self._listening.sockets[0].getsockname()[1]

    def close(self) -> None:
        """New connections are refused, and those that there are end at once."""
        if self._listening:
            self._listening.close()
        for line in self._lines:
            line.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there = await asyncio.open_connection(HOST, self._server_port)
        ends = {writer, there}
        self._lines |= ends
        try:
            await asyncio.gather(_copy(reader, there), _copy(there_reader, writer))
        finally:
            self._lines -= ends


async def _copy(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while some := await source.read(1 << 16):
            to.write(some)
            await to.drain()
    to.close()
