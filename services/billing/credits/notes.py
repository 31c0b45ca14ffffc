"""A credit note as a frozen value: the lines that are taken back, with positive amounts, and their VAT. No database.

Parts never come to another VAT than the whole: what is credited of a rate by now has the VAT of that sum, and what was
credited before has had its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.billing.invoices.invoicing import (
    Invoice,
    Preceding,
    Seller,
    Terms,
    Totals,
    VatGroup,
    ground_of,
)
from services.billing.items import vat
from services.billing.items.lines import Line
from services.messages.billing import CREDIT_SERIES, InvoiceKind
from services.runtime.commands.refusal import Refusal


def rest(original: Invoice, before: Mapping[str, int]) -> dict[str, int]:
    """What is left of each line without VAT, by item; before: what credit notes took back of it already."""
    left = {line.item_id: line.net_cents - before.get(line.item_id, 0) for line in original.lines}
    return {item: cents for item, cents in left.items() if cents}


def credit_note(
    original: Invoice,
    before: Mapping[str, int],
    wanted: Mapping[str, int],
    seller: Seller,
    number: int,
    on: date,
) -> Invoice:
    """wanted: how much of which item, without VAT; nothing: all that is left. before: as of `rest`.

    Refuses: nothing_to_credit, unknown_item, credited_too_much (of a line, or of the whole).
    """
    taken = dict(wanted) or rest(original, before)
    _check(original, before, taken)
    lines = tuple(
        _line(line, taken[line.item_id], before) for line in original.lines if line.item_id in taken
    )
    return Invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        series=CREDIT_SERIES,
        number=number,
        issued_on=on,
        due_on=on,
        reference="",
        seller=seller,
        customer=original.customer,
        terms=Terms(original.terms.process_number, 0),
        lines=lines,
        totals=_totals(original, before, taken),
        preceding=Preceding(original.number, original.issued_on),
        exemption=ground_of(lines, original.exemption),
    )


def _check(original: Invoice, before: Mapping[str, int], taken: Mapping[str, int]) -> None:
    left = rest(original, before)
    if not taken:
        raise Refusal("nothing_to_credit", "invoice_id")
    whole = {line.item_id: line.net_cents for line in original.lines}
    if unknown := taken.keys() - whole.keys():
        raise Refusal("unknown_item", "lines", f"are {len(unknown)} that are not on this invoice")
    if any(not _is_part(cents, left.get(item, 0)) for item, cents in taken.items()):
        raise Refusal("credited_too_much", "lines", "is more than is left of a line")
    if not 0 < sum(taken.values()) <= sum(left.values()):
        raise Refusal("credited_too_much", "lines", "is more than is left of the invoice")


def _is_part(cents: int, left: int) -> bool:
    """What was taken off as a trial's credit is negative, and goes whole or not at all."""
    return 0 < cents <= left if left > 0 else bool(cents) and cents == left


def _line(line: Line, cents: int, before: Mapping[str, int]) -> Line:
    """As it was invoiced where all of it goes; else the part as its price, for it is none of the whole's percent."""
    if cents == line.net_cents and not before.get(line.item_id):
        return line
    sign = 1 if cents > 0 else -1
    return replace(line, quantity=sign, unit_price_cents=abs(cents), percent=100, net_cents=cents)


def _totals(original: Invoice, before: Mapping[str, int], taken: Mapping[str, int]) -> Totals:
    of_groups = [(group, _of(group, original.lines)) for group in original.totals.groups]
    groups = tuple(
        _group(group, lines, before, taken)
        for group, lines in of_groups
        if any(line.item_id in taken for line in lines)
    )
    net = sum(group.base_cents for group in groups)
    tax = sum(group.vat_cents for group in groups)
    return Totals(groups, net, tax, net + tax)


def _group(
    group: VatGroup, lines: Sequence[Line], before: Mapping[str, int], taken: Mapping[str, int]
) -> VatGroup:
    now = sum(taken.get(line.item_id, 0) for line in lines)
    so_far = sum(before.get(line.item_id, 0) for line in lines)
    tax = vat.vat_of(so_far + now, group.rate) - vat.vat_of(so_far, group.rate)
    return replace(group, base_cents=now, vat_cents=tax)


def _of(group: VatGroup, lines: Sequence[Line]) -> list[Line]:
    key = (group.category, group.rate)
    return [line for line in lines if (line.vat_category, line.vat_rate) == key]
