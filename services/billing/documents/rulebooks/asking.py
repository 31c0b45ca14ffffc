"""The process that looks at documents: begun when one is to be looked at, ended when none has come for a while."""

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from services.messages.billing import DocumentFormat
from services.runtime.logs import log

_ROOT = Path(__file__).parents[4]
_LONGEST_S = 120.0
"""Of one document, with the compiling before it."""
_KEPT_S = 60.0
"""[ours] It holds 250 MB, and a month's run asks it again within a second."""


class NotLooked(Exception):
    """It could not be asked, or looked at nothing: a fault of the platform, not of the document."""


class RulebookReader:
    """finvoice: where Finvoice's schema lies, if it does. One document at a time."""

    def __init__(self, finvoice: Path | None) -> None:
        self._finvoice = finvoice
        self._process: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._was_asked = asyncio.Event()

    async def broken(self, wanted: DocumentFormat, document: bytes) -> list[str]:
        """The rules that it breaks. Raises NotLooked."""
        if wanted == "finvoice" and self._finvoice is None:
            return []
        async with self._one_at_a_time:
            self._was_asked.set()
            told = await self._asked(wanted, document) or await self._asked(wanted, document)
            if told is None:
                raise NotLooked(wanted)
        if not told["fired"]:
            raise NotLooked(wanted)
        return list(told["broken"])

    async def keep(self) -> None:
        """Until cancelled: ends the process when it has had nothing to do for a while, and at last."""
        try:
            while True:
                await self._was_asked.wait()
                while self._was_asked.is_set():
                    self._was_asked.clear()
                    await asyncio.sleep(_KEPT_S)
                async with self._one_at_a_time:
                    if not self._was_asked.is_set():
                        await self._end()
        finally:
            await self._end()

    async def _asked(self, wanted: DocumentFormat, document: bytes) -> dict[str, Any] | None:
        """None where it ended over it, as after a kill."""
        asked = json.dumps({"wanted": wanted, "bytes": len(document)}).encode() + b"\n"
        try:
            async with asyncio.timeout(_LONGEST_S):
                process = self._process or await self._begin()
                assert process.stdin and process.stdout
                process.stdin.write(asked + document)
                await process.stdin.drain()
                if line := await process.stdout.readline():
                    return dict(json.loads(line))
        except (OSError, TimeoutError) as error:
            log.warning("document_not_looked_at", error_type=type(error).__name__)
        except BaseException:
            await self._end()  # its answer would be taken for the next one's
            raise
        await self._end()
        return None

    async def _begin(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.billing.documents.rulebooks",
            str(self._finvoice or ""),
            cwd=_ROOT,
            env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
