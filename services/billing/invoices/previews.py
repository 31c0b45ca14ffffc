"""A month before it is run: what would be invoiced to whom, and what finance had better look at first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.invoices import holding
from services.billing.invoices.waiting import disputed_for, waits_for
from services.billing.tables import BillableItem, DatedTerms
from services.messages import billing as messages
from services.messages.directory import CustomerCard, Grouping
from services.runtime.commands.sizes import fitting
from services.runtime.commands.transactions import Work
from services.runtime.policy import Belongs, sees


@dataclass
class _Waiting:
    """Of one customer, or of one department."""

    organisation_id: UUID
    department_id: UUID | None
    by_process: dict[UUID, int] = field(default_factory=dict)
    lines: int = 0
    free_lines: int = 0
    disputed_lines: int = 0

    @property
    def net_cents(self) -> int:
        return sum(self.by_process.values())

    def empty(self, grouping: Grouping) -> list[int]:
        """The sums of its invoices that come to nothing or less. A trial's credit is not reckoned with."""
        each = list(self.by_process.values()) if grouping == "process" else [self.net_cents]
        return [cents for cents in each if cents <= 0] if self.lines else []


async def preview(query: messages.PreviewRun, work: Work) -> messages.RunPreview:
    """The largest sums first. What nobody owns is the provider's own."""
    if sees(query.viewer, "prices_and_invoices", Belongs()) == "no":
        return messages.RunPreview(customers=[])
    taken = await _items(work.db, waits_for(query.period, await holding.mended(work)))
    disputed = await _items(work.db, disputed_for(query.period))
    found = _by_customer(taken, disputed)
    cards = await holding.customers(work.ask, found)
    return as_many_as_fit([_shown(one, card) for one, card in zip(found, cards, strict=True)])


def _shown(one: _Waiting, card: CustomerCard | None) -> messages.PreviewedCustomer:
    obstacle = holding.reason_of(card)
    grouping = card.invoicing.grouping if card else "process"
    empty = one.empty(grouping)
    return messages.PreviewedCustomer(
        organisation_id=one.organisation_id,
        department_id=one.department_id,
        name=holding.name_of(card),
        processes=len(one.by_process),
        lines=one.lines,
        net_cents=one.net_cents,
        obstacle=obstacle,
        free_lines=one.free_lines,
        disputed_lines=one.disputed_lines,
        grouping=grouping,
        empty_invoices=len(empty),
        held_cents=one.net_cents if obstacle else sum(empty),
        references=holding.faulty_references(card),
    )


def as_many_as_fit(shown: Sequence[messages.PreviewedCustomer]) -> messages.RunPreview:
    """The count and the sum are of all, also of those for whom there is no room."""
    return messages.RunPreview(
        customers=fitting(sorted(shown, key=lambda one: -one.net_cents)),
        count=len(shown),
        net_cents=sum(one.net_cents for one in shown),
        held_cents=sum(one.held_cents for one in shown),
    )


async def _items(
    db: AsyncSession, which: sa.ColumnElement[bool]
) -> Sequence[tuple[BillableItem, DatedTerms]]:
    return (await db.exec(select(BillableItem, DatedTerms).join(DatedTerms).where(which))).all()


def _by_customer(
    taken: Iterable[tuple[BillableItem, DatedTerms]], disputed: Iterable[tuple[BillableItem, DatedTerms]]
) -> list[_Waiting]:
    found: dict[tuple[UUID, UUID | None], _Waiting] = {}
    for item, terms in taken:
        one = _of(found, terms)
        so_far = one.by_process.get(item.process_id, 0)
        one.by_process[item.process_id] = so_far + holding.net_cents(item)
        one.lines += 1
        one.free_lines += not item.price_cents
    for _item, terms in disputed:
        _of(found, terms).disputed_lines += 1
    return list(found.values())


def _of(found: dict[tuple[UUID, UUID | None], _Waiting], terms: DatedTerms) -> _Waiting:
    whose = (terms.organisation_id, terms.department_id)
    return found.setdefault(whose, _Waiting(*whose))
