"""A mail that the customer's server refuses for good: the next channel has its turn, then finance."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.ways import WAITS
from services.messages.billing import InvoiceSentOtherwise, ListDeliveries, TellMailRefused
from services.messages.notices import ListUndelivered
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.billing.builders import CUSTOMER, FINANCE, MARCH_FIRST, SELLER, held, signed, the_run
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.delivery.test_channels import BOTH, again, by, delivery, tried, written
from tests.integration.billing.delivery.test_operators import listening, over_https, over_sftp, sftp_server
from tests.integration.billing.test_credits import shown
from tests.integration.billing.test_held_invoices import said
from tests.integration.notices.builders import people_registered
from tests.integration.notices.mailbox import Mailbox
from tests.mail_servers import QUOTA

NOBODY = "550 5.1.1 no such user"
INVOICES = "laskut@salmi.example"
_FEBRUARY_2 = MARCH_FIRST.date().replace(month=2, day=2)


@pytest.fixture
async def mailed(house: House) -> AsyncIterator[tuple[House, Mailbox]]:
    """Billing and those who send its mail, to a server that can be told to refuse."""
    mailbox = Mailbox()
    mailbox.open_for(house)
    await house.open("directory", "intake", "billing", "notices")
    await house.ask(CUSTOMER)
    await house.ask(SELLER)
    yield house, mailbox
    mailbox.close()
    by(house, Folder(house.einvoices))


async def an_invoice(house: House, *channels: str) -> UUID:
    await wants(house, channels=list(channels), **BOTH)
    commission = await people_registered(house)
    process_id = commission.process_id
    await house.say("intake", commission.received())
    await house.say("contracts", signed(process_id))
    await house.say("sessions", held(process_id, 1, _FEBRUARY_2))
    await house.quiet()
    house.move_clock(MARCH_FIRST)
    await house.ask(the_run())
    await house.quiet()
    return (await shown(house, 1001)).card.invoice_id


async def test_a_mail_to_no_such_address_goes_by_the_next_channel_as_another_message(
    mailed: tuple[House, Mailbox],
) -> None:
    house, mailbox = mailed
    mailbox.refusals["laskut"] = NOBODY
    found = await delivery(house, await an_invoice(house, "mail", "finvoice"))
    assert tried(found) == [("mail", "refused", "no_such_address"), ("finvoice", "sent", None)]
    assert (found.status, found.channel, found.reason) == ("sent", "finvoice", None)
    assert len({one.message_id for one in found.attempts}) == 2
    assert len(written(house)) == 1
    [event] = await said(house, InvoiceSentOtherwise)
    assert (event.channel, event.message_id) == ("finvoice", found.attempts[-1].message_id)


async def test_without_another_channel_it_is_finances_and_is_sent_again_as_another_mail(
    mailed: tuple[House, Mailbox],
) -> None:
    """It stands on one list alone: that of what was not delivered."""
    house, mailbox = mailed
    mailbox.refusals["laskut"] = NOBODY
    invoice_id = await an_invoice(house, "mail")
    found = await delivery(house, invoice_id)
    assert (found.status, found.reason, found.channel) == ("undelivered", "no_such_address", None)
    listed = await house.ask(ListDeliveries(viewer=FINANCE, status="undelivered"))
    assert [one.invoice_id for one in listed.deliveries] == [invoice_id]
    for role in (Role.FINANCE, Role.COORDINATOR):
        viewer = Viewer(person_id=uuid4(), role=role)
        assert (await house.ask(ListUndelivered(viewer=viewer, as_of=MARCH_FIRST))).mails == []
    del mailbox.refusals["laskut"]
    await house.ask(again(invoice_id))
    await house.quiet()
    found = await delivery(house, invoice_id)
    assert tried(found) == [("mail", "refused", "no_such_address"), ("mail", "mailed", None)]
    assert len(mailbox.to(INVOICES)) == 1
    rows = await house.rows(
        "notices", "select status from notice where kind = 'invoice_issued' order by place"
    )
    assert [row["status"] for row in rows] == ["refused", "sent"]


async def test_a_full_mailbox_is_waited_for_and_then_given_up(mailed: tuple[House, Mailbox]) -> None:
    house, mailbox = mailed
    mailbox.refusals["laskut"] = QUOTA
    invoice_id = await an_invoice(house, "mail", "finvoice")
    assert (await delivery(house, invoice_id)).status == "mailed"
    house.move_clock(MARCH_FIRST.replace(day=7))
    await house.quiet()
    assert tried(await delivery(house, invoice_id)) == [
        ("mail", "refused", "mail_refused"),
        ("finvoice", "sent", None),
    ]


async def test_what_cannot_be_told_to_billing_waits_until_it_is_there_again(
    mailed: tuple[House, Mailbox],
) -> None:
    house, mailbox = mailed
    mailbox.refusals["laskut"] = QUOTA
    invoice_id = await an_invoice(house, "mail", "finvoice")
    mailbox.refusals["laskut"] = NOBODY
    await house.stop("billing")
    house.move_clock(MARCH_FIRST.replace(hour=12))
    await house.quiet()
    [row] = await house.rows("notices", "select status from notice where kind = 'invoice_issued'")
    assert row["status"] == "waiting"
    await house.open("billing")
    house.move_clock(MARCH_FIRST.replace(day=3))
    await house.quiet()
    assert tried(await delivery(house, invoice_id))[0] == ("mail", "refused", "no_such_address")


async def test_what_is_told_of_another_message_or_twice_changes_nothing(
    mailed: tuple[House, Mailbox],
) -> None:
    house, _ = mailed
    invoice_id = await an_invoice(house, "mail", "finvoice")
    told = {"reason": "mail_refused", "as_of": MARCH_FIRST}
    by_id = TellMailRefused.model_validate
    await house.ask(by_id(told | {"invoice_id": invoice_id, "message_id": uuid4()}))
    await house.ask(by_id(told | {"invoice_id": uuid4(), "message_id": uuid4()}))
    assert (await delivery(house, invoice_id)).status == "mailed"
    by(house, None)
    for _ in range(2):
        await house.ask(by_id(told | {"invoice_id": invoice_id, "message_id": invoice_id}))
        await house.quiet()
    assert tried(await delivery(house, invoice_id)) == [
        ("mail", "refused", "mail_refused"),
        ("finvoice", "refused", "no_operator_set"),
    ]


async def test_it_goes_down_the_channels_in_their_order_to_finance_and_again_from_there(
    mailed: tuple[House, Mailbox], tmp_path: Path
) -> None:
    """Over HTTPS it is refused, over SFTP nobody answers, by mail there is no such address."""
    house, mailbox = mailed
    mailbox.refusals["laskut"] = NOBODY
    heard: list[bytes] = []
    async with sftp_server(tmp_path) as closed:
        pass
    operators = house.services["billing"].resources.operators
    object.__setattr__(operators, "peppol", over_sftp(tmp_path, closed))
    async with listening(422, heard) as port:
        object.__setattr__(operators, "finvoice", over_https(tmp_path, port))
        invoice_id = await an_invoice(house, "finvoice", "peppol", "mail")
        while at := (await delivery(house, invoice_id)).next_try_at:
            house.move_clock(at)
            await house.quiet()
    found = await delivery(house, invoice_id)
    away = [("peppol", "failed", "operator_away")] * (len(WAITS) + 1)
    refused = ("finvoice", "refused", "document_refused")
    assert tried(found) == [refused, *away, ("mail", "refused", "no_such_address")]
    assert (found.status, found.reason) == ("undelivered", "no_such_address")
    assert len({one.message_id for one in found.attempts}) == 3
    async with listening(200, heard) as port:
        object.__setattr__(operators, "finvoice", over_https(tmp_path, port))
        await house.ask(again(invoice_id, channel="finvoice"))
        await house.quiet()
    found = await delivery(house, invoice_id)
    assert (found.status, found.reason) == ("taken", None)
    keys = {line for one in heard for line in one.splitlines() if line.lower().startswith(b"idempotency-key")}
    assert len(heard) == len(keys) == 2
