"""How documents reach their customers: by the channels in their order, tried again, once under one identifier."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import UUID, uuid4
from xml.etree.ElementTree import fromstring

import pytest

from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.operators.handing_over import Frame, NotReached, Operator, Outgoing, Refused
from services.billing.delivery.ways import WAITS
from services.billing.documents.electronic import finvoice_reading, ubl_reading
from services.messages.billing import (
    CREDIT_SERIES,
    DeliveryShown,
    InvoiceIssued,
    InvoiceSentOtherwise,
    ListDeliveries,
    SendInvoiceAgain,
    ShowDelivery,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import FINANCE, MARCH_FIRST, a_held_session, invoices, the_run
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.test_credits import crediting, shown
from tests.integration.billing.test_held_invoices import of_a_customer, said

BOTH: dict[str, Any] = {
    "electronic_address": "003702012566",
    "operator": "003721291126",
    "buyer_reference": "KP 4410",
}


async def an_invoice(house: House, *channels: str, grouping: str = "process") -> UUID:
    """Of the month, at the time of its run; the clock stands there."""
    await wants(house, channels=list(channels), grouping=grouping, **BOTH)
    await a_held_session(house)
    await house.quiet()
    house.move_clock(MARCH_FIRST)
    await house.ask(the_run())
    await house.quiet()
    return (await shown(house, 1001)).card.invoice_id


async def delivery(house: House, invoice_id: UUID) -> DeliveryShown:
    return await house.ask(ShowDelivery(invoice_id=invoice_id, viewer=FINANCE))


def tried(found: DeliveryShown) -> list[tuple[str, str | None, str | None]]:
    return [(one.channel, one.outcome, one.reason) for one in found.attempts]


def written(house: House) -> list[Path]:
    return sorted(one for one in house.einvoices.rglob("*") if one.is_file())


def again(invoice_id: UUID, **facts: Any) -> SendInvoiceAgain:
    told = {"message_id": uuid4(), "sent_by": FOUNDER, "as_of": MARCH_FIRST} | facts
    return SendInvoiceAgain(invoice_id=invoice_id, **told)


class Standin:
    """Takes nothing, in the way that it is told, one after the other; then everything."""

    frame: Frame = "none"
    intermediator = ""

    def __init__(self, faults: Sequence[Exception] = ()) -> None:
        self.faults = list(faults)
        self.messages: list[Outgoing] = []

    async def send(self, message: Outgoing) -> Literal["taken"]:
        self.messages.append(message)
        if self.faults:
            raise self.faults.pop(0)
        return "taken"


def by(house: House, operator: Operator | None) -> None:
    """It carries both formats from now on."""
    operators = house.services["billing"].resources.operators
    for wanted in ("finvoice", "peppol"):
        object.__setattr__(operators, wanted, operator)


@pytest.fixture(autouse=True)
async def folder_afterwards(billing: House) -> AsyncIterator[None]:
    """A service that rests goes on with the operators that it had."""
    yield
    by(billing, Folder(billing.einvoices))


async def test_what_goes_by_mail_is_given_to_the_mail_and_written_nowhere(billing: House) -> None:
    invoice_id = await an_invoice(billing, "mail")
    found = await delivery(billing, invoice_id)
    assert (found.status, found.channel, tried(found)) == ("mailed", "mail", [("mail", "mailed", None)])
    assert written(billing) == []
    [event] = await said(billing, InvoiceIssued)
    assert event.channel == "mail"


async def test_a_finvoice_lies_in_its_folder_as_it_would_be_sent(billing: House) -> None:
    invoice_id = await an_invoice(billing, "finvoice", "mail")
    found = await delivery(billing, invoice_id)
    assert (found.status, tried(found)) == ("sent", [("finvoice", "sent", None)])
    [file] = written(billing)
    message_id = found.attempts[0].message_id
    assert file.relative_to(billing.einvoices) == Path("finvoice", f"1001-{message_id}.xml")
    root = fromstring(file.read_bytes())
    way = "MessageTransmissionDetails"
    assert root.findtext(f"{way}/MessageDetails/MessageIdentifier") == str(message_id)
    assert root.findtext(f"{way}/MessageSenderDetails/FromIdentifier") == "003720774740"
    assert root.findtext(f"{way}/MessageSenderDetails/FromIntermediator") == "NDEAFIHH"
    assert root.findtext(f"{way}/MessageReceiverDetails/ToIdentifier") == "003702012566"
    assert root.findtext(f"{way}/MessageReceiverDetails/ToIntermediator") == "003721291126"
    assert finvoice_reading.read(file.read_bytes()).number == "1001"
    [event] = await said(billing, InvoiceIssued)
    assert (event.channel, await said(billing, InvoiceSentOtherwise)) == ("finvoice", [])


async def test_peppol_gets_its_own_format(billing: House) -> None:
    await an_invoice(billing, "peppol")
    [file] = written(billing)
    assert file.parent.name == "peppol"
    assert ubl_reading.read(file.read_bytes()).buyer_reference == "KP 4410"


async def test_a_credit_note_goes_the_way_of_its_invoice_whatever_its_customer_wants_since(
    billing: House,
) -> None:
    await an_invoice(billing, "finvoice")
    await wants(billing)
    await billing.ask(crediting(await shown(billing, 1001)))
    await billing.quiet()
    note = await delivery(billing, (await shown(billing, 1001, CREDIT_SERIES)).card.invoice_id)
    assert (note.document_number, note.status, tried(note)) == ("H1001", "sent", [("finvoice", "sent", None)])
    assert [one.name[:5] for one in written(billing)] == ["1001-", "H1001"]


async def test_what_fails_is_tried_again_as_the_same_message_with_growing_waits(billing: House) -> None:
    operator = Standin([NotReached("operator_away"), NotReached("operator_away")])
    by(billing, operator)
    invoice_id = await an_invoice(billing, "finvoice", "mail")
    found = await delivery(billing, invoice_id)
    assert (found.status, found.reason) == ("waiting", "operator_away")
    for wait in WAITS[:2]:
        at = (await delivery(billing, invoice_id)).next_try_at
        assert at and timedelta(0) < at - billing.clock.now() <= wait
        billing.move_clock(at)
        await billing.quiet()
    found = await delivery(billing, invoice_id)
    assert (found.status, found.reason, found.next_try_at) == ("taken", None, None)
    assert [outcome for _, outcome, _ in tried(found)] == ["failed", "failed", "taken"]
    assert len({one.message_id for one in found.attempts}) == 1
    assert len({one.content for one in operator.messages}) == 1


async def test_after_its_last_try_the_next_channel_has_its_turn_as_another_message(billing: House) -> None:
    by(billing, Standin([NotReached("operator_away")] * 9))
    invoice_id = await an_invoice(billing, "finvoice", "mail")
    while at := (await delivery(billing, invoice_id)).next_try_at:
        billing.move_clock(at)
        await billing.quiet()
    found = await delivery(billing, invoice_id)
    assert tried(found) == [("finvoice", "failed", "operator_away")] * (len(WAITS) + 1) + [
        ("mail", "mailed", None)
    ]
    assert (found.status, found.channel) == ("mailed", "mail")
    [event] = await said(billing, InvoiceSentOtherwise)
    assert (event.channel, event.message_id) == ("mail", found.attempts[-1].message_id)
    assert len({one.message_id for one in found.attempts}) == 2


async def test_what_is_refused_is_not_tried_again_and_ends_on_the_list_with_its_reason(
    billing: House,
) -> None:
    operator = Standin([Refused("too_large"), Refused("document_refused")])
    by(billing, operator)
    invoice_id = await an_invoice(billing, "peppol", "finvoice")
    found = await delivery(billing, invoice_id)
    assert tried(found) == [
        ("peppol", "refused", "too_large"),
        ("finvoice", "refused", "document_refused"),
    ]
    assert (found.status, found.reason, found.channel) == ("undelivered", "document_refused", None)
    listed = await billing.ask(ListDeliveries(viewer=FINANCE, status="undelivered"))
    assert [(one.invoice_id, one.reason) for one in listed.deliveries] == [(invoice_id, "document_refused")]
    await billing.ask(order := again(invoice_id, channel="finvoice"))
    await billing.ask(order)
    await billing.quiet()
    found = await delivery(billing, invoice_id)
    assert (found.status, found.reason) == ("taken", None)
    assert len({one.message_id for one in operator.messages}) == len(operator.messages) == 3
    await billing.ask(order)
    await billing.quiet()
    assert len(operator.messages) == 3
    assert (await billing.ask(ListDeliveries(viewer=FINANCE, status="undelivered"))).count == 0


async def test_a_document_that_breaks_its_sending_is_tried_again_and_keeps_nobody_else_waiting(
    billing: House,
) -> None:
    operator = Standin([ValueError("odd")])
    by(billing, operator)
    await a_held_session(billing)
    broken = await an_invoice(billing, "finvoice")
    listed = (await billing.ask(ListDeliveries(viewer=FINANCE))).deliveries
    assert sorted(one.status for one in listed) == ["taken", "waiting"]
    [waits] = [one for one in listed if one.status == "waiting"]
    assert waits.reason == "broke_down" and waits.next_try_at
    billing.move_clock(waits.next_try_at)
    await billing.quiet()
    assert (await delivery(billing, waits.invoice_id)).status == "taken"
    assert (await delivery(billing, broken)).status == "taken"


async def test_what_is_sent_again_goes_as_its_customer_takes_invoices_today(billing: House) -> None:
    invoice_id = await an_invoice(billing, "mail")
    await wants(billing, channels=["finvoice"], **BOTH)
    found = await delivery(billing, invoice_id)
    assert (found.status, written(billing)) == ("mailed", [])
    await billing.ask(again(invoice_id))
    await billing.quiet()
    assert tried(await delivery(billing, invoice_id))[1:] == [("finvoice", "sent", None)]
    await billing.ask(again(invoice_id, channel="mail"))
    await billing.quiet()
    found = await delivery(billing, invoice_id)
    assert tried(found)[2:] == [("mail", "mailed", None)]
    assert len({one.message_id for one in found.attempts}) == 3


@pytest.mark.parametrize("wanted", ["finvoice", "peppol"])
async def test_what_is_sent_again_goes_to_the_address_that_its_customer_has_today(
    billing: House, wanted: str
) -> None:
    """It was mistyped when the invoice was made. The address and the operator are of one customer at one time."""
    invoice_id = await an_invoice(billing, wanted)
    mended = BOTH | {"electronic_address": "003712345671", "operator": "HELSFIHH"}
    await wants(billing, channels=[wanted], **mended)
    await billing.ask(again(invoice_id))
    await billing.quiet()
    last = (await delivery(billing, invoice_id)).attempts[-1].message_id
    root = fromstring((billing.einvoices / wanted / f"1001-{last}.xml").read_bytes())
    if wanted == "finvoice":
        way = "MessageTransmissionDetails/MessageReceiverDetails"
        assert root.findtext(f"{way}/ToIdentifier") == "003712345671"
        assert root.findtext(f"{way}/ToIntermediator") == "HELSFIHH"
    else:
        assert [one.text for one in root.iterfind(".//{*}EndpointID")][1:] == ["003712345671"]


async def test_who_had_no_address_when_the_invoice_was_made_gets_it_once_there_is_one(billing: House) -> None:
    abroad = {"country": "SE", "street": "Storgatan 7", "postal_code": "953 31", "town": "Haparanda"}
    swede: dict[str, Any] = {"kind": "company", "foreign_id": "SE556036079301", "address": abroad}
    _, organisation_id = await of_a_customer(billing, **swede)
    told: dict[str, Any] = {"address": abroad, "buyer_reference": "KP 4410"}
    await wants(billing, organisation_id, **told)
    await billing.quiet()
    billing.move_clock(MARCH_FIRST)
    await billing.ask(the_run())
    [invoice] = await invoices(billing)
    told |= {"channels": ["peppol"], "electronic_address": "0007:5560360793"}
    await wants(billing, organisation_id, **told)
    await billing.ask(again(invoice.invoice_id))
    await billing.quiet()
    assert tried(await delivery(billing, invoice.invoice_id))[1:] == [("peppol", "sent", None)]


async def test_what_is_on_its_way_is_not_sent_again_and_not_by_everybody(billing: House) -> None:
    by(billing, Standin([NotReached("operator_away")]))
    invoice_id = await an_invoice(billing, "finvoice")
    with pytest.raises(Refusal, match="still_on_its_way"):
        await billing.ask(again(invoice_id))
    with pytest.raises(Refusal, match="not_yours_to_decide"):
        await billing.ask(again(invoice_id, sent_by=uuid4()))
    with pytest.raises(Refusal, match="unknown_invoice"):
        await billing.ask(again(uuid4()))
    stranger = Viewer(person_id=uuid4(), role=Role.SUPERVISOR)
    with pytest.raises(Refusal, match="unknown_invoice"):
        await billing.ask(ShowDelivery(invoice_id=invoice_id, viewer=stranger))
    assert (await billing.ask(ListDeliveries(viewer=stranger))).deliveries == []


async def test_without_an_operator_the_next_channel_has_its_turn(billing: House) -> None:
    by(billing, None)
    found = await delivery(billing, await an_invoice(billing, "finvoice", "mail"))
    assert tried(found) == [("finvoice", "refused", "no_operator_set"), ("mail", "mailed", None)]


async def test_a_delivery_that_broke_off_goes_on_under_the_same_identifier(billing: House) -> None:
    """As a kill between the operator's answer and our commit leaves it."""
    broken = asyncio.Event()

    class BreaksOff(Standin):
        async def send(self, message: Outgoing) -> Literal["taken"]:
            taken = await super().send(message)
            if not broken.is_set():
                broken.set()
                await asyncio.sleep(3600)
            return taken

    operator = BreaksOff()
    by(billing, operator)
    await wants(billing, channels=["finvoice"], **BOTH)
    await a_held_session(billing)
    await billing.quiet()
    billing.move_clock(MARCH_FIRST)
    await billing.ask(the_run())
    await broken.wait()
    await billing.stop("billing")
    await billing.open("billing")
    by(billing, operator)
    await billing.quiet()
    found = await delivery(billing, (await shown(billing, 1001)).card.invoice_id)
    assert tried(found)[-1] in (("finvoice", "taken", None), ("finvoice", "sent", None))
    assert len(found.attempts) == 1
    names = {one.name for one in operator.messages} | {one.name for one in written(billing)}
    assert names == {f"1001-{found.attempts[0].message_id}.xml"}
