"""Counts in the databases: what is missing, what is there twice, what is not billed."""

from typing import Any
from uuid import UUID

from deploy.operating.counted import Figures
from deploy.operating.which import Where
from services.runtime.storage.encrypted import connect

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


async def fetch(where: Where, service: str, query: str, *arguments: Any) -> list[Any]:
    """The first column of what the query finds, read as the service's own role."""
    connection = await connect(where.database_url(service))
    try:
        return [row[0] for row in await connection.fetch(query, *arguments)]
    finally:
        await connection.close()


async def count_rows(where: Where, found: Figures) -> set[UUID]:
    """Fills in what the services' tables tell; the ids of the processes that held sessions."""
    held = await fetch(where, "sessions", "SELECT process_id FROM session WHERE status = 'held'")
    found.processes, found.sessions_held = len(set(held)), len(held)
    billable = await fetch(where, "billing", f"SELECT {ITEM} FROM billable_item WHERE {OWED}")
    lines = await items_on_lines(where)
    found.sessions_billable, found.sessions_invoiced = len(set(billable)), len(set(lines))
    found.sessions_on_hold = len(set(await items_on_hold(where)) - set(lines))
    found.sessions_billed_by_hand = len(await items_billed_by_hand(where))
    totals = await fetch(where, "billing", "SELECT gross_cents FROM invoice WHERE kind = 'invoice'")
    found.invoices, found.invoice_total_cents = len(totals), sum(totals)
    found.reviews = len(await fetch(where, "sessions", "SELECT kind FROM review WHERE status <> 'open'"))
    redirected = await fetch(where, "intake", "SELECT process_id FROM inquiry WHERE status = 'redirected'")
    found.redirected = len(redirected)
    found.gaps_in_numbers = await gaps(where)
    found.lost += await unbilled(where)
    found.duplicates += await doubled(where)
    return set(held)


async def gaps(where: Where) -> int:
    """Numbers from the first one on that a series gave, by its counter or its highest invoice, and are on none."""
    missing = 0
    for series in await fetch(where, "billing", "SELECT series FROM invoice_counter"):
        given = await fetch(where, "billing", "SELECT value FROM invoice_counter WHERE series = $1", series)
        numbers = set(await fetch(where, "billing", "SELECT number FROM invoice WHERE series = $1", series))
        missing += len(set(range(FIRST_NUMBER, max([*numbers, *given]) + 1)) - numbers)
    return missing


async def unbilled(where: Where) -> int:
    """Sessions of completed months that cost something, by what `sessions` itself recorded, and are on no line."""
    recorded = await fetch(
        where,
        "sessions",
        """SELECT session_id FROM session WHERE status IN ('held', 'no_show')
           AND to_char(starts_at AT TIME ZONE 'Europe/Helsinki', 'YYYY-MM') <= $1""",
        await last_period(where),
    )
    free = await fetch(where, "billing", f"SELECT {ITEM} FROM billable_item WHERE NOT ({OWED})")
    late = await fetch(
        where,
        "billing",
        f"SELECT {ITEM} FROM billable_item WHERE {OWED} AND to_char(performed_on, 'YYYY-MM') <= $1",
        await last_period(where),
    )
    lines = await items_on_lines(where)
    waiting = [*await recorded_afterwards(where), *await items_on_hold(where)]
    lines += await items_billed_by_hand(where)
    return len((set(recorded) | set(late)) - set(free) - set(lines) - set(waiting))


async def recorded_afterwards(where: Where) -> list[UUID]:
    """Sessions that no finished run has seen yet: the next one takes them along."""
    ended = await fetch(where, "billing", "SELECT max(completed_at) FROM billing_run")
    return await fetch(where, "sessions", "SELECT session_id FROM session WHERE settled_at > $1", ended[0])


async def items_on_lines(where: Where) -> list[UUID]:
    """Also of lines that were credited: what was taken back is not lost."""
    joined = f"SELECT {ITEM} FROM invoice_line JOIN billable_item USING (item_id)"
    return await fetch(where, "billing", joined)


async def items_on_hold(where: Where) -> list[UUID]:
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
    return await fetch(where, "billing", held)


async def items_billed_by_hand(where: Where) -> list[UUID]:
    return await fetch(where, "billing", f"SELECT {ITEM} FROM billable_item WHERE hand_bill_id IS NOT NULL")


async def last_period(where: Where) -> str:
    periods = await fetch(where, "billing", "SELECT max(period) FROM billing_run")
    return periods[0] or ""


async def doubled(where: Where) -> int:
    """Rows beyond the first of one natural key."""
    total = 0
    for service, table, key in NATURAL_KEYS:
        groups = f"SELECT count(*) AS rows FROM {table} GROUP BY {key}"
        beyond = await fetch(where, service, f"SELECT coalesce(sum(rows - 1), 0)::int FROM ({groups}) AS one")
        total += beyond[0]
    return total
