"""What is looked at before an invoice gets its number: the errors that cost money, and that no schema sees.

Each rule is a function that says whether the invoice breaks it; its name stands on finance's list, with the way to mend
it (`services/web/pages/labels/money.py`). What a document of one kind asks besides is not here.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import floor

from stdnum import iban
from stdnum.eu import vat as eu_vat
from stdnum.fi import alv, ytunnus

from services.billing.invoices import bar_codes, references
from services.billing.invoices.semantic.bar_code import bar_code
from services.billing.invoices.semantic.model import (
    CREDIT_NOTE,
    Party,
    SemanticInvoice,
    SemanticLine,
    VatBreakdown,
)
from services.billing.items import vat
from services.billing.items.exemptions import EXEMPT, codes_of
from services.billing.items.places import EU, OUT_OF_SCOPE, REVERSE_CHARGE
from services.messages.billing import InvoiceFault
from services.messages.countries import HOME
from services.messages.directory import is_electronic
from services.runtime.commands.refusal import Refusal


def faults(invoice: SemanticInvoice) -> list[InvoiceFault]:
    """The rules that it breaks, in a fixed order; none: it may be numbered."""
    return [fault for fault, broken in _RULES.items() if broken(invoice)]


def _seller_id(invoice: SemanticInvoice) -> bool:
    """It is in Finland's register; on what is outside of the tax it does not say its VAT number."""
    seller = invoice.seller
    if OUT_OF_SCOPE in _categories(invoice):
        return bool(seller.vat_id) or not ytunnus.is_valid(seller.legal_id) or _address_is_wrong(seller)
    return _finnish_ids_are_wrong(seller) or _address_is_wrong(seller)


def _buyer_id(invoice: SemanticInvoice) -> bool:
    """Whoever has an id has one that can be; a private person has none, nor has who stands in no register."""
    buyer = invoice.buyer
    if _address_is_wrong(buyer):
        return True
    if buyer.vat_id.startswith(HOME) or (buyer.address.country == HOME and ytunnus.is_valid(buyer.legal_id)):
        return _finnish_ids_are_wrong(buyer)
    return bool(buyer.vat_id) and not eu_vat.is_valid(buyer.vat_id)


def _finnish_ids_are_wrong(party: Party) -> bool:
    """The Y-tunnus and the VAT identifier are of the same eight digits."""
    if not (ytunnus.is_valid(party.legal_id) and alv.is_valid(party.vat_id)):
        return True
    return party.vat_id != f"FI{ytunnus.compact(party.legal_id)}"


def _address_is_wrong(party: Party) -> bool:
    """Where invoices are sent may be another's: its operator's, or that of who reads them for it."""
    at = party.electronic
    return at is not None and not is_electronic(at.scheme, at.value)


def _place(invoice: SemanticInvoice) -> bool:
    """Tax that the buyer owes: it has a VAT number of another country of the EU. Outside of the tax: nothing else is
    on it, and the buyer is outside of the EU. Exempt is what is taxed here.
    Each says why there is no tax, and nothing else does.
    """
    found, buyer = _categories(invoice), invoice.buyer
    if REVERSE_CHARGE in found and (not buyer.vat_id or buyer.vat_id.startswith(HOME)):
        return True
    if EXEMPT in found and REVERSE_CHARGE in found:
        return True
    if OUT_OF_SCOPE in found and (len(found) > 1 or bool(buyer.vat_id) or buyer.address.country in EU):
        return True
    return any(_says_otherwise(one) for one in invoice.vat)


def _says_otherwise(one: VatBreakdown) -> bool:
    """The code is one of its category, and stands with its words; where there is tax, neither does."""
    allowed = codes_of(one.category)
    if not allowed:
        return bool(one.ground or one.ground_code)
    return one.ground_code not in allowed or not one.ground


def _categories(invoice: SemanticInvoice) -> set[str]:
    return {line.category for line in invoice.lines}


def _account(invoice: SemanticInvoice) -> bool:
    account = invoice.payment.account
    return not iban.is_valid(account) or invoice.payment.bank[4:6] != account[:2]


def _reference(invoice: SemanticInvoice) -> bool:
    """A credit note has none: nothing is to be paid."""
    reference = invoice.payment.reference
    known = references.is_national(reference) or references.is_rf(reference)
    return bool(reference) if invoice.type_code == CREDIT_NOTE else not known


def _prices(invoice: SemanticInvoice) -> bool:
    return any(line.price_cents < 0 or not line.quantity for line in invoice.lines)


def _line_sums(invoice: SemanticInvoice) -> bool:
    return any(line.net_cents != _charged(line) for line in invoice.lines)


def _charged(line: SemanticLine) -> int | None:
    """None where what is taken off is not the part that it says it is."""
    whole = line.quantity * line.price_cents
    less = line.allowance
    if less is None:
        return whole
    left = _half_up(whole, 100 - less.percent)
    return left if (less.base_cents, less.cents) == (whole, whole - left) else None


def _rates(invoice: SemanticInvoice) -> bool:
    """The rate of a line is one that was in force on its day of supply."""
    return any(line.rate not in vat.rates_on(line.category, line.performed_on) for line in invoice.lines)


def _vat_bases(invoice: SemanticInvoice) -> bool:
    """One group for each category and rate, of exactly its lines."""
    ordered = sorted(invoice.lines, key=_group_of)
    bases = {group: sum(line.net_cents for line in of_it) for group, of_it in groupby(ordered, key=_group_of)}
    told = [((one.category, one.rate), one.taxable_cents) for one in invoice.vat]
    return len(told) != len(bases) or dict(told) != bases


def _group_of(line: SemanticLine) -> tuple[str, Decimal]:
    return line.category, line.rate


def _vat_sums(invoice: SemanticInvoice) -> bool:
    """To the cent, on the sum of each group. A credit note's is what is left of the invoice's own: a cent more or less,
    so that its parts come to exactly that.
    """
    may_differ = 1 if invoice.type_code == CREDIT_NOTE else 0
    return any(abs(one.tax_cents - _half_up(one.taxable_cents, one.rate)) > may_differ for one in invoice.vat)


def _half_up(cents: int, percent: Decimal) -> int:
    """Reckoned otherwise than where the invoice was made (`services/billing/items/vat.py:percent_of`), in fractions."""
    part = abs(cents) * Fraction(percent) / 100
    rounded = floor(part + Fraction(1, 2))
    return rounded if cents >= 0 else -rounded


def _totals(invoice: SemanticInvoice) -> bool:
    told = invoice.totals
    lines = sum(line.net_cents for line in invoice.lines)
    tax = sum(one.tax_cents for one in invoice.vat)
    sums = (told.lines_cents, told.net_cents, told.vat_cents, told.gross_cents, told.due_cents)
    return sums != (lines, lines, tax, lines + tax, lines + tax)


def _nothing_to_pay(invoice: SemanticInvoice) -> bool:
    return invoice.totals.due_cents <= 0


def _days(invoice: SemanticInvoice) -> bool:
    """Performed, then invoiced, then due."""
    performed = [line.performed_on for line in invoice.lines]
    if not performed or invoice.period != (min(performed), max(performed)):
        return True
    return not max(performed) <= invoice.issued_on <= invoice.due_on


def _bar_code(invoice: SemanticInvoice) -> bool:
    """What a bank's app reads is what is asked for; of a wrong account or reference no bar code can be made."""
    if invoice.type_code == CREDIT_NOTE:
        return False
    try:
        said = bar_codes.read(bar_code(invoice))
        reference = references.canonical(invoice.payment.reference)
    except Refusal:
        return True
    cents = invoice.totals.due_cents
    asked = cents if cents <= bar_codes.LARGEST_PRINTED_CENTS else 0
    wanted = bar_codes.Parts(invoice.payment.account[2:], asked, reference, invoice.due_on)
    return said != wanted


def _preceding(invoice: SemanticInvoice) -> bool:
    """A credit note names what it corrects, an invoice corrects nothing."""
    return (invoice.type_code == CREDIT_NOTE) != (invoice.preceding is not None)


_RULES: dict[InvoiceFault, Callable[[SemanticInvoice], bool]] = {
    "seller_identifiers_wrong": _seller_id,
    "buyer_identifiers_wrong": _buyer_id,
    "account_wrong": _account,
    "reference_wrong": _reference,
    "price_wrong": _prices,
    "line_sum_wrong": _line_sums,
    "vat_rate_wrong": _rates,
    "vat_place_wrong": _place,
    "vat_base_wrong": _vat_bases,
    "vat_sum_wrong": _vat_sums,
    "total_wrong": _totals,
    "nothing_to_pay": _nothing_to_pay,
    "days_wrong": _days,
    "bar_code_wrong": _bar_code,
    "preceding_wrong": _preceding,
}
