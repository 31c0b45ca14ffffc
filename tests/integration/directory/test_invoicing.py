"""Where a customer's invoices go: who says it, what is refused, and who is told that it is another place."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages import directory as messages
from services.messages.directory import Invoicing
from services.messages.values import Address
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.directory.builders import NOW, organisation, person, relate

WHERE = Address(street="Uusikatu 2", postal_code="33100", town="Tampere")


def an_order(whose: UUID, by: UUID, **facts: Any) -> messages.SetInvoicing:
    told = {"address": WHERE, "invoice_email": "laskut@example.org", "invoicing": Invoicing()} | facts
    return messages.SetInvoicing(organisation_id=whose, changed_by=by, as_of=NOW, **told)


async def payer_of(house: House, ours: UUID) -> UUID:
    payer = await person(house, "Pekka")
    await relate(house, payer, "payer", ours)
    return payer


async def test_a_payer_says_where_invoices_go_and_a_department_has_its_own(house: House) -> None:
    await house.open("directory")
    ours = await organisation(house)
    payer = await payer_of(house, ours)
    below = messages.RegisterDepartment(
        department_id=uuid4(), organisation_id=ours, name="Kirjasto", registered_by=FOUNDER, as_of=NOW
    )
    await house.ask(below)
    of_it = {"organisation_id": ours, "department_id": below.department_id}
    whole = Invoicing(electronic_address="003720774740", operator="E204503", channels=["finvoice", "mail"])
    await house.ask(an_order(ours, payer, invoicing=whole))
    assert (await house.ask(messages.ShowCustomer(organisation_id=ours))).invoicing == whole
    assert (await house.ask(messages.ShowCustomer(**of_it))).invoicing == whole
    own = Invoicing(order_number="4500AB12", order_number_required=True, order_number_pattern="XXXXXXXX")
    await house.ask(an_order(ours, payer, department_id=below.department_id, invoicing=own))
    part = await house.ask(messages.ShowCustomer(**of_it))
    assert (part.invoicing, part.address, part.invoice_email) == (own, WHERE, "laskut@example.org")
    assert (await house.ask(messages.ShowCustomer(organisation_id=ours))).invoicing == whole
    all_of_it = an_order(
        ours, payer, department_id=below.department_id, invoicing=Invoicing(grouping="organisation")
    )
    with pytest.raises(Refusal, match="not_of_a_department"):
        await house.ask(all_of_it)
    history = await house.ask(
        messages.ListEntryHistory(kind="department", entry_id=below.department_id, asked_by=payer)
    )
    told = {one.field: one.after for one in history.changes}
    assert (told["order_number"], told["required_references"]) == ("4500AB12", "order_number")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"channels": ["peppol"]}, "electronic_address_missing", "electronic_address"),
        (
            {"channels": ["mail", "finvoice"], "electronic_address": "003720774740"},
            "operator_missing",
            "operator",
        ),
        ({"agreement": "12", "agreement_pattern": "999"}, "reference_unfit", "agreement"),
        ({"payment_days": 20}, "not_yours_to_decide", "payment_days"),
    ],
)
async def test_what_does_not_fit_together_is_refused_at_its_field(
    house: House, facts: dict[str, Any], code: str, field: str
) -> None:
    await house.open("directory")
    ours = await organisation(house)
    payer = await payer_of(house, ours)
    with pytest.raises(Refusal) as refused:
        await house.ask(an_order(ours, payer, invoicing=Invoicing(**facts)))
    assert (refused.value.code, refused.value.field) == (code, field)


async def test_who_is_to_be_paid_gives_time_and_a_public_buyer_no_more_than_thirty_days(house: House) -> None:
    await house.open("directory")
    ours = await organisation(house)
    for days in (31, 30):
        order = an_order(ours, FOUNDER, invoicing=Invoicing(payment_days=days))
        if days > 30:
            with pytest.raises(Refusal, match="payment_days_too_long"):
                await house.ask(order)
        else:
            await house.ask(order)
    assert (await house.ask(messages.ShowCustomer(organisation_id=ours))).invoicing.payment_days == 30


async def test_a_payer_of_another_organisation_says_nothing_here(house: House) -> None:
    await house.open("directory")
    ours = await organisation(house)
    stranger = await person(house, "Vieras")
    for who in (stranger, uuid4()):
        with pytest.raises(Refusal, match="unknown_organisation"):
            await house.ask(an_order(ours, who))


async def test_a_changed_address_is_told_once_with_the_one_until_then_and_the_same_again_says_nothing(
    house: House,
) -> None:
    await house.open("directory")
    ours = await organisation(house)
    payer = await payer_of(house, ours)
    before = (await house.ask(messages.ShowCustomer(organisation_id=ours))).invoice_email
    first = an_order(ours, payer, invoice_email="uudet@example.org")
    for order in (
        first,
        first,
        an_order(ours, payer, invoice_email="uudet@example.org", invoicing=Invoicing(order_number="1")),
    ):
        await house.ask(order)
    await house.ask(
        an_order(
            ours,
            payer,
            invoice_email="uudet@example.org",
            invoicing=Invoicing(electronic_address="003720774740", order_number="1"),
        )
    )
    await house.quiet()
    told = [one for one in await house.events("directory") if isinstance(one, messages.InvoiceAddressChanged)]
    earlier = [
        (await house.ask(messages.ShowEarlierInvoiceAddress(change_id=one.change_id))).email for one in told
    ]
    assert earlier == [before, "uudet@example.org"]
