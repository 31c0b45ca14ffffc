"""Inquiries as a viewer may look at them: which are in reach, and which parts of each are theirs to see.

viewer: none where a service asks, which sees everything.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries
from services.intake.tables import Inquiry
from services.messages.directory import PRIVATE_PERSON
from services.messages.intake import (
    FindPersonsProcesses,
    FindProcess,
    ListInquiries,
    ListInquiryChanges,
    ShowCustomerFound,
)
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import Belongs, Owners, can, reaches, seen_rows, sees
from services.runtime.searching import begins_a_word

AT_MOST = 500  # rows of one part of a list
_MOST_PERSONS = 100


def _tries_or_is_member(person_id: UUID) -> sa.ColumnElement[bool]:
    own = sa.literal(person_id, sa.Uuid())
    return sa.or_(*(own == sa.any_(col(one)) for one in (Inquiry.supervisee_ids, Inquiry.tried_by)))


_OWNERS = Owners(
    organisation_id=col(Inquiry.organisation_id),
    contact_id=col(Inquiry.asker_id),
    department_id=col(Inquiry.department_id),
    is_member=_tries_or_is_member,
    supervisor_id=col(Inquiry.supervisor_id),
    other_supervisor_id=col(Inquiry.other_supervisor_id),
)


async def find(db: AsyncSession, process_id: UUID, viewer: Viewer | None) -> Inquiry:
    """Refuses: unknown_process (also one out of the viewer's reach)."""
    inquiry = await inquiries.find(db, process_id)
    tried = frozenset(inquiry.tried_by)
    whose = belongs(inquiry)
    if viewer and not reaches(viewer, replace(whose, supervisee_ids=whose.supervisee_ids | tried)):
        raise Refusal("unknown_process", "process_id")
    return inquiry


async def find_to_decide(db: AsyncSession, query: ShowCustomerFound) -> Inquiry:
    """Refuses: unknown_process."""
    inquiry = await inquiries.find(db, query.process_id)
    if not can(query.viewer, "decide_screening", belongs(inquiry)):
        raise Refusal("unknown_process", "process_id")
    return inquiry


async def find_with_changes(db: AsyncSession, query: ListInquiryChanges) -> Inquiry:
    """For who asked, too. Refuses: unknown_process."""
    inquiry = await inquiries.find(db, query.process_id)
    asked = inquiry.asker_id == query.viewer.person_id
    if not (asked or can(query.viewer, "decide_screening", belongs(inquiry))):
        raise Refusal("unknown_process", "process_id")
    return inquiry


async def with_number(db: AsyncSession, query: FindProcess) -> Inquiry:
    """Refuses: unknown_process (also one out of the viewer's reach)."""
    in_reach = seen_rows(query.viewer, "phase_dates_units", _OWNERS)
    numbered = select(Inquiry).where(Inquiry.number == query.number.strip().upper(), in_reach)
    if inquiry := (await db.exec(numbered)).first():
        return inquiry
    raise Refusal("unknown_process", "number")


async def neighbours(db: AsyncSession, inquiry: Inquiry, viewer: Viewer) -> dict[str, str]:
    """The numbers of the process before it and of the newest one after it, in reach; as InquiryCard names them."""
    beside = sa.or_(col(Inquiry.process_id) == inquiry.renews, col(Inquiry.renews) == inquiry.process_id)
    in_reach = seen_rows(viewer, "phase_dates_units", _OWNERS)
    found = select(Inquiry.process_id, Inquiry.number).where(beside, in_reach)
    oldest_first = await db.exec(found.order_by(col(Inquiry.received_at)))
    return {
        "number_before" if process_id == inquiry.renews else "number_after": number
        for process_id, number in oldest_first
    }


async def newest(db: AsyncSession, query: ListInquiries) -> Sequence[Inquiry]:
    """Newest first. One more than a part has, where there are more."""
    rows = select(Inquiry).where(seen_rows(query.viewer, "phase_dates_units", _OWNERS))
    if query.after and (last := await db.get(Inquiry, query.after)):
        place = sa.tuple_(sa.literal(last.received_at), sa.literal(last.process_id))
        rows = rows.where(sa.tuple_(col(Inquiry.received_at), col(Inquiry.process_id)) < place)
    if query.status:
        rows = rows.where(Inquiry.status == query.status)
    newest_first = rows.order_by(col(Inquiry.received_at).desc(), col(Inquiry.process_id).desc())
    return (await db.exec(newest_first.limit(AT_MOST + 1))).all()


async def persons_processes(db: AsyncSession, query: FindPersonsProcesses) -> Sequence[UUID]:
    """A private person is found as the process is called, and as they wrote their name in letters of their own."""
    called = sa.func.coalesce(col(Inquiry.customer_name), col(Inquiry.organisation_name))
    names = sa.func.concat_ws(" ", called, col(Inquiry.contact_given_name), col(Inquiry.contact_family_name))
    found = (
        select(Inquiry.process_id)
        .where(Inquiry.organisation_kind == PRIVATE_PERSON)
        .where(seen_rows(query.viewer, "phase_dates_units", _OWNERS))
        .where(*(begins_a_word(word, names) for word in query.words))
        .order_by(col(Inquiry.received_at).desc())
    )
    return (await db.exec(found.limit(_MOST_PERSONS))).all()


def sees_expectations(inquiry: Inquiry, viewer: Viewer | None) -> bool:
    """Members only once the contract is signed."""
    if viewer is None:
        return True
    scope = sees(viewer, "expectations", belongs(inquiry))
    return inquiry.contract_signed_at is not None if scope == "after_signing" else scope != "no"


def sees_prices(inquiry: Inquiry, viewer: Viewer | None) -> bool:
    """The customer's prices; a supervisor sees their own settlement, which is none of these."""
    return viewer is None or sees(viewer, "prices_and_invoices", belongs(inquiry)) == "yes"


def sees_members(inquiry: Inquiry, viewer: Viewer | None) -> bool:
    """The contract names them."""
    return viewer is None or can(viewer, "read_contract", belongs(inquiry))


def belongs(inquiry: Inquiry) -> Belongs:
    return Belongs(
        organisation_id=inquiry.organisation_id,
        contact_id=inquiry.asker_id,
        department_id=inquiry.department_id,
        supervisee_ids=frozenset(inquiry.supervisee_ids),
        supervisor_id=inquiry.supervisor_id,
        other_supervisor_id=inquiry.other_supervisor_id,
    )
