"""Whose items wait for the end of their contract: that is the customer's choice, of the whole or of a department."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items.terms import TRIAL
from services.billing.tables import BillableItem, DatedTerms, InvoicedAtEnd
from services.messages.directory import DepartmentChanged, OrganisationChanged


async def hear(db: AsyncSession, event: OrganisationChanged | DepartmentChanged) -> None:
    """A department without settings of its own is invoiced as the whole is."""
    payer_id = event.department_id if isinstance(event, DepartmentChanged) else event.organisation_id
    await _keep(db, payer_id, event.at_end)


async def _keep(db: AsyncSession, payer_id: UUID, at_end: bool | None) -> None:
    row = await db.get(InvoicedAtEnd, payer_id, with_for_update=True)
    if at_end is None:
        if row:
            await db.delete(row)
    elif row:
        row.at_end = at_end
    else:
        db.add(InvoicedAtEnd(payer_id=payer_id, at_end=at_end))
    await db.flush()


def end_of_its_month() -> sa.ColumnElement[date]:
    """Of an item."""
    month = sa.func.date_trunc("month", col(BillableItem.performed_on))
    return sa.cast(month + sa.text("interval '1 month - 1 day'"), sa.Date)


def is_deferred(until: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """Of an item: its customer is invoiced at the end, and its contract goes on after that day.

    What has no known end, and a trial, is invoiced month by month.
    """
    terms, whole, part = DatedTerms, aliased(InvoicedAtEnd), aliased(InvoicedAtEnd)
    anybody: Any = sa.exists().where(col(InvoicedAtEnd.at_end))
    goes_on = (
        sa.select(sa.literal(1))
        .select_from(terms)
        .outerjoin(whole, col(whole.payer_id) == col(terms.organisation_id))
        .outerjoin(part, col(part.payer_id) == col(terms.department_id))
        .where(
            col(terms.process_id) == BillableItem.process_id,
            col(terms.version) == BillableItem.terms_version,
            col(terms.version) > TRIAL,
            col(terms.ends_on) > until,
            sa.func.coalesce(col(part.at_end), col(whole.at_end), sa.false()),
        )
        .correlate_except(terms, whole, part)
    )
    return sa.and_(anybody, goes_on.exists())
