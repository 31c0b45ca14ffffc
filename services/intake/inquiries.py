"""Inquiries: received once, numbered without gaps, looked at by their process's id."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import promised_times
from services.intake.askers import customers
from services.intake.tables import Inquiry, ProcessNumber
from services.messages.directory import PRIVATE_PERSON, id_fault
from services.messages.intake import InquiryReceived, InquiryStatus, SubmitInquiry
from services.messages.printing import is_printed
from services.messages.promises import Promises
from services.messages.values import Audience
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.far_days import BEGINS_WITHIN_YEARS, refuse_far
from services.runtime.finland import local_date
from services.runtime.storage.database import execute

MOST_WAITING = 50
"""Inquiries of one contact that nobody has answered yet. Ours: a large employer's HR asks for every department."""
_NOT_TYPED = {"inquiry_id", "address", "entered_by", "as_of", "revision", "changed_by"}


def check_headcount(audience: Audience, headcount: int, promises: Promises) -> None:
    """Refuses: group_too_small, group_too_large."""
    size = promises.size_of(audience)
    if fault := size.fault(headcount):
        limit = f"at least {size.fewest}" if fault == "group_too_small" else f"at most {size.most}"
        raise Refusal(fault, "headcount", f"is {limit} for {audience}")


def check_region(order: SubmitInquiry) -> None:
    """Where people meet face to face, somebody has to be able to come. Refuses: region_missing."""
    if order.region is None and not order.remote_ok:
        raise Refusal("region_missing", "region", "is needed unless they meet at a distance")


def check_preferred_from(order: SubmitInquiry) -> None:
    """A day that is over when it is said was meant to be another one, and so was one that nobody would offer.

    Refuses: preferred_from_past, day_too_late.
    """
    if order.preferred_from is None:
        return
    if order.preferred_from < local_date(order.as_of):
        raise Refusal("preferred_from_past", "preferred_from", "is over")
    refuse_far(
        "preferred_from", order.preferred_from, order.as_of, years_back=0, years_ahead=BEGINS_WITHIN_YEARS
    )


def check_identity(order: SubmitInquiry) -> None:
    """Refuses: business_id_missing, foreign_id_missing,
    register_number_missing, id_not_theirs, name_missing, latin_name_missing.
    """
    if fault := id_fault(order.organisation_kind, order.address.country, order.business_id, order.foreign_id):
        raise Refusal(fault[1], fault[0])
    if order.organisation_name is None and order.organisation_kind != PRIVATE_PERSON:
        raise Refusal("name_missing", "organisation_name", "is needed")
    if order.organisation_name is None and not is_printed(_contact(order)):
        raise Refusal("latin_name_missing", "organisation_name", "is needed in Latin letters")


def _contact(order: SubmitInquiry) -> str:
    return f"{order.contact_given_name} {order.contact_family_name}"


async def sent_before(db: AsyncSession, order: SubmitInquiry) -> Inquiry | None:
    """As it was received earlier. Refuses: already_submitted."""
    known = await db.get(Inquiry, order.inquiry_id)
    return _same(known, as_typed(order)) if known else None


async def receive(db: AsyncSession, order: SubmitInquiry, contact_id: UUID, promises: Promises) -> Inquiry:
    """The inquiry with its number, new or as it was received earlier. promises: those of the day; it keeps them.

    Refuses: already_submitted (another inquiry has this id), too_many_waiting.
    Next: workflows/events_to_signals.py:inquiry_received
    """
    typed = as_typed(order)
    if known := await db.get(Inquiry, order.inquiry_id):
        return _same(known, typed)
    await _refuse_more(db, order, contact_id)
    inquiry = Inquiry(
        process_id=order.inquiry_id,
        number=await next_number(db),
        status=InquiryStatus.RECEIVED,
        contact_id=contact_id,
        asker_id=contact_id,
        received_at=order.as_of,
        entered_by=order.entered_by,
        promises=promises.model_dump(),
        **typed,
    )
    db.add(inquiry)
    await db.flush()
    await announce(db, _received(inquiry))
    return inquiry


async def _refuse_more(db: AsyncSession, order: SubmitInquiry, contact_id: UUID) -> None:
    """Refuses: too_many_waiting. What a coordinator types for somebody is always taken."""
    waiting = select(sa.func.count()).where(
        Inquiry.contact_id == contact_id,
        Inquiry.process_id != order.inquiry_id,  # sent once more meanwhile
        Inquiry.status == InquiryStatus.RECEIVED,
        ~col(Inquiry.ended),
    )
    if order.entered_by is None and (await db.exec(waiting)).one() >= MOST_WAITING:
        raise Refusal("too_many_waiting", "contact_email", f"has {MOST_WAITING} that wait already")


async def next_number(db: AsyncSession) -> str:
    """Taken in the caller's transaction: what is rolled back gives its number back."""
    take = (
        sa.update(ProcessNumber).values(last=col(ProcessNumber.last) + 1).returning(col(ProcessNumber.last))
    )
    number: int = (await execute(db, take)).scalar_one()
    return f"TO-{number}"


async def find(db: AsyncSession, process_id: UUID) -> Inquiry:
    """Refuses: unknown_process."""
    return _known(await db.get(Inquiry, process_id))


async def hold(db: AsyncSession, process_id: UUID) -> Inquiry:
    """As it stands now, locked until the commit: who changes it comes one at a time. Refuses: unknown_process."""
    return _known(await db.get(Inquiry, process_id, with_for_update=True))


async def hold_or_wait(db: AsyncSession, process_id: UUID) -> Inquiry:
    """For an event. Raises LookupError for a process whose beginning has not come yet: the event comes again."""
    inquiry = await db.get(Inquiry, process_id, with_for_update=True)
    if inquiry is None:
        raise LookupError("the process is not known yet")
    return inquiry


async def one_customer_at_a_time(db: AsyncSession, inquiry: Inquiry) -> None:
    """Until the commit: of two inquiries of one new organisation, the second finds it known."""
    key = sa.func.hashtextextended(customers.identity(inquiry), 0)
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(key)))


async def settle_contact(db: AsyncSession, process_id: UUID) -> None:
    """It is known now whether who asked acts for the organisation: nothing is theirs by having asked any more."""
    (await hold_or_wait(db, process_id)).asker_id = None


def refusal(inquiry: Inquiry, code: str, field: str = "process_id", said: str | None = None) -> Refusal:
    """With this code; asked_back where the inquiry was, whatever else stands in the way."""
    if inquiry.status == InquiryStatus.WITHDRAWN:
        return Refusal("asked_back", field)
    return Refusal(code, field, said)


def check_stands(inquiry: Inquiry) -> None:
    """Refuses: asked_back."""
    if inquiry.status == InquiryStatus.WITHDRAWN:
        raise Refusal("asked_back", "process_id")


def promises_of(inquiry: Inquiry) -> Promises:
    """What was promised to this process."""
    return Promises.model_validate(inquiry.promises)


def as_typed(order: SubmitInquiry) -> dict[str, Any]:
    """The columns that hold what was typed."""
    typed = order.model_dump(mode="json", exclude=_NOT_TYPED)
    is_one = order.organisation_kind == PRIVATE_PERSON
    if order.organisation_name is None or (is_one and is_printed(_contact(order))):
        typed["organisation_name"] = _contact(order)
    return typed | order.address.model_dump() | {"preferred_from": order.preferred_from}


def _same(known: Inquiry, typed: dict[str, Any]) -> Inquiry:
    if known.renews or any(getattr(known, field) != value for field, value in typed.items()):
        raise Refusal("already_submitted", "inquiry_id", "belongs to another inquiry")
    return known


def _known(inquiry: Inquiry | None) -> Inquiry:
    if inquiry is None:
        raise Refusal("unknown_process", "process_id")
    return inquiry


def _received(inquiry: Inquiry) -> InquiryReceived:
    facts = inquiry.model_dump(include=set(InquiryReceived.model_fields))
    if inquiry.organisation_kind == PRIVATE_PERSON:
        facts["organisation_name"] = None
    reminders_at = promised_times.screening(promises_of(inquiry), inquiry.received_at)
    return InquiryReceived(**facts, entered=inquiry.entered_by is not None, reminders_at=reminders_at)
