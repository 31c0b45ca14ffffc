"""What happened to an issued document, from what its owner says of it: for its page, the newest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from services.messages.billing import DeliveryAttemptShown, DisputeCard, InvoiceShown
from services.runtime.finland import local_date


@dataclass(frozen=True)
class Happening:
    """kind: of `happening` or `attempt_outcome` in the labels. at: none where only the day is known.

    about: the code of a channel, a claim or an outcome, or the number of a document. reason: why nobody took it. cents,
    percent: of what was credited or decided.
    """

    kind: str
    on: date
    at: datetime | None = None
    about: str = ""
    reason: str | None = None
    cents: int | None = None
    percent: int | Decimal | None = None


def happenings(
    invoice: InvoiceShown,
    attempts: Iterable[DeliveryAttemptShown] = (),
    disputes: Iterable[DisputeCard] = (),
) -> Sequence[Happening]:
    """attempts: none for who is not told of them."""
    found = [Happening("issued", invoice.card.issued_on)]
    found += [_attempt(one) for one in attempts]
    for one in disputes:
        found += _dispute(one)
    found += [
        Happening("credited", one.issued_on, about=one.document_number, cents=one.gross_cents)
        for one in invoice.credits
    ]
    return sorted(found, key=_when)[::-1]


def _attempt(one: DeliveryAttemptShown) -> Happening:
    kind = one.outcome or "in_hand"
    return Happening(kind, local_date(one.begun_at), one.begun_at, one.channel, one.reason)


def _dispute(one: DisputeCard) -> Iterator[Happening]:
    yield Happening("disputed", local_date(one.opened_at), one.opened_at, one.claim)
    if one.outcome and one.resolved_at:
        decided = local_date(one.resolved_at)
        yield Happening("decided", decided, one.resolved_at, one.outcome, percent=one.percent)


def _when(one: Happening) -> tuple[date, int, float]:
    """What is known by its day alone: the issue before all of it, a credit after."""
    rank = {"issued": 0, "credited": 2}.get(one.kind, 1)
    return one.on, rank, one.at.timestamp() if one.at else 0
