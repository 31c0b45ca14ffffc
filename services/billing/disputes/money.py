"""What a dispute comes to in cents: what stays undisputed, and what a decision credits. No database here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.billing.items import vat
from services.messages.billing import PartOf
from services.runtime.finland import next_banking_day

DAYS_TO_PAY = timedelta(days=7)
"""So long at least there is to pay what a decision has left."""


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


def due_again_on(due_on: date, opened_on: date, decided_on: date) -> date:
    """When what a decision has left is due: the days of the dispute do not count, and there are seven to pay at least.

    Moved to the next banking day.
    """
    return next_banking_day(max(due_on + (decided_on - opened_on), decided_on + DAYS_TO_PAY))


def credited(left_cents: int, percent: int) -> int:
    """What a dispute that is upheld at so many percent takes back of a line: of what is left of it, as of an item that
    is on no invoice yet. A part that was credited by hand before is not credited twice.
    """
    return vat.percent_of(left_cents, percent)


def percent_left(percent: PartOf, upheld: PartOf) -> Decimal:
    """Of an item on no invoice yet: at how many percent of its price it is charged still. Exact: the cents are rounded,
    and once.
    """
    return Decimal(percent) * (100 - upheld) / 100


def plain(percent: Decimal) -> PartOf:
    """A whole number as one, so that it is written as such: 50, and 37.5."""
    return int(percent) if percent == int(percent) else percent.normalize()
