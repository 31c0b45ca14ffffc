"""Counts in the databases: what is missing, what is there twice, what is not billed."""

from typing import Any, Self
from uuid import UUID

import asyncpg

from deploy.operating.counted import Figures
from deploy.operating.opened import opened
from deploy.operating.which import Where

COUNTED_WITHIN_S = 120.0
"""One question, over all rows of a table."""
FIRST_NUMBER = 1001
"""The first number of each series of invoices, counted here independently of the service that gives it."""


ITEM = "coalesce(session_id, item_id)"
"""A billable item as both `sessions` and its lines know it: by its session, where it came of one."""

OWED = "percent > 0 AND settled_by IS NULL"
"""What an item has to be on a line for: it costs something, and the credit of a trial has not paid all of it."""


NATURAL_KEYS = (
    ("intake", "inquiry", "number"),
    (
        "sessions",
        "session WHERE status NOT IN ('cancelled', 'replaced', 'paused')",
        "process_id, trial, number",
    ),
    ("billing", "billable_item WHERE kind IN ('held', 'cancelled', 'no_show')", "session_id"),
    ("billing", "invoice_line WHERE credited_by IS NULL", "item_id"),
    ("billing", "invoice", "series, number"),
    ("notices", "notice", "natural_key"),
)


class Rows:
    """What the services' tables hold, each read as its own role and over one connection, as long as this is entered."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._connections: dict[str, asyncpg.Connection] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for connection in self._connections.values():
            await connection.close()

    async def fetch(self, service: str, query: str, *arguments: Any) -> list[Any]:
        """The first column of what the query finds."""
        if service not in self._connections:
            self._connections[service] = await opened(service, self._where.database_url(service))
        found = await self._connections[service].fetch(query, *arguments, timeout=COUNTED_WITHIN_S)
        return [row[0] for row in found]


async def fetch(where: Where, service: str, query: str, *arguments: Any) -> list[Any]:
    """The same for one question."""
    async with Rows(where) as rows:
        return await rows.fetch(service, query, *arguments)


async def count_rows(rows: Rows, found: Figures) -> set[UUID]:
    """Fills in what the services' tables tell; the ids of the processes that held sessions."""
    held = await rows.fetch("sessions", "SELECT process_id FROM session WHERE status = 'held'")
    found.processes, found.sessions_held = len(set(held)), len(held)
    billable = await rows.fetch("billing", f"SELECT {ITEM} FROM billable_item WHERE {OWED}")
    lines = await items_on_lines(rows)
    found.sessions_billable, found.sessions_invoiced = len(set(billable)), len(set(lines))
    found.sessions_on_hold = len(set(await items_on_hold(rows)) - set(lines))
    found.sessions_billed_by_hand = len(await items_billed_by_hand(rows))
    totals = await rows.fetch("billing", "SELECT gross_cents FROM invoice WHERE kind = 'invoice'")
    found.invoices, found.invoice_total_cents = len(totals), sum(totals)
    found.reviews = len(await rows.fetch("sessions", "SELECT kind FROM review WHERE status <> 'open'"))
    redirected = await rows.fetch("intake", "SELECT process_id FROM inquiry WHERE status = 'redirected'")
    found.redirected = len(redirected)
    found.gaps_in_numbers = await gaps(rows)
    found.lost += await unbilled(rows)
    found.duplicates += await doubled(rows)
    return set(held)


async def gaps(rows: Rows) -> int:
    """Numbers from the first one on that a series gave, by its counter or its highest invoice, and are on none."""
    missing = 0
    for series in await rows.fetch("billing", "SELECT series FROM invoice_counter"):
        given = await rows.fetch("billing", "SELECT value FROM invoice_counter WHERE series = $1", series)
        numbers = set(await rows.fetch("billing", "SELECT number FROM invoice WHERE series = $1", series))
        missing += len(set(range(FIRST_NUMBER, max([*numbers, *given]) + 1)) - numbers)
    return missing


async def unbilled(rows: Rows) -> int:
    """Sessions of completed months that cost something, by what `sessions` itself recorded, and are on no line."""
    recorded = await rows.fetch(
        "sessions",
        """SELECT session_id FROM session WHERE status IN ('held', 'no_show')
           AND to_char(starts_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') <= $1""",
        await last_period(rows),
    )
    free = await rows.fetch("billing", f"SELECT {ITEM} FROM billable_item WHERE NOT ({OWED})")
    late = await rows.fetch(
        "billing",
        f"SELECT {ITEM} FROM billable_item WHERE {OWED} AND to_char(performed_on, 'YYYY-MM') <= $1",
        await last_period(rows),
    )
    lines = await items_on_lines(rows)
    waiting = [*await recorded_afterwards(rows), *await items_on_hold(rows)]
    lines += await items_billed_by_hand(rows)
    return len((set(recorded) | set(late)) - set(free) - set(lines) - set(waiting))


async def recorded_afterwards(rows: Rows) -> list[UUID]:
    """Sessions that no finished run has seen yet: the next one takes them along."""
    ended = await rows.fetch("billing", "SELECT max(completed_at) FROM billing_run")
    return await rows.fetch("sessions", "SELECT session_id FROM session WHERE settled_at > $1", ended[0])


async def items_on_lines(rows: Rows) -> list[UUID]:
    """Also of lines that were credited: what was taken back is not lost."""
    joined = f"SELECT {ITEM} FROM invoice_line JOIN billable_item USING (item_id)"
    return await rows.fetch("billing", joined)


async def items_on_hold(rows: Rows) -> list[UUID]:
    """Of processes whose invoices finance holds, what it has set aside, and what is invoiced when a contract has ended:
    on no line for good reason.
    """
    held = f"""SELECT {ITEM} FROM billable_item JOIN invoice_hold USING (process_id)
        WHERE percent > 0 AND hand_bill_id IS NULL
        UNION SELECT {ITEM} FROM billable_item AS item
        WHERE EXISTS (SELECT FROM aside WHERE aside.item_id = item.item_id AND taken_back_at IS NULL)
        UNION SELECT {ITEM} FROM billable_item AS item JOIN billing_terms AS terms
            ON terms.process_id = item.process_id AND terms.version = item.terms_version
        WHERE terms.version > 0 AND percent > 0
            AND to_char(terms.ends_on, 'YYYY-MM') > (SELECT max(period) FROM billing_run)
            AND coalesce(
                (SELECT at_end FROM invoiced_at_end WHERE payer_id = terms.department_id),
                (SELECT at_end FROM invoiced_at_end WHERE payer_id = terms.organisation_id), false)"""
    return await rows.fetch("billing", held)


async def items_billed_by_hand(rows: Rows) -> list[UUID]:
    return await rows.fetch("billing", f"SELECT {ITEM} FROM billable_item WHERE hand_bill_id IS NOT NULL")


async def last_period(rows: Rows) -> str:
    periods = await rows.fetch("billing", "SELECT max(period) FROM billing_run")
    return periods[0] or ""


async def doubled(rows: Rows) -> int:
    """Rows beyond the first of one natural key."""
    total = 0
    for service, table, key in NATURAL_KEYS:
        groups = f"SELECT count(*) AS rows FROM {table} GROUP BY {key}"
        beyond = await rows.fetch(service, f"SELECT coalesce(sum(rows - 1), 0)::int FROM ({groups}) AS one")
        total += beyond[0]
    return total
