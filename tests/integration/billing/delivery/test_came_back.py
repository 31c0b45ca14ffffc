"""A document that came back after it was sent: the next channel has its turn, once, and then finance."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import ListDeliveries, ListInvoices, MarkCameBack
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import FINANCE, MARCH_FIRST, ORGANISATION
from tests.integration.billing.delivery.test_channels import (
    an_invoice,
    delivery,
    folder_afterwards,
    tried,
    written,
)
from tests.integration.directory.builders import person

__all__ = ["folder_afterwards"]


async def came_back(house: House, invoice_id: UUID, **facts: Any) -> MarkCameBack:
    """The message that stands as sent now."""
    message_id = (await delivery(house, invoice_id)).message_id
    told = {"message_id": message_id, "recorded_by": FOUNDER, "as_of": MARCH_FIRST} | facts
    return MarkCameBack(invoice_id=invoice_id, **told)


async def test_a_mail_that_came_back_goes_by_the_next_channel_once(billing: House) -> None:
    invoice_id = await an_invoice(billing, "mail", "finvoice")
    order = await came_back(billing, invoice_id)
    for _ in range(2):
        await billing.ask(order)
        await billing.quiet()
        found = await delivery(billing, invoice_id)
        assert tried(found) == [("mail", "refused", "came_back"), ("finvoice", "sent", None)]
    assert len(written(billing)) == 1 and found.message_id != order.message_id


async def test_without_another_channel_it_is_finances_also_where_an_operator_had_it(billing: House) -> None:
    invoice_id = await an_invoice(billing, "finvoice")
    await billing.ask(await came_back(billing, invoice_id))
    await billing.quiet()
    found = await delivery(billing, invoice_id)
    assert (found.status, found.reason) == ("undelivered", "came_back")
    listed = await billing.ask(ListDeliveries(viewer=FINANCE, status="undelivered"))
    assert [one.invoice_id for one in listed.deliveries] == [invoice_id]


async def test_the_list_of_invoices_says_where_each_stands_to_the_provider_alone(billing: House) -> None:
    invoice_id = await an_invoice(billing, "finvoice")
    await billing.ask(await came_back(billing, invoice_id))
    await billing.quiet()
    payer = Viewer(person_id=uuid4(), role=Role.PAYER, organisation_id=ORGANISATION)
    for viewer, told in ((FINANCE, ("undelivered", "came_back")), (payer, (None, None))):
        [card] = (await billing.ask(ListInvoices(viewer=viewer))).invoices
        assert (card.invoice_id, card.delivery, card.delivery_fault) == (invoice_id, *told)
    for status, viewer, found in (
        ("undelivered", FINANCE, [invoice_id]),
        ("sent", FINANCE, []),
        ("undelivered", payer, []),
    ):
        asked = ListInvoices(viewer=viewer, delivery=status)
        assert [one.invoice_id for one in (await billing.ask(asked)).invoices] == found


async def test_not_by_everybody_and_not_of_what_is_unknown(billing: House) -> None:
    invoice_id = await an_invoice(billing, "mail")
    anybody = await person(billing, "Pia")
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await billing.ask(await came_back(billing, invoice_id, recorded_by=anybody))
    order = await came_back(billing, invoice_id)
    with pytest.raises(Refusal, match="unknown_invoice"):
        await billing.ask(order.model_copy(update={"invoice_id": uuid4()}))
