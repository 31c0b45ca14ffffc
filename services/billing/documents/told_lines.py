"""A document's lines as its reader was told the prices: a consumer with the tax, everybody else without it."""

from collections.abc import Sequence
from dataclasses import replace

from services.billing.invoices.semantic.model import SemanticInvoice, SemanticLine
from services.billing.items.vat import vat_of


def as_told(invoice: SemanticInvoice) -> Sequence[SemanticLine]:
    """With the tax to a consumer, as each was told the price before; the lines come to the sum that is to be paid.

    Source: the Finnish decree on stating prices (553/2013): a consumer's price is the whole of it. The tax is of the
    sum of its rate's lines: what a line's own tax makes otherwise, the last of them has.
    """
    if not invoice.consumer:
        return invoice.lines
    left = {(group.category, group.rate): group.tax_cents for group in invoice.vat}
    last = {(line.category, line.rate): line.line_id for line in invoice.lines}
    told: list[SemanticLine] = []
    for line in invoice.lines:
        of, tax = (line.category, line.rate), vat_of(line.net_cents, line.rate)
        tax = left[of] if last[of] == line.line_id else tax
        left[of] -= tax
        price_cents = line.price_cents + vat_of(line.price_cents, line.rate)
        told.append(replace(line, price_cents=price_cents, net_cents=line.net_cents + tax))
    return told


def consumer_cents(invoice: SemanticInvoice) -> Sequence[int | None]:
    """Of each line what a consumer is told, with the tax; none of anybody else's."""
    return [line.net_cents if invoice.consumer else None for line in as_told(invoice)]
