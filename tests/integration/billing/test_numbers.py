"""Numbers without gaps, also when issuing fails or happens at once.

The planted fault: a database sequence in place of the counter row. To see it by hand, let
services/billing/invoices/numbers.py:next_number return `select nextval('...')`; the first test here turns red.
"""

import asyncio
import json
from contextlib import suppress

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.billing.invoices import numbering, numbers
from services.billing.invoices.snapshots import CHAIN_START, chain_hash
from services.billing.invoices.whose import recipients
from services.messages.billing import INVOICE_SERIES, InvoiceIssued, ListInvoices
from services.runtime.commands.refusal import Fault
from services.runtime.events.announcing import announce
from services.runtime.storage.database import execute, transaction
from tests.house import House
from tests.integration.billing.builders import (
    A_CREDIT_NOTE,
    FINANCE,
    ITEMS,
    a_credit_note,
    a_held_session,
    invoices,
    the_run,
)

PROCESSES = 12


async def issue_all_with_failures(billing: House, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Eight at once issue a month in batches of two; with each fifth invoice, which has its number, the run fails."""
    calls = 0

    async def failing(session, event):
        nonlocal calls
        calls += 1
        if calls % 5 == 0:
            raise SQLAlchemyError("planted")  # no invoice's own fault: nothing of the batch is kept
        await announce(session, event)

    monkeypatch.setattr(numbering, "announce", failing)
    monkeypatch.setattr(recipients, "MOST_AT_ONCE", 2)
    for _ in range(PROCESSES):
        await a_held_session(billing)
    await billing.quiet()
    await asyncio.gather(*(_until_nothing_remains(billing) for _ in range(8)))
    assert calls > PROCESSES, "some have failed"
    return [invoice.number for invoice in await invoices(billing)]


async def _until_nothing_remains(billing: House) -> None:
    remaining = PROCESSES
    while remaining:
        with suppress(Fault):
            remaining = (await billing.ask(the_run())).remaining


async def test_eight_runs_at_once_with_failures_leave_no_gap_and_double_no_line(billing, monkeypatch):
    issued = await issue_all_with_failures(billing, monkeypatch)
    assert issued == list(range(1001, 1001 + PROCESSES))
    assert numbers.gaps(issued) == []
    items = await billing.rows("billing", ITEMS)
    lines = await billing.rows("billing", "select item_id from invoice_line")
    assert [item["status"] for item in items] == ["invoiced"] * PROCESSES
    assert len(lines) == PROCESSES
    await billing.quiet()
    announced = [
        event.number for event in await billing.events("billing") if isinstance(event, InvoiceIssued)
    ]
    assert announced == issued


async def test_a_database_sequence_for_numbers_is_caught(billing, monkeypatch):
    await billing.rows("billing", "create sequence planted start 1001")

    async def from_sequence(session, series):
        return (await execute(session, text("select nextval('planted')"))).scalar_one()

    monkeypatch.setattr(numbers, "next_number", from_sequence)
    issued = await issue_all_with_failures(billing, monkeypatch)
    assert len(issued) == PROCESSES
    assert numbers.gaps(issued) != []


async def test_the_chain_over_all_invoices_holds_and_a_changed_one_would_show(billing):
    for _ in range(3):
        await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    query = "select snapshot::text as stored, hash, previous_hash from invoice order by number"
    rows = await billing.rows("billing", query)
    previous = CHAIN_START
    for row in rows:
        assert row["previous_hash"] == previous
        assert row["hash"] == chain_hash(json.loads(row["stored"]), previous)
        assert row["hash"] != chain_hash(json.loads(row["stored"].replace("14800", "14801")), previous)
        previous = row["hash"]


async def test_a_second_series_counts_for_itself_without_gaps_whoever_fails(billing: House) -> None:
    given: dict[str, list[int]] = {INVOICE_SERIES: [], "credit_notes": []}

    async def take(series: str, fails: bool) -> None:
        with suppress(ZeroDivisionError):
            async with transaction(billing.services["billing"].engine) as db:
                number = await numbers.next_number(db, series)
                await asyncio.sleep(0.001)
                _ = 1 / (not fails)
            given[series].append(number)

    await asyncio.gather(*(take(series, turn % 5 == 0) for turn in range(40) for series in given))
    for series, taken in given.items():
        assert sorted(taken) == list(range(1001, 1033)), series


async def test_each_series_has_a_chain_of_its_own_and_no_number_twice(billing: House) -> None:
    await a_held_session(billing)
    await billing.quiet()
    await billing.ask(the_run())
    await a_credit_note(billing)
    rows = await billing.rows("billing", "select series, number, previous_hash from invoice order by series")
    assert [tuple(row) for row in rows] == [
        ("credit_notes", 1001, CHAIN_START),
        (INVOICE_SERIES, 1001, CHAIN_START),
    ]
    with pytest.raises(asyncpg.UniqueViolationError):
        await a_credit_note(billing)
    assert [one.number for one in await invoices(billing)] == [1001], "a list is of one series"
    assert await _of_series(billing, "credit_notes") == [(1001, None)]
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await billing.rows(
            "billing", f"with note as ({A_CREDIT_NOTE.replace('credit_notes', 'unknown')}) select", 7
        )


async def _of_series(billing: House, series: str) -> list[tuple[int, str | None]]:
    found = (await billing.ask(ListInvoices(viewer=FINANCE, series=series))).invoices
    return [(one.number, one.reference) for one in found]
