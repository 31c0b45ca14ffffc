"""What of a document's total is each process's, so that the shares come to exactly the total. No database here.

The VAT is that of each rate's sum, so a process's share may differ by a cent from what its own lines would come to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.billing.items import vat
from services.billing.items.lines import Line


@dataclass(frozen=True)
class Share:
    """lines: how many of the document's are the process's; none where only a cent of the rounding moves."""

    gross_cents: int
    lines: int


def of_invoice(lines: Sequence[Line], whose: Mapping[str, UUID]) -> dict[UUID, Share]:
    """By process. whose: by item."""
    gross = _gross(lines, whose, {line.item_id: line.net_cents for line in lines})
    return {process_id: Share(cents, _count(lines, whose, process_id)) for process_id, cents in gross.items()}


def of_credit(
    original: Sequence[Line], note: Sequence[Line], before: Mapping[str, int], whose: Mapping[str, UUID]
) -> dict[UUID, Share]:
    """Those of all credit notes about an invoice come to exactly its own, once all of it is taken back.

    before: by item, what credit notes took back before. Without those of whom nothing moves.
    """
    now = {line.item_id: before.get(line.item_id, 0) + line.net_cents for line in note}
    until_now, with_it = _gross(original, whose, before), _gross(original, whose, {**before, **now})
    shares = {
        process_id: Share(cents - until_now[process_id], _count(note, whose, process_id))
        for process_id, cents in with_it.items()
    }
    return {process_id: share for process_id, share in shares.items() if share.gross_cents or share.lines}


def _count(lines: Sequence[Line], whose: Mapping[str, UUID], process_id: UUID) -> int:
    return sum(whose[line.item_id] == process_id for line in lines)


def _gross(lines: Sequence[Line], whose: Mapping[str, UUID], nets: Mapping[str, int]) -> dict[UUID, int]:
    """Process by process in the order of their lines: each by how much the total grows with it."""
    sums = {(line.vat_category, line.vat_rate): 0 for line in lines}
    gross: dict[UUID, int] = {}
    so_far = 0
    for process_id in dict.fromkeys(whose[line.item_id] for line in lines):
        for line in lines:
            if whose[line.item_id] == process_id:
                sums[line.vat_category, line.vat_rate] += nets.get(line.item_id, 0)
        total = sum(net + vat.vat_of(net, rate) for (_category, rate), net in sums.items())
        gross[process_id], so_far = total - so_far, total
    return gross
