"""What stands on an invoice, in the customer's language, ready to print: the PDF and the pages show the same words."""

from itertools import groupby
from typing import Any

from stdnum.fi import ytunnus

from services.billing.documents.told_lines import as_told
from services.billing.invoices import references
from services.billing.invoices.semantic.bar_code import bar_code
from services.billing.invoices.semantic.model import (
    CREDIT_NOTE,
    PostalAddress,
    SemanticInvoice,
    SemanticLine,
    VatBreakdown,
)
from services.billing.invoices.wording import CREDIT_WORDS, WORDS, day
from services.messages.countries import HOME
from services.messages.values import Language
from services.wording.countries import country_names
from services.wording.formats import Formats


def paper_of(invoice: SemanticInvoice, language: Language) -> dict[str, Any]:
    """As `services/messages/billing/paper.py:InvoicePaper` has it, but for its words, which are all of an invoice."""
    words = _words(invoice, language)
    return {
        "language": language,
        "words": words,
        "heading": words["invoice"],
        "title": f"{words['invoice']} {invoice.number}",
        "seller": _seller(invoice, language),
        "recipient": _recipient(invoice, language),
        "facts": _facts(invoice, language),
        "lines": _lines(invoice, language),
        "groups": [_group(group, language) for group in invoice.vat],
        "totals": _totals(invoice, language),
        "payment": _payment(invoice, language),
        "bar_code": "" if _is_credit(invoice) else bar_code(invoice),
    }


def _address(address: PostalAddress, language: Language) -> list[str]:
    """With the country, where it is another."""
    lines = [address.street, f"{address.postal_code} {address.town}".strip()]
    return lines if address.country == HOME else [*lines, country_names(language)[address.country]]


def _seller(invoice: SemanticInvoice, language: Language) -> dict[str, Any]:
    seller, words = invoice.seller, WORDS[language]
    taxed_as = [f"{words['vat_id']} {seller.vat_id}"] if seller.vat_id else []
    return {
        "name": seller.name,
        "address": _address(seller.address, language),
        "identifiers": [f"{words['business_id']} {seller.legal_id}", *taxed_as],
        "contact": [line for line in (seller.email, seller.phone) if line],
    }


def _recipient(invoice: SemanticInvoice, language: Language) -> list[str]:
    buyer, words = invoice.buyer, WORDS[language]
    addressed_to = [name for name in (buyer.name, buyer.trading_name) if name]
    is_ours = ytunnus.is_valid(buyer.legal_id) and buyer.address.country == HOME
    ids = [
        (words["business_id" if is_ours else "register_number"], buyer.legal_id),
        (words["vat_id"], "" if is_ours else buyer.vat_id),
    ]
    told = [f"{name} {value}" for name, value in ids if value]
    return [*addressed_to, *_address(buyer.address, language), *told]


def _facts(invoice: SemanticInvoice, language: Language) -> list[list[str]]:
    words = _words(invoice, language)
    facts = [
        [words["number"], invoice.number],
        [words["issued_on"], day(invoice.issued_on, language)],
        *_when_due(invoice, language),
        [words["payment_terms"], invoice.payment_terms],
        [words["reference"], references.grouped(invoice.payment.reference)],
        [words["process"], invoice.project],
        [words["buyer_reference"], _own_reference(invoice)],
        [words["order_number"], invoice.order],
        [words["agreement"], invoice.agreement],
        *([words["vat"], one.ground] for one in invoice.vat),
    ]
    return [[name, value] for name, value in facts if value]


def _is_credit(invoice: SemanticInvoice) -> bool:
    return invoice.type_code == CREDIT_NOTE


def _words(invoice: SemanticInvoice, language: Language) -> dict[str, str]:
    """Of the document's kind; a consumer reads prices with the tax."""
    words = WORDS[language] | CREDIT_WORDS[language] if _is_credit(invoice) else WORDS[language]
    if not invoice.consumer:
        return words
    return words | {"net": words["with_vat"], "unit_price": words["unit_price_with_vat"]}


def _when_due(invoice: SemanticInvoice, language: Language) -> list[list[str]]:
    """Of a credit note, which invoice it is about."""
    words, before = WORDS[language], invoice.preceding
    if before is None:
        return [[words["due_on"], day(invoice.due_on, language)]]
    return [
        [words["preceding"], before.number],
        [words["preceding_on"], day(before.issued_on, language)],
    ]


def _own_reference(invoice: SemanticInvoice) -> str:
    """Empty where it is but the number of the process, which stands there anyway."""
    return "" if invoice.buyer_reference == invoice.project else invoice.buyer_reference


def _lines(invoice: SemanticInvoice, language: Language) -> list[dict[str, str]]:
    """On a collective document process by process: the first of each says which, and its sum."""
    words, formats = WORDS[language], Formats(language)
    made: list[dict[str, str]] = []
    for number, lines in groupby(as_told(invoice), lambda line: line.project):
        theirs = list(lines)
        of_part = {"part": "", "part_net": ""}
        of_first = {
            "part": f"{words['supervision']} {number}" if number else "",
            "part_net": formats.euros(sum(line.net_cents for line in theirs)),
        }
        made += [_line(one, language) | (of_first if one is theirs[0] else of_part) for one in theirs]
    return made


def _line(line: SemanticLine, language: Language) -> dict[str, str]:
    words, formats = WORDS[language], Formats(language)
    less = line.allowance
    share = words["share"].format(percent=formats.percent(100 - less.percent)) if less else ""
    return {
        "performed_on": day(line.performed_on, language),
        "description": line.name,
        "share": share,
        "quantity": f"{line.quantity} {words[f'unit_{line.unit}']}",
        "unit_price": formats.euros(line.price_cents),
        "vat": formats.percent(line.rate),
        "net": formats.euros(line.net_cents),
    }


def _group(group: VatBreakdown, language: Language) -> list[str]:
    formats = Formats(language)
    return [
        formats.percent(group.rate),
        formats.euros(group.taxable_cents),
        formats.euros(group.tax_cents),
    ]


def _totals(invoice: SemanticInvoice, language: Language) -> list[list[str]]:
    words, totals, formats = _words(invoice, language), invoice.totals, Formats(language)
    return [
        [words["net_total"], formats.euros(totals.net_cents)],
        [words["vat_total"], formats.euros(totals.vat_cents)],
        [words["gross_total"], formats.euros(totals.gross_cents)],
    ]


def _payment(invoice: SemanticInvoice, language: Language) -> list[list[str]]:
    """Of a credit note nothing."""
    if _is_credit(invoice):
        return []
    words, payment = WORDS[language], invoice.payment
    return [
        [words["payee"], payment.payee],
        [words["iban"], Formats(language).iban(payment.account)],
        [words["bic"], payment.bank],
        [words["reference"], references.grouped(payment.reference)],
        [words["due_on"], day(invoice.due_on, language)],
        [words["total"], Formats(language).euros(invoice.totals.due_cents)],
    ]
