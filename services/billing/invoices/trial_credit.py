"""A trial that is credited against the year: how much of it each of the contract's invoices takes off.

Documents that say it are not made here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from services.billing.items import vat
from services.billing.items.lines import Line


@dataclass(frozen=True)
class Credit:
    """What is left to take off, without VAT, of one category and rate of VAT: those of the trial's own lines."""

    vat_category: str
    vat_rate: Decimal
    left_cents: int


@dataclass(frozen=True)
class Credited:
    """One invoice. net_cents, vat_cents: after what was taken off. taken: what that is, as positive amounts.

    left: for the invoices after it.
    """

    net_cents: int
    vat_cents: int
    taken: tuple[Credit, ...]
    left: tuple[Credit, ...]

    @property
    def is_a_document(self) -> bool:
        """An invoice of nothing at all is none; what it takes off is used up all the same."""
        return bool(self.net_cents or self.vat_cents)


def credits_of(trial: Sequence[Line]) -> tuple[Credit, ...]:
    """What a go credits: the sum of the trial's net lines, of each category and rate, in a fixed order.

    trial: with what was taken off before, which is negative.
    """
    sums = _by_rate(trial)
    return tuple(Credit(*key, sums[key]) for key in sorted(sums) if sums[key] > 0)


def take_off(lines: Sequence[Line], credits: Sequence[Credit]) -> Credited:
    """As much of the credits as one invoice of these lines bears: it is never below zero without VAT."""
    sums = _by_rate(lines)
    bears = sum(sums.values())
    taken, left = [], []
    for credit in credits:
        now = min(credit.left_cents, max(bears, 0))
        bears -= now
        taken.append(replace(credit, left_cents=now))
        left.append(replace(credit, left_cents=credit.left_cents - now))
        key = credit.vat_category, credit.vat_rate
        sums[key] = sums.get(key, 0) - now
    tax = sum(vat.vat_of(net, rate) for (_, rate), net in sums.items())
    return Credited(bears, tax, _some(taken), _some(left))


def _by_rate(lines: Sequence[Line]) -> dict[tuple[str, Decimal], int]:
    sums: dict[tuple[str, Decimal], int] = {}
    for line in lines:
        key = line.vat_category, line.vat_rate
        sums[key] = sums.get(key, 0) + line.net_cents
    return sums


def _some(credits: Sequence[Credit]) -> tuple[Credit, ...]:
    return tuple(credit for credit in credits if credit.left_cents)
