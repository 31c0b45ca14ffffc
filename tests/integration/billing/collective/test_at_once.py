"""Eight run a month of collective invoices at once, and two of them are killed in the middle: as if one had run it."""

import asyncio
import json
import sys
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

from services.billing.invoices import numbers
from services.billing.invoices.snapshots import CHAIN_START, chain_hash
from services.billing.invoices.whose import recipients
from services.messages.billing import InvoiceIssued
from services.runtime.commands.refusal import Fault
from tests.house import House
from tests.integration.billing.builders import ITEMS, held, invoices, signed, the_run
from tests.integration.billing.collective import issuing_apart
from tests.integration.billing.collective.test_collective import a_department, a_process
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.test_held_invoices import of_a_customer, said
from tests.patience import PATIENCE_S

DEPARTMENTS, EACH, ALONE = 4, 3, 6
CHAIN = "select snapshot::text as stored, hash, previous_hash from invoice order by number"
SHARES = """
    select invoice_id, sum(share.gross_cents) as shares, max(invoice.gross_cents) as whole
    from invoice_process as share join invoice using (invoice_id) group by invoice_id
"""


async def a_month(house: House) -> set[UUID]:
    """Of a customer with an invoice for each department, and of others with one a process."""
    await wants(house, grouping="department")
    found = set()
    for number in range(DEPARTMENTS):
        department = await a_department(house, f"Osasto {number}")
        found |= {await a_process(house, department, 2) for _ in range(EACH)}
    process_id, other = await of_a_customer(house, kind="company", business_id="1234567-1")
    found.add(process_id)
    for _ in range(ALONE - 1):
        found.add(process_id := uuid4())
        await house.say("contracts", signed(process_id, organisation_id=other))
        await house.say("sessions", held(process_id, 1, date(2027, 2, 2)))
    await house.quiet()
    return found


async def apart(house: House, most: int) -> asyncio.subprocess.Process:
    settings = await house.settings_for("billing")
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        issuing_apart.__name__,
        settings.model_dump_json(exclude_defaults=True),
        str(most),
        stdout=asyncio.subprocess.PIPE,
    )


async def is_in_the_middle(process: asyncio.subprocess.Process) -> bool:
    """false: nothing was left for it, and it ended by itself."""
    assert process.stdout
    async with asyncio.timeout(PATIENCE_S):
        line = await process.stdout.readline()
    return line.decode().strip() == issuing_apart.HAS_ISSUED


async def kill(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


async def until_nothing_remains(house: House) -> None:
    remaining = 1
    while remaining:
        with suppress(Fault):
            remaining = (await house.ask(the_run())).remaining


async def test_eight_at_once_two_of_them_killed_leave_no_gap_and_double_nothing(
    billing: House, monkeypatch
) -> None:
    processes = await a_month(billing)
    monkeypatch.setattr(recipients, "MOST_AT_ONCE", 3)
    first = await apart(billing, 3)
    assert await is_in_the_middle(first)
    second = await apart(billing, 1)
    others = [asyncio.ensure_future(until_nothing_remains(billing)) for _ in range(6)]
    await kill(first)
    await is_in_the_middle(second)
    await kill(second)
    await asyncio.gather(*others)
    await billing.quiet()
    issued = await invoices(billing)
    assert [one.number for one in issued] == list(range(1001, 1001 + DEPARTMENTS + ALONE))
    assert numbers.gaps([one.number for one in issued]) == []
    items = await billing.rows("billing", ITEMS)
    lines = await billing.rows("billing", "select item_id from invoice_line")
    assert [one["status"] for one in items] == ["invoiced"] * len(lines)
    assert len(lines) == len({one["item_id"] for one in lines}) == DEPARTMENTS * EACH * 2 + ALONE
    told = await said(billing, InvoiceIssued)
    assert [one.number for one in told] == [one.number for one in issued]
    shared = {share.process_id for one in told for share in one.shares}
    assert shared | {one.process_id for one in told if not one.shares} == processes
    assert all(one["shares"] == one["whole"] for one in await billing.rows("billing", SHARES))
    previous = CHAIN_START
    for row in await billing.rows("billing", CHAIN):
        assert row["previous_hash"] == previous
        assert row["hash"] == chain_hash(json.loads(row["stored"]), previous)
        previous = row["hash"]
