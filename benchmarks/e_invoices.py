"""Invoices and credit notes of any kind, written as Finvoice and as Peppol's UBL and read back.

`python -m benchmarks.e_invoices [N]`: N of them (500), the same each time; prints the processor milliseconds of each
step for one, and exits with 1 where one breaks a rule of ours or does not read back as it was.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from time import process_time

from services.billing.documents.electronic import finvoice, finvoice_reading, ubl, ubl_reading
from services.billing.invoices.invoicing import Address, Customer, Invoice, Seller, Terms, draft
from services.billing.invoices.semantic import checks
from services.billing.invoices.semantic.making import semantic
from services.billing.invoices.semantic.model import CREDIT_NOTE, Preceding, SemanticInvoice
from services.billing.items.lines import Item, line_for
from services.messages.billing import ItemKind
from services.messages.values import Language

ON = date(2027, 6, 1)
FIRST = 1001
PLACE = Address("Hämeenkatu 12", "33100", "Tampere")
SELLER = Seller("Työnohjaus Virta Oy", "2077474-0", "FI20774740", PLACE, "FI2112345600000785", "NDEAFIHH")
LETTERS = "aeiouyäöklmnprstvåæłжω&<>'\"–€"
KINDS = (ItemKind.HELD, ItemKind.CANCELLED, ItemKind.NO_SHOW, ItemKind.LATE_MOVED)
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")


def main(count: int) -> int:
    drawn, wrong = Random(1), 0
    spent: dict[str, float] = defaultdict(float)
    for number in range(FIRST, FIRST + count):
        stored = invoice_of(drawn, number)
        with timed(spent, "terms"):
            invoice = semantic(stored, stored.customer.language)
        with timed(spent, "checks"):
            wrong += bool(checks.faults(invoice))
        wrong += not reads_back(invoice if drawn.random() < 0.7 else credited(invoice), spent)
    told = {step: round(seconds * 1000 / count, 3) for step, seconds in spent.items()}
    print(json.dumps({"invoices": count, "wrong": wrong, "processor_ms_each": told}, indent=2))
    return 1 if wrong else 0


@contextmanager
def timed(spent: dict[str, float], step: str) -> Iterator[None]:
    begun = process_time()
    yield
    spent[step] += process_time() - begun


def reads_back(invoice: SemanticInvoice, spent: dict[str, float]) -> bool:
    with timed(spent, "finvoice"):
        as_finvoice = finvoice.write(invoice)
    with timed(spent, "finvoice read"):
        from_finvoice = finvoice_reading.read(as_finvoice)
    with timed(spent, "ubl"):
        as_ubl = ubl.write(invoice)
    with timed(spent, "ubl read"):
        from_ubl = ubl_reading.read(as_ubl)
    return from_finvoice == from_ubl == invoice


def credited(invoice: SemanticInvoice) -> SemanticInvoice:
    return replace(
        invoice,
        type_code=CREDIT_NOTE,
        preceding=Preceding(str(FIRST), ON),
        payment=replace(invoice.payment, reference=""),
    )


def invoice_of(drawn: Random, number: int) -> Invoice:
    customer = Customer(
        organisation_id="",
        name=words(drawn, 2, 150),
        business_id="0201256-6",
        address=PLACE,
        language=drawn.choice(LANGUAGES),
        buyer_reference=words(drawn, 0, 20),
        order_number=words(drawn, 0, 20),
        department_name=words(drawn, 2, 60) if drawn.random() < 0.3 else "",
    )
    lines = [line_for(item_of(drawn, at)) for at in range(1, drawn.randint(2, 9))]
    return draft(lines, SELLER, customer, Terms("TO-1007", 14), number, ON)


def item_of(drawn: Random, at: int) -> Item:
    return Item(
        item_id=str(at),
        session_number=at,
        performed_on=ON - timedelta(days=drawn.randint(0, 1600)),
        kind=drawn.choice(KINDS),
        minutes=drawn.choice([45, 60, 90, None]),
        unit_price_cents=drawn.randint(100, 99_999),
        percent=drawn.choice([100, 100, 50, drawn.randint(1, 100)]),
        vat_category=drawn.choice(["S", "S", "AA"]),
    )


def words(drawn: Random, least: int, most: int) -> str:
    return "".join(drawn.choices(LETTERS, k=drawn.randint(least, most)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
