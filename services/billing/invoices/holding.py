"""Whose invoice is not made yet: it is not known where it is taxed, or it breaks a rule. Items wait, finance knows."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, get_args
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside.free import is_free
from services.billing.asking_each import answer_or_fault
from services.billing.invoices import months
from services.billing.invoices.semantic.why import Why
from services.billing.items import places, recording
from services.billing.items.lines import net_of
from services.billing.tables import BillableItem, BillingRun, Hold
from services.messages import billing as messages
from services.messages.directory import (
    REFERENCES,
    CustomerCard,
    Invoicing,
    ReferenceField,
    ShowCustomer,
)
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.logs import log
from services.runtime.policy import Belongs, sees
from services.runtime.storage.database import among

_MISSING: dict[ReferenceField, messages.HoldReason] = {
    "buyer_reference": "buyer_reference_missing",
    "order_number": "order_number_missing",
    "agreement": "agreement_missing",
}


_OF_CUSTOMERS = ("abroad", *get_args(messages.ReferenceFault))
"""Why nothing is invoiced that the customer's data say by themselves."""


class Paying(Protocol):
    """Who pays: the whole of a customer, or a department of it."""

    @property
    def organisation_id(self) -> UUID: ...
    @property
    def department_id(self) -> UUID | None: ...


class Whose(Paying, Protocol):
    """A process, and who pays for it."""

    @property
    def process_id(self) -> UUID: ...


def reason_of(card: CustomerCard | None) -> messages.HoldReason | None:
    """Why no invoice is made for this customer; none: it is. card: as `customers` gives it."""
    if card is None:
        return "broke_down"
    return _of_references(card) if places.taxed(buyer(card)) else "abroad"


def buyer(card: CustomerCard) -> places.Buyer:
    return places.Buyer(
        kind=card.kind,
        country=card.address.country,
        registered_as=card.foreign_id or "",
        postal_code=card.address.postal_code,
        business_id=card.business_id or "",
    )


def faulty_references(card: CustomerCard | None) -> list[ReferenceField]:
    """By its own rules, before a number is taken: a municipality sends back what lacks its order."""
    wanted = card.invoicing if card else Invoicing()
    return [which for which in REFERENCES if wanted.is_missing(which) or wanted.is_unfitting(which)]


def _of_references(card: CustomerCard) -> messages.HoldReason | None:
    for which in faulty_references(card):
        return _MISSING[which] if card.invoicing.is_missing(which) else "reference_unfit"
    return None


def is_held() -> sa.ColumnElement[bool]:
    """Of an item: that its process's invoice is held."""
    return sa.exists().where(col(Hold.process_id) == BillableItem.process_id)


async def hold(db: AsyncSession, whose: Whose, why: Why, period: str, at: datetime) -> None:
    row = Hold(
        process_id=whose.process_id,
        organisation_id=whose.organisation_id,
        department_id=whose.department_id,
        period=period,
        reason=why.reason,
        rule=why.rule,
        held_at=at,
    )
    db.add(row)
    await db.flush()
    await announce(db, messages.InvoiceHeld(**row.model_dump()))


async def tell_again(db: AsyncSession, period: str, at: datetime) -> None:
    """Each run says of what it leaves waiting: also of what one before it has come upon, and finance knows already."""
    for row in await db.exec(select(Hold).order_by(col(Hold.process_id)).with_for_update()):
        waits = await waiting_months(db, row.process_id, at)
        if not waits or waits[0].period > period:
            continue
        if waits[0].period > row.period:
            row.period, row.held_at = period, at
        await announce(db, messages.InvoiceHeld(**row.model_dump() | {"period": period}))


async def renew(db: AsyncSession, held: Hold, first: str, now: datetime) -> None:
    """first: the first month that waits still; of another run than held it until now, it waits since that one."""
    if first <= held.period:
        return
    runs = select(BillingRun).where(col(BillingRun.period) >= first).order_by(col(BillingRun.period))
    run = (await db.exec(runs.limit(1))).first()
    held.period, held.held_at = (run.period, run.completed_at) if run else (first, now)
    await db.flush()


async def look_again(work: Work) -> list[Hold]:
    """Frees those whose customer's data were wrong and are right by now. What else was not right can only be looked at
    by making the invoice: these are told, and freed by the run that does.
    """
    held = (await work.db.exec(select(Hold).with_for_update())).all()
    cards = await customers(work.ask, held)
    known = [row for row, card in zip(held, cards, strict=True) if not reason_of(card)]
    await free(work.db, [row for row in known if row.reason in _OF_CUSTOMERS])
    return [row for row in known if row.reason not in _OF_CUSTOMERS]


async def mended(work: Work) -> list[UUID]:
    """The processes that `look_again` would free at once."""
    held = (await work.db.exec(select(Hold).where(among(Hold.reason, _OF_CUSTOMERS)))).all()
    cards = await customers(work.ask, held)
    return [row.process_id for row, card in zip(held, cards, strict=True) if not reason_of(card)]


async def free_what_is_empty(db: AsyncSession, held: Hold, now: datetime) -> None:
    """Where nothing of the process waits any more. What comes back or comes anew, the next run looks at."""
    if not await waiting_months(db, held.process_id, now):
        await free(db, [held])


async def free(db: AsyncSession, held: Sequence[Hold]) -> None:
    for row in held:
        await db.delete(row)
        await db.flush()
        await announce(db, messages.InvoiceFreed(process_id=row.process_id))


async def any_waits(db: AsyncSession, held: Sequence[Hold], period: str, at: datetime) -> bool:
    """Whether a run of the month would look at one of these."""
    for row in held:
        waits = await waiting_months(db, row.process_id, at)
        if waits and waits[0].period <= period:
            return True
    return False


async def shown_to(query: messages.ListHeldInvoices, work: Work) -> messages.HeldInvoices:
    """What nobody owns is the provider's own."""
    if sees(query.viewer, "prices_and_invoices", Belongs()) == "no":
        return messages.HeldInvoices(held=[])
    held = (await work.db.exec(select(Hold).order_by(col(Hold.held_at), col(Hold.process_id)))).all()
    cards = await customers(work.ask, held)
    now = work.clock.now()
    told = [
        _shown(row, card, await waiting_months(work.db, row.process_id, now))
        for row, card in zip(held, cards, strict=True)
    ]
    return messages.HeldInvoices(held=told)


def _shown(row: Hold, card: CustomerCard | None, waits: list[messages.HeldMonth]) -> messages.HeldInvoice:
    """By the months of what waits, which may be older than that of the run that came upon it."""
    return messages.HeldInvoice(
        **row.model_dump(exclude={"held_at", "period"}),
        period=waits[0].period if waits else row.period,
        since=row.held_at,
        organisation_name=name_of(card),
        months=waits,
        waiting_cents=sum(month.net_cents for month in waits),
        references=faulty_references(card),
        mended=row.reason in _OF_CUSTOMERS and reason_of(card) is None,
    )


async def waiting_months(db: AsyncSession, process_id: UUID, now: datetime) -> list[messages.HeldMonth]:
    """What waits of the process, month by month; what is kept from being invoiced by itself stands on another list."""
    rows = await db.exec(select(BillableItem).where(BillableItem.process_id == process_id, is_free()))
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(months.month_of(row.performed_on), []).append(net_cents(row))
    today = local_date(now)
    return [
        messages.HeldMonth(
            period=period,
            items=len(cents),
            net_cents=sum(cents),
            can_be_billed=today > months.last_day(period),
        )
        for period, cents in sorted(found.items())
    ]


def net_cents(row: BillableItem) -> int:
    return net_of(recording.as_item(row))


async def customers(ask: Asker, rows: Sequence[Paying]) -> list[CustomerCard | None]:
    """Whose each of them is; none: directory breaks down over this customer.

    Raises what is not one customer's: who is away, and what several all break down by.
    """
    wanted = list(dict.fromkeys(_who_pays(one) for one in rows))
    queries = [ShowCustomer(organisation_id=one, department_id=department) for one, department in wanted]
    answers = await asyncio.gather(*(answer_or_fault(ask(query)) for query in queries))
    found = dict(zip(wanted, answers, strict=True))
    wrong = {who: one for who, one in found.items() if isinstance(one, Refusal | Fault)}
    if 1 < len(wrong) == len(found):
        raise next(iter(wrong.values()))
    for (organisation_id, _department), fault in wrong.items():
        log.error(
            "customer_broke_down", organisation_id=str(organisation_id), error_type=type(fault).__name__
        )
    answered = (found[_who_pays(one)] for one in rows)
    return [one if isinstance(one, CustomerCard) else None for one in answered]


def _who_pays(one: Paying) -> tuple[UUID, UUID | None]:
    return one.organisation_id, one.department_id


def name_of(card: CustomerCard | None) -> str:
    """Empty where it could not be had."""
    if card is None:
        return ""
    return ", ".join(name for name in (card.name, card.department_name) if name)
