"""Asking who the readers of a batch are: once a batch, side by side, and nothing of it is kept.

What one row's question is answered is no other row's fault: it stands in the place of that reader.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from services.messages.directory import (
    ListCommissioners,
    ListPayers,
    People,
    Relation,
    ShowContacts,
    ShowCustomer,
    ShowEarlierAddress,
    ShowEarlierInvoiceAddress,
    ShowStaff,
)
from services.notices.composing.letters import Recipient
from services.notices.composing.readers import (
    Customer,
    Reader,
    Readers,
    customer_part,
    earlier_address,
    earlier_invoice_address,
    name_of,
    part_of,
    told,
)
from services.notices.writing import COMMISSIONER, INVOICING, PAYER
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal, Unavailable
from services.runtime.commissioners import acting_for

_OF_CUSTOMERS = (COMMISSIONER, PAYER, INVOICING)
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


async def look_up(ask: Asker, notices: Sequence[Any], customers: Mapping[UUID, Customer]) -> Readers:
    """Everybody whom these rows are for. customers: of the processes whose rows are for who acts or pays for them.

    Raises Unavailable while directory does not answer.
    """
    parts = {customer_part(notice) for notice in notices if notice.organisation_id}
    roles: set[Relation] = {one.role for one in notices if one.role not in (None, *_OF_CUSTOMERS)}
    looked_after = {customer_part(one) for one in notices if one.role == INVOICING}
    acted_for, paid_for = (_for(role, notices, customers) for role in (COMMISSIONER, PAYER))
    persons, invoiced, staff, acting, paying, invoicing = await asyncio.gather(
        _persons(ask, notices),
        _of_each(parts, lambda part: _invoiced(ask, *part)),
        _of_each(roles, lambda role: _in_role(ask, role)),
        _of_each(acted_for, lambda process_id: _acting_for(ask, customers[process_id])),
        _of_each(paid_for, lambda process_id: _paying_for(ask, customers[process_id])),
        _of_each(looked_after, lambda part: _looking_after(ask, *part)),
    )
    known = persons | {part_of(*part): found for part, found in invoiced.items() if found}
    return Readers(known, staff, acting, paying, {part_of(*part): found for part, found in invoicing.items()})


def _for(role: str, notices: Sequence[Any], customers: Mapping[UUID, Customer]) -> set[UUID]:
    """The processes whose rows are for who has this role with the customer."""
    return {one.process_id for one in notices if one.role == role} & customers.keys()


async def _of_each(keys: Iterable[K], ask_of: Callable[[K], Awaitable[T]]) -> dict[K, T | Refusal | Fault]:
    """Asked side by side. What one of them is answered is no other's fault. Raises Unavailable."""

    async def one(key: K) -> T | Refusal | Fault:
        try:
            return await ask_of(key)
        except Unavailable:
            raise
        except (Refusal, Fault) as own:
            return own

    keys = list(keys)
    return dict(zip(keys, await asyncio.gather(*map(one, keys)), strict=True))


async def _persons(ask: Asker, notices: Sequence[Any]) -> dict[UUID, Reader | Refusal | Fault]:
    """Whom rows are for by their ids, and by the addresses that they or their customer had before."""
    known = await _contacts(ask, {notice.person_id for notice in notices if notice.person_id})
    earlier = {one for notice in notices if (one := earlier_address(notice))}
    went_to = {one for notice in notices if (one := earlier_invoice_address(notice))}
    found = await _of_each(earlier, lambda change_id: _who_was_at(ask, change_id, known))
    found |= await _of_each(went_to, lambda change_id: _invoiced_at(ask, change_id))
    return known | {key: reader for key, reader in found.items() if reader}


async def _contacts(ask: Asker, person_ids: Collection[UUID]) -> dict[UUID, Reader | Refusal | Fault]:
    """In one question; where it is answered by a refusal or a fault, each is asked for alone."""
    if not person_ids:
        return {}
    try:
        return dict(_by_id(await ask(ShowContacts(person_ids=sorted(person_ids)))))
    except Unavailable:
        raise
    except (Refusal, Fault) as shared:
        if len(person_ids) == 1:
            return dict.fromkeys(person_ids, shared)
    alone = [await _contacts(ask, [one]) for one in sorted(person_ids)]
    return {key: reader for one in alone for key, reader in one.items()}


async def _in_role(ask: Asker, role: Relation) -> list[UUID]:
    return [one.person_id for one in (await ask(ShowStaff(relation=role))).people]


async def _invoiced_at(ask: Asker, change_id: UUID) -> Reader | None:
    """Where the customer's invoices went before this change."""
    earlier = await ask(ShowEarlierInvoiceAddress(change_id=change_id))
    return Reader(Recipient(earlier.name, earlier.email), earlier.language)


async def _who_was_at(
    ask: Asker, change_id: UUID, known: Mapping[UUID, Reader | Refusal | Fault]
) -> Reader | None:
    """The same person, at the address that they had before this change."""
    earlier = await ask(ShowEarlierAddress(change_id=change_id))
    person = told(known.get(earlier.person_id))
    if person is None:
        return None
    return Reader(Recipient(person.recipient.name, earlier.email), person.language, person.accepted)


async def _acting_for(ask: Asker, customer: Customer) -> Sequence[UUID]:
    if customer.organisation_id:
        return await acting_for(ask, customer.organisation_id, customer.department_id)
    return [customer.asked_by] if customer.asked_by else []


async def _paying_for(ask: Asker, customer: Customer) -> Sequence[UUID]:
    if customer.organisation_id is None:
        return []
    query = ListPayers(organisation_id=customer.organisation_id, department_id=customer.department_id)
    return [one.person_id for one in (await ask(query)).people]


async def _looking_after(ask: Asker, organisation_id: UUID, department_id: UUID | None) -> Sequence[UUID]:
    """Never whose own address the customer's invoices go to: what goes there, they read."""
    part: dict[str, UUID | None] = {"organisation_id": organisation_id, "department_id": department_id}
    paying, acting, card = await asyncio.gather(
        ask(ListPayers.model_validate(part)),
        ask(ListCommissioners.model_validate(part)),
        ask(ShowCustomer.model_validate(part)),
    )
    found = paying.people or acting.people
    return [one.person_id for one in found if one.email.casefold() != card.invoice_email.casefold()]


def _by_id(found: People) -> dict[UUID, Reader]:
    return {
        one.person_id: Reader(Recipient(one.name, one.email), one.language, one.accepted)
        for one in found.people
    }


async def _invoiced(ask: Asker, organisation_id: UUID, department_id: UUID | None) -> Reader | None:
    """Where the invoices of the organisation go, or of its department."""
    try:
        card = await ask(ShowCustomer(organisation_id=organisation_id, department_id=department_id))
    except Refusal:
        return None
    return Reader(Recipient(name_of(card), card.invoice_email), card.paper_language or card.language)
