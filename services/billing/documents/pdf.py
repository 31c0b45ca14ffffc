"""The invoice as a PDF: accessible (PDF/UA-1), archivable (PDF/A-3a) and the same bytes each time it is made."""

from pathlib import Path
from typing import Any

from services.billing.documents.paper import paper_of
from services.billing.invoices import bar_codes
from services.billing.invoices.invoicing import Invoice
from services.billing.invoices.semantic.making import semantic
from services.messages.values import Language
from services.printing.papers import printed
from services.printing.pictures import Picture

TEMPLATE = Path(__file__).parent / "templates" / "invoice.typ"


def invoice_pdf(invoice: Invoice, language: Language, logo: Picture | None = None) -> bytes:
    """The PDF in the customer's language; stamped with the day of issue, so making it again gives the same file.

    logo: the seller's of that day.
    Names no person who attended and nothing of what was said: the invoice has no such field.
    Next: services/notices/handlers/billing.py:invoice_issued
    """
    paper = paper_of(semantic(invoice, language), language)
    return printed(TEMPLATE, _content(paper), invoice.issued_on, logo)


def _content(paper: dict[str, Any]) -> dict[str, Any]:
    """What the template sets, all of it ready to print: the template knows neither language nor money."""
    digits = paper["bar_code"]
    alt = f"{paper['words']['bar_code']} {digits}"
    drawn = {"digits": digits, "widths": bar_codes.code_128_c(digits), "alt": alt} if digits else None
    return paper | {"bar_code": drawn}
