"""Who gets an invoice of a month's run now, and for whom none can be made yet: customers and numbers are asked for."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.asking_each import answer_or_fault
from services.billing.delivery.ways import Way
from services.billing.invoices import holding
from services.billing.invoices.invoicing import Address, Customer
from services.billing.invoices.waiting import waits_for
from services.billing.invoices.whose.groups import Group, Process, Recipient, grouped
from services.billing.items import places
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import HoldReason, RunBilling
from services.messages.directory import MOST_DAYS_OF_PUBLIC, CustomerCard, Grouping
from services.messages.intake import ShowInquiry
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import among

MOST_AT_ONCE = 50


async def recipients(
    work: Work, order: RunBilling
) -> tuple[list[Recipient], list[tuple[Process, HoldReason]]]:
    """Those who get theirs now, of fifty processes and of those that are on one invoice with them, and those for whom
    none can be made yet, with why.

    Asked for before the counter is locked, so that no other issuing waits for another service's answer.
    """
    customers = _Customers(work.ask)
    groups = await _groups(work.db, customers, order.period)
    cards = await customers.of(groups)
    both = list(zip(groups, cards, strict=True))
    unknown = [
        (one, reason)
        for group, card in both
        if (reason := holding.reason_of(card))
        for one in group.processes
    ]
    known = [(group, card) for group, card in both if card and not holding.reason_of(card)]
    return [await _recipient(work, group, card, order) for group, card in known], unknown


class _Customers:
    """Their cards, each asked for once."""

    def __init__(self, ask: Asker) -> None:
        self._ask = ask
        self._known: dict[tuple[UUID, UUID | None], CustomerCard | None] = {}

    async def of(self, rows: Sequence[holding.Paying]) -> list[CustomerCard | None]:
        """None for whom directory breaks down over."""
        new = [one for one in rows if _who(one) not in self._known]
        for one, card in zip(new, await holding.customers(self._ask, new), strict=True):
            self._known[_who(one)] = card
        return [self._known[_who(one)] for one in rows]

    async def groupings(self, processes: Sequence[Process]) -> dict[UUID, Grouping]:
        """By process. Whose customer could not be had is on its own: it is held."""
        both = zip(processes, await self.of(processes), strict=True)
        return {one.process_id: card.invoicing.grouping if card else "process" for one, card in both}


def _who(one: holding.Paying) -> tuple[UUID, UUID | None]:
    return one.organisation_id, one.department_id


async def _groups(db: AsyncSession, customers: _Customers, period: str) -> list[Group]:
    """Of the first fifty processes, each with all that are on one invoice with it."""
    first = await _waiting(db, period, sa.true(), most=MOST_AT_ONCE)
    how = await customers.groupings(first)
    begun = {_who(group) for group in grouped(first, how) if group.together}
    if not begun:
        return grouped(first, how)
    theirs = among(DatedTerms.organisation_id, [organisation_id for organisation_id, _ in begun])
    looked_at = {one.process_id for one in first}
    rest = [one for one in await _waiting(db, period, theirs) if one.process_id not in looked_at]
    groups = grouped([*first, *rest], how | await customers.groupings(rest))
    return [
        group
        for group in groups
        if (group.together and _who(group) in begun) or group.processes[0].process_id in looked_at
    ]


async def _recipient(work: Work, group: Group, card: CustomerCard, order: RunBilling) -> Recipient:
    numbers = await asyncio.gather(*(process_number(work, one.process_id) for one in group.processes))
    numbered = [replace(one, number=told) for one, told in zip(group.processes, numbers, strict=True)]
    return Recipient(
        replace(group, processes=tuple(sorted(numbered, key=lambda one: (one.number, one.process_id)))),
        _customer(card),
        places.taxed(holding.buyer(card)) or "here",
        _payment_days(card, max(one.payment_days for one in group.processes)),
        _way(card, order),
    )


async def _waiting(
    db: AsyncSession, period: str, those: sa.ColumnElement[bool], most: int | None = None
) -> list[Process]:
    """Processes with items that wait for an invoice of the period, by process: as the terms of its newest item say."""
    item = ("process_id", "terms_version", "performed_on", "session_number")
    # By itself, from the index of what waits: asked for in one, each fifty walk over all that are done before them.
    columns = (col(getattr(BillableItem, name)) for name in item)
    waiting = sa.select(*columns).where(waits_for(period)).cte("waiting").prefix_with("MATERIALIZED")
    mine = waiting.c
    of_the_item = (col(DatedTerms.process_id) == mine.process_id) & (
        col(DatedTerms.version) == mine.terms_version
    )
    newest_of_each = (
        select(DatedTerms)
        .join(waiting, of_the_item)
        .where(those)
        .ext(distinct_on(mine.process_id))
        .order_by(mine.process_id, mine.performed_on.desc(), mine.session_number.desc())
    )
    rows = (await db.exec(newest_of_each.limit(most))).all()
    return [
        Process(terms.process_id, terms.organisation_id, terms.department_id, terms.payment_days)
        for terms in rows
    ]


def _customer(card: CustomerCard) -> Customer:
    """The legal person, or a private one; where it is for a department, addressed to that."""
    vat_id = places.vat_number(holding.buyer(card))
    return Customer(
        organisation_id=str(card.organisation_id),
        name=card.name,
        department_name=card.department_name or "",
        business_id=card.business_id or "",
        address=Address(**card.address.model_dump()),
        language=card.paper_language or card.language,
        buyer_reference=card.invoicing.buyer_reference,
        order_number=card.invoicing.order_number,
        agreement=card.invoicing.agreement,
        electronic_address=card.invoicing.electronic_address,
        registered_as="" if vat_id else card.foreign_id or "",
        vat_id=vat_id,
        consumer=card.person_id is not None,
    )


def _way(card: CustomerCard, order: RunBilling) -> Way:
    """What is changed from now on holds for the next document."""
    told = card.invoicing
    return Way(tuple(told.channels), told.operator, order.as_of, told.electronic_address)


def _payment_days(card: CustomerCard, agreed: int) -> int:
    """agreed: in the contract, of several the longest; a public customer never has more than the law lets it."""
    told = card.invoicing.payment_days
    days = agreed if told is None else told
    return min(days, MOST_DAYS_OF_PUBLIC) if card.kind == "public" else days


async def process_number(work: Work, process_id: UUID) -> str:
    """The readable number, for the customer's convenience: an invoice without it is complete."""
    shown = await answer_or_fault(work.ask(ShowInquiry(process_id=process_id)))
    return "" if isinstance(shown, Refusal | Fault) else shown.number
