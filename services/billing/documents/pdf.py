"""The invoice as a PDF: accessible (PDF/UA-1), archivable (PDF/A-3a) and the same bytes each time it is made."""

import json
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from services.billing.documents.wording import WORDS, day
from services.billing.invoices import bar_codes, references
from services.billing.invoices.invoicing import Address, Invoice, VatGroup
from services.billing.items.lines import Line
from services.messages.printing import PRINTED
from services.messages.values import Language
from services.wording.formats import Formats

TEMPLATES = Path(__file__).parent / "templates"

_OTHER_SPACES = re.compile("[\t\r\n\u2000-\u200a\u2028\u2029\u202f\u3000]+")

# A compiler keeps fonts and the parsed template; it is not for two threads at once.
_one_at_a_time = Lock()


def invoice_pdf(invoice: Invoice, language: Language) -> bytes:
    """The PDF in the customer's language; stamped with the day of issue, so making it again gives the same file.

    Names no person who attended and nothing of what was said: the invoice has no such field.
    Next: services/notices/handlers/billing.py:invoice_issued
    """
    return _compile(_content(invoice, language), invoice)


def _compile(content: dict[str, Any], invoice: Invoice) -> bytes:
    stamp = datetime.combine(invoice.issued_on, time(12), tzinfo=UTC)
    with _one_at_a_time:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"invoice": json.dumps(content, ensure_ascii=False, sort_keys=True)},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=stamp,
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """One for the life of the process: the first document costs the fonts, the next ones some milliseconds."""
    return typst.Compiler(
        str(TEMPLATES / "invoice.typ"), font_paths=[str(TEMPLATES / "fonts")], ignore_system_fonts=True
    )


def _content(invoice: Invoice, language: Language) -> dict[str, Any]:
    """What the template sets, all of it ready to print: the template knows neither language nor money."""
    words = WORDS[language]
    content = {
        "language": language,
        "words": words,
        "title": f"{words['invoice']} {invoice.number}",
        "seller": _seller(invoice, words),
        "recipient": _recipient(invoice, words),
        "facts": _facts(invoice, language),
        "lines": [_line(line, language) for line in invoice.lines],
        "groups": [_group(group, language) for group in invoice.totals.groups],
        "totals": _totals(invoice, language),
        "payment": _payment(invoice, language),
        "bar_code": _bar_code(invoice, words),
    }
    printable: dict[str, Any] = _printable(content)
    return printable


def _printable(value: Any) -> Any:
    """The same structure; a letter that the fonts lack becomes `?`, as PDF/A refuses the whole document for it.

    What is typed today is refused with such a letter (`services/messages/printing.py`); what was kept before is not.
    """
    if isinstance(value, str):
        text = _OTHER_SPACES.sub(" ", unicodedata.normalize("NFC", value))
        return "".join(char if char in PRINTED else "?" for char in text)
    if isinstance(value, dict):
        return {key: _printable(part) for key, part in value.items()}
    return [_printable(part) for part in value] if isinstance(value, list) else value


def _address(address: Address) -> list[str]:
    return [address.street, f"{address.postal_code} {address.town}"]


def _seller(invoice: Invoice, words: dict[str, str]) -> dict[str, Any]:
    seller = invoice.seller
    return {
        "name": seller.name,
        "address": _address(seller.address),
        "identifiers": [f"{words['business_id']} {seller.business_id}", f"{words['vat_id']} {seller.vat_id}"],
        "contact": [line for line in (seller.email, seller.phone) if line],
    }


def _recipient(invoice: Invoice, words: dict[str, str]) -> list[str]:
    customer = invoice.customer
    addressed_to = [name for name in (customer.name, customer.department_name) if name]
    lines = [*addressed_to, *_address(customer.address)]
    return lines + ([f"{words['business_id']} {customer.business_id}"] if customer.business_id else [])


def _facts(invoice: Invoice, language: Language) -> list[list[str]]:
    words = WORDS[language]
    facts = [
        [words["number"], str(invoice.number)],
        [words["issued_on"], day(invoice.issued_on, language)],
        [words["due_on"], day(invoice.due_on, language)],
        [words["payment_terms"], words["days_net"].format(days=invoice.terms.payment_days)],
        [words["reference"], references.grouped(invoice.reference)],
        [words["process"], invoice.terms.process_number],
        [words["buyer_reference"], invoice.customer.buyer_reference],
        [words["order_number"], invoice.customer.order_number],
    ]
    return [[name, value] for name, value in facts if value]


def _line(line: Line, language: Language) -> dict[str, str]:
    words, formats = WORDS[language], Formats(language)
    share = "" if line.percent == 100 else words["share"].format(percent=formats.percent(line.percent))
    return {
        "performed_on": day(line.performed_on, language),
        "description": _description(line, words),
        "share": share,
        "quantity": f"{line.quantity} {words['piece']}",
        "unit_price": formats.euros(line.unit_price_cents),
        "vat": formats.percent(line.vat_rate),
        "net": formats.euros(line.net_cents),
    }


def _description(line: Line, words: dict[str, str]) -> str:
    """Without the number of a session or the minutes for what has none."""
    session = _numbered(line, words)
    minutes = f", {line.minutes} min" if line.minutes is not None else ""
    return words[line.kind].format(session=session) + minutes


def _numbered(line: Line, words: dict[str, str]) -> str:
    if line.session_number is None:
        return ""
    if line.trial:
        return words["trial_session"].format(number=line.session_number)
    return f" {line.session_number}"


def _group(group: VatGroup, language: Language) -> list[str]:
    formats = Formats(language)
    return [
        formats.percent(group.rate),
        formats.euros(group.base_cents),
        formats.euros(group.vat_cents),
    ]


def _totals(invoice: Invoice, language: Language) -> list[list[str]]:
    words, totals, formats = WORDS[language], invoice.totals, Formats(language)
    return [
        [words["net_total"], formats.euros(totals.net_cents)],
        [words["vat_total"], formats.euros(totals.vat_cents)],
        [words["gross_total"], formats.euros(totals.gross_cents)],
    ]


def _payment(invoice: Invoice, language: Language) -> list[list[str]]:
    words = WORDS[language]
    iban = bar_codes.finnish_iban(invoice.seller.iban)
    return [
        [words["payee"], invoice.seller.name],
        [words["iban"], " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))],
        [words["bic"], invoice.seller.bic],
        [words["reference"], references.grouped(invoice.reference)],
        [words["due_on"], day(invoice.due_on, language)],
        [words["total"], Formats(language).euros(invoice.totals.gross_cents)],
    ]


def _bar_code(invoice: Invoice, words: dict[str, str]) -> dict[str, Any]:
    digits = bar_codes.virtual_bar_code(
        invoice.seller.iban, invoice.reference, invoice.totals.gross_cents, invoice.due_on
    )
    return {"digits": digits, "widths": bar_codes.code_128_c(digits), "alt": f"{words['bar_code']} {digits}"}
