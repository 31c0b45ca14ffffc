"""A month's run against a real PostgreSQL, as billing makes it: fifty processes a transaction, until nothing remains.

`python -m benchmarks.billing_run [N]`: N processes (1,000) of as many customers, three sessions each; a third takes
its invoices by mail, by Finvoice and by Peppol each, and e-invoices are held against what others publish before their
number. Prints milliseconds of one invoice, the share of each step, how much longer one of the last fifth takes than one
of the first, and by how much the memory grew from the first fifth on. Exits with 1 where an invoice is missing, the run
is not linear, or its memory is not bounded. Other services' answers are given at once.
"""

import asyncio
import json
import resource
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform
from services.billing.documents.rulebooks import before_a_number, schemas
from services.billing.documents.rulebooks.asking import RulebookReader
from services.billing.invoices import issuing, numbering
from services.billing.invoices.selling import sellers
from services.billing.tables import BillableItem, DatedTerms, Invoice, Seller
from services.messages.billing import RunBilling
from services.messages.directory import CustomerCard, Invoicing
from services.messages.promises import Promises
from services.messages.values import Address, Channel
from services.runtime.clock import SystemClock
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import begin_saying
from services.runtime.settings import Settings
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import execute, transaction, write_rows
from services.runtime.storage.migrating import upgrade

PERIOD, ON = "2027-02", datetime(2027, 3, 1, 4, tzinfo=UTC)
SESSIONS = 3
MOST_LONGER, MOST_GREW_MB = 1.3, 40.0
_FILLS_WITHIN_S = 300.0
_CHANNELS: tuple[list[Channel], ...] = (["mail"], ["finvoice", "mail"], ["peppol", "mail"])
_STEPS: tuple[tuple[Any, str, str], ...] = (
    (issuing, "recipients", "customers and numbers asked"),
    (numbering, "_lines_of_each", "lines read and locked"),
    (numbering, "wrong_with", "own and published rules"),
    (numbering, "store", "stored with its chain"),
    (numbering, "_store_lines", "lines stored"),
    (numbering, "begin", "delivery begun"),
    (numbering, "announce", "said"),
    (issuing, "_remaining", "what remains counted"),
)


@dataclass
class Spent:
    """seconds: by step, on the clock. each: of one invoice, by transaction. grown_kb: the most memory after each."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    each: list[float] = field(default_factory=list)
    processor: float = 0.0
    most_kb: list[int] = field(default_factory=list)

    def timed(self, step: str, do: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def measured(*given: Any, **named: Any) -> Any:
            begun = perf_counter()
            try:
                return await do(*given, **named)
            finally:
                self.seconds[step] += perf_counter() - begun

        return measured


class Answers:
    """What directory and intake would say; `ShowInquiry` finds nothing, as where a number cannot be had."""

    async def __call__(self, query: Any) -> Any:
        if type(query).__name__ != "ShowCustomer":
            raise Refusal("unknown_process", "process_id")
        return _customer(query.organisation_id)


def _customer(organisation_id: UUID) -> CustomerCard:
    facts = {"electronic_address": "003702012566", "operator": "BAWCFI22", "buyer_reference": "SOTE-4711"}
    channels = _CHANNELS[organisation_id.int % len(_CHANNELS)]
    return CustomerCard(
        organisation_id=organisation_id,
        department_id=None,
        name="Järvikunta, sosiaalipalvelut",
        department_name=None,
        business_id="0201256-6",
        kind="public",
        language="fi",
        address=Address(street="Kunnantie 1", postal_code="33100", town="Tampere"),
        invoice_email="laskut@kunta.example",
        invoicing=Invoicing.model_validate(facts | {"channels": channels}),
    )


async def measure(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="luotsi-billing-run-") as folder:
        async with database(Path(folder)) as engine:
            await fill(engine, count)
            spent, issued = await run(engine)
            async with transaction(engine) as db:
                stored = (await execute(db, sa.select(sa.func.count()).select_from(Invoice))).scalar_one()
    return told(count, spent, issued, stored)


async def run(engine: AsyncEngine) -> tuple[Spent, int]:
    settings = Settings(database_url="postgresql://none", nats_url="nats://none")
    books, spent, issued = RulebookReader(schemas.finvoice(settings.einvoice_data)), Spent(), 0

    async def look(invoice: Any, channels: Any) -> Any:
        return await before_a_number.unfit(books, invoice, channels)

    keeping = asyncio.ensure_future(books.keep())
    with ExitStack() as measured:
        for module, name, step in _STEPS:
            measured.enter_context(patch.object(module, name, spent.timed(step, getattr(module, name))))
        begun, remaining = process_time(), 1
        while remaining:
            at = perf_counter()
            async with transaction(engine) as db:
                begin_saying(db, SystemClock())
                work: Work[Any] = Work(db, Answers(), SystemClock(), settings, None)  # type: ignore[arg-type]
                order = RunBilling(period=PERIOD, as_of=ON, goes_on=bool(spent.each))
                report = await issuing.run(order, work, look)
            remaining, issued = report.remaining, issued + report.issued
            spent.each.append((perf_counter() - at) / max(report.issued, 1))
            spent.most_kb.append(most_kb())
        spent.processor = process_time() - begun
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    return spent, issued


def told(count: int, spent: Spent, issued: int, stored: int) -> dict[str, Any]:
    each, fifth = spent.each, max(len(spent.each) // 5, 1)
    whole = sum(each) * count / len(each)
    ours = sum(spent.seconds.values())
    return {
        "processes": count,
        "issued": issued,
        "stored": stored,
        "ms_each": round(sum(each) / len(each) * 1000, 2),
        "processor_ms_each": round(spent.processor * 1000 / count, 2),
        "percent": {name: round(one * 100 / whole, 1) for name, one in spent.seconds.items()}
        | {"drafted, committed and else": round((whole - ours) * 100 / whole, 1)},
        "last_fifth_to_first": round(sum(each[-fifth:]) / sum(each[:fifth]), 2),
        "grew_mb": round((spent.most_kb[-1] - spent.most_kb[fifth - 1]) / 1024, 1),
        "most_mb": spent.most_kb[-1] // 1024,
    }


async def fill(engine: AsyncEngine, count: int) -> None:
    """A process for each customer, with its terms and its sessions, and who sells."""
    async with transaction(engine) as db:
        db.add(
            Seller(
                valid_from=date(2027, 1, 1),
                name="Työnohjaus Virta Oy",
                business_id="2077474-0",
                street="Hämeenkatu 12",
                postal_code="33100",
                town="Tampere",
                iban="FI2112345600000785",
                bic="NDEAFIHH",
            )
        )
        await db.flush()
        assert await sellers.is_known(db, date(2027, 3, 1))
    for first in range(0, count, 1000):
        of_it = range(first, min(first + 1000, count))
        async with transaction(engine) as db:
            await write_rows(db, sa.insert(DatedTerms), [_terms(one) for one in of_it])
            items = [_item(one, session) for one in of_it for session in range(1, SESSIONS + 1)]
            await write_rows(db, sa.insert(BillableItem), items)


def _terms(one: int) -> dict[str, Any]:
    return {
        "process_id": UUID(int=one + 1),
        "version": 1,
        "starts_on": date(2027, 1, 1),
        "ends_on": date(2027, 12, 31),
        "organisation_id": UUID(int=one + 10**9),
        "duration_minutes": 90,
        "price_cents": 26500,
        "length_prices": [],
        "vat_category": "S",
        "consumer": False,
        "payment_days": 14,
        "cancellation_tiers": [],
        "no_show_percent": 100,
        "termination_fee_percent": 0,
        "supervisor_id": UUID(int=7),
        "supervisee_ids": [UUID(int=8)],
        "promises": Promises().model_dump(mode="json"),
    }


def _item(one: int, session: int) -> dict[str, Any]:
    return {
        "item_id": UUID(int=(one + 1) * 10 + session),
        "kind": "held",
        "process_id": UUID(int=one + 1),
        "session_id": UUID(int=(one + 1) * 10 + session),
        "session_number": session,
        "performed_on": date(2027, 2, session * 7),
        "minutes": 90,
        "longer_agreed": False,
        "charged_minutes": 90,
        "terms_version": 1,
        "percent": Decimal(100),
        "not_owed_percent": Decimal(0),
        "price_cents": 26500,
        "vat_category": "S",
        "quantity": 1,
    }


@asynccontextmanager
async def database(folder: Path) -> AsyncIterator[AsyncEngine]:
    installation = Installation.open(folder, None)
    platform = Platform(lambda line: None)
    try:
        await platform.start_servers(installation)
        connection = await asyncpg.connect(installation.database_url(keys.SUPERUSER, driver="postgresql"))
        await connection.execute("CREATE DATABASE run_of_a_month")
        await connection.close()
        password = keys.passwords(installation.keys)[keys.SUPERUSER]
        address = f"{HOST}:{installation.ports.postgres}/run_of_a_month"
        url = f"postgresql+asyncpg://{keys.SUPERUSER}:{password}@{address}"
        await upgrade("services.billing", url)
        engine = engine_for(url, pool_size=2, answers_within_s=_FILLS_WITHIN_S)
        yield engine
        await engine.dispose()
    finally:
        await platform.stop()
        installation.close()


def most_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(count: int) -> int:
    figures = asyncio.run(measure(count))
    print(json.dumps(figures, indent=2))
    right = figures["issued"] == figures["stored"] == count
    linear = figures["last_fifth_to_first"] <= MOST_LONGER and figures["grew_mb"] <= MOST_GREW_MB
    return 0 if right and linear else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
