"""What a dispute comes to in cents: what stays undisputed, and what a decision credits. No database here.

The documents that say it, credit notes and statements, are made with invoicing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.billing.items import vat
from services.messages.billing import PartOf
from services.runtime.commands.refusal import Refusal


@dataclass(frozen=True)
class DisputedLine:
    """One line of an issued invoice, without VAT; credited_cents: what credit notes took back of it before."""

    item_id: str
    net_cents: int
    vat_rate: Decimal
    credited_cents: int = 0


@dataclass(frozen=True)
class Amount:
    net_cents: int
    vat_cents: int

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents


def undisputed(lines: Sequence[DisputedLine], disputed: Collection[str]) -> Amount:
    """What is owed while it is looked into: reminders and interest are of this alone.

    lines: all of the invoice. disputed: items of those that are.
    """
    return amount_of([line for line in lines if line.item_id not in disputed])


def amount_of(lines: Sequence[DisputedLine]) -> Amount:
    """What is left of these lines, with the VAT on each rate's sum."""
    nets = {rate: 0 for rate in (line.vat_rate for line in lines)}
    for line in lines:
        nets[line.vat_rate] += line.net_cents - line.credited_cents
    return Amount(sum(nets.values()), sum(vat.vat_of(net, rate) for rate, net in nets.items()))


def credit(line: DisputedLine, percent: int) -> Amount:
    """What a dispute that is upheld at so many percent of the line takes back now, both as positive amounts.

    The VAT is that on all that is credited by then, without what was credited before: parts never come to more VAT
    than the whole. Refuses: credited_too_much.
    """
    now = vat.percent_of(line.net_cents, percent)
    credited = line.credited_cents + now
    if credited > line.net_cents:
        raise Refusal("credited_too_much", "percent", "is more than is left of the line")
    before = vat.vat_of(line.credited_cents, line.vat_rate)
    return Amount(now, vat.vat_of(credited, line.vat_rate) - before)


def percent_left(percent: PartOf, upheld: PartOf) -> Decimal:
    """Of an item on no invoice yet: at how many percent of its price it is charged still. Exact: the cents are rounded,
    and once.
    """
    return Decimal(percent) * (100 - upheld) / 100


def plain(percent: Decimal) -> PartOf:
    """A whole number as one, so that it is written as such: 50, and 37.5."""
    return int(percent) if percent == int(percent) else percent.normalize()
