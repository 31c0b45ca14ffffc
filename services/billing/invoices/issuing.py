"""A month's run: whose invoices it makes, and who waits because theirs cannot be made."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.asking_each import answer_or_fault
from services.billing.delivery.ways import Way
from services.billing.exempting import rows as exempting
from services.billing.invoices import approving, corrections, holding, months, numbering, numbers, runs
from services.billing.invoices.invoicing import Address, Customer, Seller, Terms
from services.billing.invoices.numbering import Made, Recipient
from services.billing.invoices.selling import sellers
from services.billing.invoices.waiting import waits_for
from services.billing.items import places
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import BillingReport, HoldReason, RunBilling
from services.messages.directory import MOST_DAYS_OF_PUBLIC, CustomerCard
from services.messages.intake import ShowInquiry
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.storage.database import execute

MOST_AT_ONCE = 50


async def run(order: RunBilling, work: Work) -> BillingReport:
    """Issues at most fifty invoices of the period; asked until nothing remains, and then the month is done.

    What is recorded after its month was done is invoiced with the next one; what is not right is held.
    A month that finance is to let go first waits for its word.
    Refuses: period_still_open, seller_missing.
    Next: services/billing/invoices/invoicing.py:draft
    """
    on = local_date(order.as_of)
    if on <= months.last_day(order.period):
        raise Refusal("period_still_open", "period")
    seller = await sellers.in_force(work.db, on)
    if not order.goes_on:
        await holding.look_again(work)
    await corrections.look_again(work, order.as_of)
    if await _waits_for_a_word(work.db, order):
        return _nothing(order)
    recipients, unknown = await _recipients(work, order)
    await numbers.line_up(work.db)
    if await runs.is_completed(work.db, order.period):
        return _nothing(order)
    made = await _make(work.db, recipients, seller, order.period, on)
    wrong = [(to, one.fault) for to, one in zip(recipients, made, strict=True) if one.fault]
    await _hold(order, work, [*unknown, *wrong])
    remaining = await _remaining(work.db, order.period)
    if not remaining:
        await runs.complete(work.db, order.period, order.as_of)
    return _report(order, made, remaining, held=len(unknown) + len(wrong))


async def _make(
    db: AsyncSession, recipients: Sequence[Recipient], seller: Seller, period: str, on: date
) -> list[Made]:
    exempt = await exempting.in_force(db, [to.process_id for to in recipients])
    return [await numbering.issue(db, to, seller, period, on, exempt.get(to.process_id)) for to in recipients]


def _nothing(order: RunBilling) -> BillingReport:
    return _report(order, [], remaining=0, held=0)


def _report(order: RunBilling, made: Sequence[Made], remaining: int, held: int) -> BillingReport:
    issued = [one.cents for one in made if one.cents is not None]
    return BillingReport(
        period=order.period,
        issued=len(issued),
        total_cents=sum(issued),
        remaining=remaining,
        held=held,
    )


async def _waits_for_a_word(db: AsyncSession, order: RunBilling) -> bool:
    """Whoever presses has given it. A month with nothing to invoice needs none; nor does one that is done."""
    if await runs.is_completed(db, order.period):
        return False
    if order.ordered_by:
        await approving.approve(db, order.period, order.ordered_by, order.as_of)
    if await approving.may_run(db, order.period) or not await _remaining(db, order.period):
        return False
    await approving.wait(db, order.period, order.as_of)
    return True


async def _hold(order: RunBilling, work: Work, found: Sequence[tuple[holding.Whose, HoldReason]]) -> None:
    """Those for whom no invoice can be made; of others of an earlier run it is said again."""
    if not order.goes_on:
        await holding.tell_again(work.db, order.period, order.as_of)
    for whose, reason in found:
        await holding.hold(work.db, whose, reason, order.period, order.as_of)


async def _recipients(
    work: Work, order: RunBilling
) -> tuple[list[Recipient], list[tuple[DatedTerms, HoldReason]]]:
    """Those who get theirs now, and those for whom none can be made yet, with why.

    Asked for before the counter is locked, so that no other issuing waits for another service's answer.
    """
    first = await _first_waiting(work.db, order.period)
    cards = await holding.customers(work.ask, first)
    both = list(zip(first, cards, strict=True))
    unknown = [(terms, reason) for terms, card in both if (reason := holding.reason_of(card))]
    known = [(terms, card) for terms, card in both if card and not holding.reason_of(card)]
    process_numbers = await asyncio.gather(
        *(_process_number(work, terms.process_id) for terms, _card in known)
    )
    recipients = [
        Recipient(
            terms.process_id,
            terms.organisation_id,
            terms.department_id,
            _customer(card),
            places.taxed(holding.buyer(card)) or "here",
            Terms(number, _payment_days(card, terms.payment_days)),
            _way(card, order),
        )
        for (terms, card), number in zip(known, process_numbers, strict=True)
    ]
    return recipients, unknown


async def _first_waiting(db: AsyncSession, period: str) -> Sequence[DatedTerms]:
    """One row a process with items that wait for an invoice of the period: the terms of its newest item, by process."""
    of_the_item = (col(DatedTerms.process_id) == BillableItem.process_id) & (
        col(DatedTerms.version) == BillableItem.terms_version
    )
    process_id, day, number = (
        col(getattr(BillableItem, name)) for name in ("process_id", "performed_on", "session_number")
    )
    newest_of_each = (
        select(DatedTerms)
        .join(BillableItem, of_the_item)
        .where(waits_for(period))
        .ext(distinct_on(process_id))
        .order_by(process_id, day.desc(), number.desc())
    )
    return (await db.exec(newest_of_each.limit(MOST_AT_ONCE))).all()


async def _remaining(db: AsyncSession, period: str) -> int:
    """How many processes have items that wait for an invoice of the period."""
    counting = sa.select(sa.func.count(sa.distinct(col(BillableItem.process_id)))).where(waits_for(period))
    return int((await execute(db, counting)).scalar_one())


def _customer(card: CustomerCard) -> Customer:
    """The legal person, or a private one; where it is for a department, addressed to that."""
    vat_id = places.vat_number(holding.buyer(card))
    return Customer(
        organisation_id=str(card.organisation_id),
        name=card.name,
        department_name=card.department_name or "",
        business_id=card.business_id or "",
        address=Address(**card.address.model_dump()),
        language=card.language,
        buyer_reference=card.invoicing.buyer_reference,
        order_number=card.invoicing.order_number,
        agreement=card.invoicing.agreement,
        electronic_address=card.invoicing.electronic_address,
        registered_as="" if vat_id else card.foreign_id or "",
        vat_id=vat_id,
    )


def _way(card: CustomerCard, order: RunBilling) -> Way:
    """What is changed from now on holds for the next document."""
    return Way(tuple(card.invoicing.channels), card.invoicing.operator, order.as_of)


def _payment_days(card: CustomerCard, agreed: int) -> int:
    """agreed: in the contract; a public customer never has more than the law lets it."""
    told = card.invoicing.payment_days
    days = agreed if told is None else told
    return min(days, MOST_DAYS_OF_PUBLIC) if card.kind == "public" else days


async def _process_number(work: Work, process_id: UUID) -> str:
    """The readable number, for the customer's convenience: an invoice without it is complete."""
    shown = await answer_or_fault(work.ask(ShowInquiry(process_id=process_id)))
    return "" if isinstance(shown, Refusal | Fault) else shown.number
