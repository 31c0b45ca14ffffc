"""A process that finance frees of VAT: the ground is stored, printed and in e-invoices, and ends again."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.billing import (
    CreditInvoice,
    EndExemption,
    ExemptFromVat,
    ListExemptions,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    MARCH_FIRST,
    a_held_session,
    held,
    invoices,
    the_run,
)
from tests.integration.billing.customers.test_customers_abroad import paper

NET = 14_800
VAT = 3_774


def exempting(process_id: UUID, **facts: Any) -> ExemptFromVat:
    told = {
        "exemption_id": uuid4(),
        "ground": "social_welfare",
        "from_day": date(2027, 2, 1),
        "reason": "Letter of the tax administration",
        "set_by": FOUNDER,
        "as_of": MARCH_FIRST,
    }
    return ExemptFromVat.model_validate(told | {"process_id": process_id} | facts)


async def sums(house: House) -> list[tuple[int, int]]:
    return [(one.net_cents, one.vat_cents) for one in await invoices(house)]


async def test_what_is_performed_from_that_day_on_bears_no_tax_and_the_paper_says_why(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.say("sessions", held(process_id, 2, date(2027, 2, 23)))
    await billing.quiet()
    await billing.ask(exempting(process_id, from_day=date(2027, 2, 10)))
    await billing.ask(the_run())
    assert await sums(billing) == [(2 * NET, VAT)]
    told = await paper(billing, process_id)
    assert "Momsfri socialvård (momslagen 37 §)" in told
    [row] = await billing.rows("billing", "select snapshot from invoice")
    assert '"exemption": "social_welfare"' in row["snapshot"]


async def test_an_ended_exemption_frees_nothing_more_and_its_invoices_stay(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    order = exempting(process_id)
    for _again in range(2):
        await billing.ask(order)
    await billing.ask(the_run())
    ended = EndExemption(exemption_id=order.exemption_id, ended_by=FOUNDER, as_of=APRIL_FIRST)
    for _again in range(2):
        await billing.ask(ended)
    await billing.say("sessions", held(process_id, 2, date(2027, 3, 9)))
    await billing.quiet()
    await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert await sums(billing) == [(NET, 0), (NET, VAT)]
    [shown] = (await billing.ask(ListExemptions(viewer=FINANCE, process_id=process_id))).exemptions
    assert (shown.code, shown.ended_by) == ("VATEX-EU-132-1G", FOUNDER)


async def test_a_credit_note_of_it_has_the_same_ground(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    await billing.ask(exempting(process_id))
    await billing.ask(the_run())
    [invoice] = await invoices(billing)
    credit = CreditInvoice(
        credit_id=uuid4(),
        invoice_id=invoice.invoice_id,
        lines=[],
        then="bill_again",
        reason="Wrong",
        ordered_by=FOUNDER,
        as_of=APRIL_FIRST,
    )
    await billing.ask(credit)
    rows = await billing.rows("billing", "select vat_cents, snapshot from invoice where kind = 'credit_note'")
    assert [(row["vat_cents"], '"exemption": "social_welfare"' in row["snapshot"]) for row in rows] == [
        (0, True)
    ]


async def test_what_cannot_be_is_refused(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    first = exempting(process_id)
    await billing.ask(first)
    for wrong, code in (
        (exempting(uuid4()), "unknown_process"),
        (exempting(process_id), "already_exempt"),
        (first.model_copy(update={"ground": "education"}), "already_exempt"),
        (exempting(process_id, reason=""), "reason_missing"),
        (exempting(process_id, set_by=uuid4()), "not_yours_to_decide"),
        (EndExemption(exemption_id=uuid4(), ended_by=FOUNDER, as_of=MARCH_FIRST), "unknown_exemption"),
    ):
        with pytest.raises(Refusal, match=code):
            await billing.ask(wrong)


async def test_the_customer_does_not_see_what_finance_relies_on(billing: House) -> None:
    process_id = await a_held_session(billing)
    await billing.quiet()
    await billing.ask(exempting(process_id))
    outside = Viewer(person_id=uuid4(), role=Role.PAYER)
    assert (await billing.ask(ListExemptions(viewer=outside, process_id=process_id))).exemptions == []
