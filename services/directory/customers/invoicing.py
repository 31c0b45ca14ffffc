"""Where a customer's invoices go and what stands on them: one order for the whole, or for a department of it."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import history, languages
from services.directory.customers import customer_cards, departments, invoice_addresses, organisations
from services.directory.rights import authority
from services.directory.tables import Department, FormerInvoiceAddress, Organisation
from services.messages import directory as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.policy import Belongs
from services.runtime.provider import standing
from services.runtime.storage.database import take_in


async def set_invoicing(db: AsyncSession, order: messages.SetInvoicing) -> None:
    """Says so only where something is other than it was. Refuses: see the message."""
    await standing.hold(db, f"entry {order.department_id or order.organisation_id}")
    whole = await organisations.find(db, order.organisation_id)
    entry = await _entry(db, order, whole)
    where = Belongs(organisation_id=order.organisation_id, department_id=order.department_id)
    if not await authority.may(db, order.changed_by, "manage_invoicing", where):
        raise Refusal("unknown_organisation", "organisation_id")
    _check(order.invoicing, whole.kind)
    if order.department_id and order.invoicing.grouping == "organisation":
        raise Refusal("not_of_a_department", "grouping", "is of the whole organisation")
    await _check_days(db, order, invoice_addresses.of(whole, entry))
    facts: dict[str, Any] = order.address.model_dump() | {"invoice_email": order.invoice_email}
    facts |= {"invoicing": order.invoicing.model_dump(mode="json")}
    if order.language and entry is whole:
        facts["language"] = order.language
    if all(getattr(entry, field) == value for field, value in facts.items()):
        return
    await _check_seen(db, order)
    before, went_to = history.facts_of(entry), invoice_addresses.sent_to(whole, entry)
    take_in(entry, facts)
    await history.note(db, entry, before, order.changed_by, order.as_of)
    await invoice_addresses.tell(db, whole, entry, went_to, order.changed_by, order.as_of)
    await announce(db, _changed(entry))


async def earlier(db: AsyncSession, change_id: UUID) -> messages.EarlierInvoiceAddress:
    """Refuses: unknown_change."""
    row = await db.get(FormerInvoiceAddress, change_id)
    if row is None:
        raise Refusal("unknown_change", "change_id")
    whole = await organisations.find(db, row.organisation_id)
    part = await departments.find_for(db, row.department_id, None) if row.department_id else None
    name = ", ".join(one.name for one in (whole, part) if one)
    language = languages.in_a_served_one(whole.language, await languages.served(db))
    return messages.EarlierInvoiceAddress.model_validate(
        {"email": row.email, "name": name, "language": language}
    )


async def _entry(
    db: AsyncSession, order: messages.SetInvoicing, whole: Organisation
) -> Organisation | Department:
    """Refuses: unknown_department."""
    if order.department_id is None:
        return whole
    await departments.check_belongs(db, order.department_id, order.organisation_id)
    return await departments.find_for(db, order.department_id, None)


async def _check_seen(db: AsyncSession, order: messages.SetInvoicing) -> None:
    """Refuses: set_meanwhile."""
    if order.seen:
        which = messages.ShowCustomer(
            organisation_id=order.organisation_id, department_id=order.department_id
        )
        standing.check_seen(order.seen, (await customer_cards.show(db, which)).mark)


def _check(invoicing: messages.Invoicing, kind: str) -> None:
    if {"peppol", "finvoice"} & set(invoicing.channels) and not invoicing.electronic_address:
        raise Refusal("electronic_address_missing", "electronic_address", "is needed for an e-invoice")
    if "finvoice" in invoicing.channels and not invoicing.operator:
        raise Refusal("operator_missing", "operator", "is needed for a Finvoice")
    for which in messages.REFERENCES:
        if invoicing.is_unfitting(which):
            raise Refusal("reference_unfit", which, "does not look as its rule says")
    if kind == "public" and (invoicing.payment_days or 0) > messages.MOST_DAYS_OF_PUBLIC:
        raise Refusal("payment_days_too_long", "payment_days", "is more than a public buyer may have")


async def _check_days(db: AsyncSession, order: messages.SetInvoicing, now: messages.Invoicing) -> None:
    """How long there is to pay, who is to be paid says. Refuses: not_yours_to_decide."""
    if order.invoicing.payment_days == now.payment_days:
        return
    if not await authority.may(db, order.changed_by, "manage_invoicing", Belongs()):
        raise Refusal("not_yours_to_decide", "payment_days", "is the provider's to say")


def _changed(
    entry: Organisation | Department,
) -> messages.OrganisationChanged | messages.DepartmentChanged:
    return organisations.changed(entry) if isinstance(entry, Organisation) else departments.changed(entry)
