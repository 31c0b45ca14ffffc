"""Where a customer's invoices go, by mail and to its system; another place is told where they went until then."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.directory.tables import Department, FormerInvoiceAddress, Organisation
from services.messages import directory as messages
from services.messages.values import Utc
from services.runtime.events.announcing import announce


def of(whole: Organisation, entry: Organisation | Department) -> messages.Invoicing:
    """A department's own, or the whole's."""
    return messages.Invoicing.model_validate(entry.invoicing or whole.invoicing or {})


def sent_to(whole: Organisation, entry: Organisation | Department) -> tuple[str, str]:
    """Mail address and e-invoice address."""
    return entry.invoice_email or whole.invoice_email, of(whole, entry).electronic_address


async def tell(
    db: AsyncSession,
    whole: Organisation,
    entry: Organisation | Department,
    went_to: tuple[str, str],
    by: UUID,
    at: Utc,
) -> None:
    """Keeps where invoices went, and says so, where that is another place now. went_to: of `sent_to`, before."""
    if sent_to(whole, entry) == went_to:
        return
    row = FormerInvoiceAddress(
        change_id=uuid7(),
        organisation_id=whole.organisation_id,
        department_id=entry.department_id if isinstance(entry, Department) else None,
        email=went_to[0],
        until=at,
        changed_by=by,
    )
    db.add(row)
    await db.flush()
    facts = row.model_dump(include={"organisation_id", "department_id", "change_id"})
    await announce(db, messages.InvoiceAddressChanged(**facts, changed_at=at))
