"""Who gives a test house's people their roles: its first administrator, coordinator and finance, while an order lasts.

Outside of that they have no role, so that lists and mails of staff show those only whom a test has named.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from pydantic import BaseModel

FOUNDER = UUID("0190a0a0-0000-7000-8000-00000000c001")
_ACTORS = (
    "given_by",
    "ended_by",
    "decided_by",
    "changed_by",
    "registered_by",
    "answered_by",
    "withdrawn_by",
    "asked_by",
    "given_up_by",
    "entered_by",
    "merged_by",
    "chosen_by",
    "sent_by",
    "set_by",
    "completed_by",
    "drafted_by",
    "recorded_by",
    "offered_by",
    "moved_by",
    "waived_by",
    "arranged_by",
    "billed_by",
    "ordered_by",
    "taken_back_by",
    "declared_by",
    "resolved_by",
    "proposed_by",
    "prepared_by",
    "reopened_by",
    "corrected_by",
)
_BEGIN = """
WITH founder AS (
    INSERT INTO person (person_id, given_name, family_name, email, language, registered_at)
    VALUES ($1, 'Founder', 'Koivu', 'founder@luotsi.example', 'en', now()) ON CONFLICT DO NOTHING
)
INSERT INTO relation (person_id, relation, since)
SELECT $1, role, now() FROM unnest(ARRAY['administrator', 'coordinator', 'finance']) AS role ON CONFLICT DO NOTHING
"""
_END = "DELETE FROM relation WHERE person_id = $1"

Rows = Callable[..., Awaitable[Sequence[Any]]]


class Founder:
    """rows: runs a statement in a service's database."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._acting = 0
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def acting(self, command: BaseModel) -> AsyncIterator[None]:
        """Has the roles for as long as an order that names the founder is carried out."""
        if not any(getattr(command, name, None) == FOUNDER for name in _ACTORS):
            yield
            return
        await self._count(1)
        try:
            yield
        finally:
            await self._count(-1)

    async def _count(self, more: int) -> None:
        async with self._turn:
            self._acting += more
            if (self._acting, more) == (1, 1):
                await self._rows("directory", _BEGIN, FOUNDER)
            elif self._acting == 0:
                await self._rows("directory", _END, FOUNDER)
