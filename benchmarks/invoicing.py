"""A month's documents: each invoice's terms and checks, its PDF, its Finvoice and UBL read back, and both held against
what others publish (Finvoice's schema, where `LUOTSI_EINVOICE_DATA` names its folder).

`python -m benchmarks.invoicing [N]`: N invoices (1000) made and looked at in one process, as billing makes them, but
without a database. Prints the processor milliseconds of one and the share of each step, how much longer one of the last
tenth takes than one of the first, and by how much the memory grew from the first tenth on. Exits with 1 where a
document is wrong, or where 1,000 of them would take more than 60 s.
"""

import json
import os
import resource
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from time import process_time

from benchmarks.e_invoices import FIRST, invoice_of, reads_back, timed
from services.billing.documents.electronic import finvoice, ubl
from services.billing.documents.pdf import invoice_pdf
from services.billing.documents.rulebooks import schemas
from services.billing.documents.rulebooks.looking import Rulebooks
from services.billing.invoices.semantic import checks
from services.billing.invoices.semantic.making import semantic

MOST_MS_EACH = 60.0


def main(count: int) -> int:
    drawn, spent, each, wrong = Random(1), defaultdict[str, float](float), list[float](), 0
    tenth, settled_kb = max(count // 10, 1), 0
    told_by = os.environ.get("LUOTSI_EINVOICE_DATA")
    books = Rulebooks(schemas.finvoice(Path(told_by) if told_by else None))
    for number in range(FIRST, FIRST + count):
        begun = process_time()
        wrong += not made(drawn, number, spent, books)
        each.append(process_time() - begun)
        if len(each) == tenth:
            settled_kb = most_kb()
    whole = sum(spent.values())
    ms_each = whole * 1000 / count
    told = {
        "invoices": count,
        "wrong": wrong,
        "processor_ms_each": round(ms_each, 2),
        "percent": {step: round(seconds * 100 / whole, 1) for step, seconds in spent.items()},
        "last_tenth_to_first": round(sum(each[-tenth:]) / sum(each[:tenth]), 2),
        "grew_mb": round((most_kb() - settled_kb) / 1024, 1),
        "most_mb": most_kb() // 1024,
    }
    print(json.dumps(told, indent=2))
    return 1 if wrong or ms_each > MOST_MS_EACH else 0


def made(drawn: Random, number: int, spent: dict[str, float], books: Rulebooks) -> bool:
    """Whether every document of it is as it should be."""
    stored = invoice_of(drawn, number)
    with timed(spent, "terms"):
        invoice = semantic(stored, stored.customer.language)
    with timed(spent, "checks"):
        faults = checks.faults(invoice)
    with timed(spent, "pdf"):
        pdf = invoice_pdf(stored, stored.customer.language)
    with timed(spent, "published rules"):
        found = books.look("peppol", ubl.write(invoice))
    with timed(spent, "published schema"):
        shape = books.look("finvoice", finvoice.write(invoice))
    right = found.fired > 50 and not (faults or found.broken or shape.broken)
    return right and pdf.startswith(b"%PDF") and reads_back(invoice, spent)


def most_kb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
