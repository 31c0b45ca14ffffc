"""For which references invoices wait, by payer: what the customer is asked for, and gives itself."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.invoices import holding
from services.billing.invoices.whose.recipients import process_number
from services.billing.tables import Hold
from services.messages import billing as messages
from services.messages.directory import CustomerCard
from services.messages.values import Viewer
from services.runtime.commands.transactions import Work
from services.runtime.policy import Owners, rows_for


@dataclass(frozen=True)
class _Payer:
    """The whole of a customer, or a department of it."""

    organisation_id: UUID
    department_id: UUID | None
    process_ids: list[UUID] = field(default_factory=list)


async def list_references(query: messages.ListWantedReferences, work: Work) -> messages.WantedReferences:
    payers = await _payers(work.db, query)
    wholes = [_Payer(one.organisation_id, None) for one in payers]
    cards = await holding.customers(work.ask, [*payers, *wholes])
    found: list[messages.WantedReference] = []
    for payer, card, whole in zip(payers, cards[: len(payers)], cards[len(payers) :], strict=True):
        if card and holding.faulty_references(card):
            yours = _is_given_by(query.viewer, card, whole)
            found += await _of_payer(work, payer, card, yours=yours)
    return messages.WantedReferences(wanted=found)


async def _payers(db: AsyncSession, query: messages.ListWantedReferences) -> list[_Payer]:
    """Whose invoices are held, those of the viewer's."""
    columns = Owners(organisation_id=col(Hold.organisation_id), department_id=col(Hold.department_id))
    asked = select(Hold).where(rows_for(query.viewer, "manage_invoicing", columns))
    if query.organisation_id:
        asked = asked.where(
            col(Hold.organisation_id) == query.organisation_id,
            col(Hold.department_id).is_not_distinct_from(query.department_id),
        )
    found: dict[tuple[UUID, UUID | None], _Payer] = {}
    for row in await db.exec(asked.order_by(col(Hold.held_at), col(Hold.process_id))):
        who = (row.organisation_id, row.department_id)
        found.setdefault(who, _Payer(*who)).process_ids.append(row.process_id)
    return list(found.values())


def _is_given_by(viewer: Viewer, card: CustomerCard, whole: CustomerCard | None) -> bool:
    """A department without billing data of its own goes by those of the whole."""
    if viewer.department_id or card.department_id is None:
        return True
    return whole is not None and whole.invoicing == card.invoicing


async def _of_payer(
    work: Work, payer: _Payer, card: CustomerCard, *, yours: bool
) -> list[messages.WantedReference]:
    waiting = await _waiting(work.db, payer.process_ids, work.clock.now())
    if not waiting:
        return []
    numbers = await asyncio.gather(*(process_number(work, one) for one in waiting))
    facts = {
        "organisation_id": payer.organisation_id,
        "department_id": payer.department_id,
        "department_name": card.department_name or "",
        "process_numbers": sorted(filter(None, numbers)),
        "months": sorted({month for months in waiting.values() for month in months}),
        "yours": yours,
    }
    return list(_wanted(card, facts))


def _wanted(card: CustomerCard, facts: Mapping[str, object]) -> Iterator[messages.WantedReference]:
    told = card.invoicing
    for which in holding.faulty_references(card):
        yield messages.WantedReference.model_validate(
            {
                **facts,
                "reference": which,
                "pattern": getattr(told, f"{which}_pattern"),
                "missing": not told.reference(which),
            }
        )


async def _waiting(db: AsyncSession, process_ids: Sequence[UUID], now: datetime) -> dict[UUID, Iterable[str]]:
    """The months of what waits of each process; those of which nothing does any more are left out."""
    found = {
        one: [month.period for month in await holding.waiting_months(db, one, now)] for one in process_ids
    }
    return {one: months for one, months in found.items() if months}
