"""Counts in the databases: what is missing, what is there twice, what is not billed."""

from typing import Any
from uuid import UUID

import asyncpg

from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.operating.counted import Figures

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


async def fetch(installation: Installation, service: str, query: str, *arguments: Any) -> list[Any]:
    """The first column of what the query finds, read as the superuser."""
    password = keys.passwords(installation.keys)[keys.SUPERUSER]
    connection = await asyncpg.connect(
        host=HOST, port=installation.ports.postgres, user=keys.SUPERUSER, password=password, database=service
    )
    try:
        return [row[0] for row in await connection.fetch(query, *arguments)]
    finally:
        await connection.close()


async def count_rows(installation: Installation, found: Figures) -> set[UUID]:
    """Fills in what the services' tables tell; the ids of the processes that held sessions."""
    held = await fetch(installation, "sessions", "SELECT process_id FROM session WHERE status = 'held'")
    found.processes, found.sessions_held = len(set(held)), len(held)
    billable = await fetch(installation, "billing", f"SELECT {ITEM} FROM billable_item WHERE {OWED}")
    lines = await items_on_lines(installation)
    found.sessions_billable, found.sessions_invoiced = len(set(billable)), len(set(lines))
    found.sessions_on_hold = len(set(await items_on_hold(installation)) - set(lines))
    found.sessions_billed_by_hand = len(await items_billed_by_hand(installation))
    totals = await fetch(installation, "billing", "SELECT gross_cents FROM invoice")
    found.invoices, found.invoice_total_cents = len(totals), sum(totals)
    found.reviews = len(
        await fetch(installation, "sessions", "SELECT kind FROM review WHERE status <> 'open'")
    )
    redirected = await fetch(
        installation, "intake", "SELECT process_id FROM inquiry WHERE status = 'redirected'"
    )
    found.redirected = len(redirected)
    found.gaps_in_numbers = await gaps(installation)
    found.lost += await unbilled(installation)
    found.duplicates += await doubled(installation)
    return set(held)


async def gaps(installation: Installation) -> int:
    """Numbers from the first one on that a series gave, by its counter or its highest invoice, and are on none."""
    missing = 0
    for series in await fetch(installation, "billing", "SELECT series FROM invoice_counter"):
        given = await fetch(
            installation, "billing", "SELECT value FROM invoice_counter WHERE series = $1", series
        )
        numbers = set(
            await fetch(installation, "billing", "SELECT number FROM invoice WHERE series = $1", series)
        )
        missing += len(set(range(FIRST_NUMBER, max([*numbers, *given]) + 1)) - numbers)
    return missing


async def unbilled(installation: Installation) -> int:
    """Sessions of completed months that cost something, by what `sessions` itself recorded, and are on no line."""
    recorded = await fetch(
        installation,
        "sessions",
        """SELECT session_id FROM session WHERE status IN ('held', 'no_show')
           AND to_char(starts_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') <= $1""",
        await last_period(installation),
    )
    free = await fetch(installation, "billing", f"SELECT {ITEM} FROM billable_item WHERE NOT ({OWED})")
    late = await fetch(
        installation,
        "billing",
        f"SELECT {ITEM} FROM billable_item WHERE {OWED} AND to_char(performed_on, 'YYYY-MM') <= $1",
        await last_period(installation),
    )
    lines = await items_on_lines(installation)
    waiting = [*await recorded_afterwards(installation), *await items_on_hold(installation)]
    lines += await items_billed_by_hand(installation)
    return len((set(recorded) | set(late)) - set(free) - set(lines) - set(waiting))


async def recorded_afterwards(installation: Installation) -> list[UUID]:
    """Sessions that no finished run has seen yet: the next one takes them along."""
    ended = await fetch(installation, "billing", "SELECT max(completed_at) FROM billing_run")
    return await fetch(
        installation, "sessions", "SELECT session_id FROM session WHERE settled_at > $1", ended[0]
    )


async def items_on_lines(installation: Installation) -> list[UUID]:
    """Also of lines that were credited: what was taken back is not lost."""
    joined = f"SELECT {ITEM} FROM invoice_line JOIN billable_item USING (item_id)"
    return await fetch(installation, "billing", joined)


async def items_on_hold(installation: Installation) -> list[UUID]:
    """Of processes whose invoices finance holds, and what it has set aside: on no line for good reason."""
    held = f"""SELECT {ITEM} FROM billable_item JOIN invoice_hold USING (process_id)
        WHERE percent > 0 AND hand_bill_id IS NULL
        UNION SELECT {ITEM} FROM billable_item AS item
        WHERE EXISTS (SELECT FROM aside WHERE aside.item_id = item.item_id AND taken_back_at IS NULL)"""
    return await fetch(installation, "billing", held)


async def items_billed_by_hand(installation: Installation) -> list[UUID]:
    return await fetch(
        installation, "billing", f"SELECT {ITEM} FROM billable_item WHERE hand_bill_id IS NOT NULL"
    )


async def last_period(installation: Installation) -> str:
    periods = await fetch(installation, "billing", "SELECT max(period) FROM billing_run")
    return periods[0] or ""


async def doubled(installation: Installation) -> int:
    """Rows beyond the first of one natural key."""
    total = 0
    for service, table, key in NATURAL_KEYS:
        groups = f"SELECT count(*) AS rows FROM {table} GROUP BY {key}"
        beyond = await fetch(
            installation, service, f"SELECT coalesce(sum(rows - 1), 0)::int FROM ({groups}) AS one"
        )
        total += beyond[0]
    return total
