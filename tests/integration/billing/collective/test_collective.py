"""A collective invoice: one of a department's processes or of the whole customer's, and what follows of it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.messages.billing import (
    CREDIT_SERIES,
    ExemptFromVat,
    FindInvoice,
    InvoiceCredited,
    InvoiceIssued,
    InvoiceShown,
    ListHeldInvoices,
    ListInvoices,
    OpenDispute,
    ResolveDispute,
)
from services.messages.directory import RegisterDepartment
from services.messages.values import Role, Viewer
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    held,
    invoices,
    signed,
    the_run,
)
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.test_credits import crediting
from tests.integration.billing.test_held_invoices import said
from tests.integration.directory.builders import person, relate


async def a_department(house: House, name: str) -> UUID:
    order = RegisterDepartment(
        department_id=uuid4(),
        organisation_id=ORGANISATION,
        name=name,
        registered_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    return (await house.ask(order)).department_id


async def a_process(
    house: House, department_id: UUID | None, sessions: int = 1, month: int = 2, **terms: Any
) -> UUID:
    process_id = uuid4()
    await house.say("contracts", signed(process_id, department_id=department_id, **terms))
    for number in range(1, sessions + 1):
        await house.say("sessions", held(process_id, number, date(2027, month, number)))
    return process_id


async def shown(
    house: House, number: int, viewer: Viewer = FINANCE, series: str = "invoices"
) -> InvoiceShown:
    return await house.ask(FindInvoice(number=number, series=series, viewer=viewer))


def payer(department_id: UUID | None = None) -> Viewer:
    return Viewer(
        person_id=uuid4(), role=Role.PAYER, organisation_id=ORGANISATION, department_id=department_id
    )


async def numbers(house: House, viewer: Viewer, **asked: Any) -> list[int]:
    return [one.number for one in (await house.ask(ListInvoices(viewer=viewer, **asked))).invoices]


async def test_the_whole_has_one_invoice_that_those_see_who_reach_all_of_it(billing: House) -> None:
    health, schools = await a_department(billing, "Terveys"), await a_department(billing, "Koulut")
    await wants(billing, grouping="organisation", order_number="4500AB12")
    of = [
        await a_process(billing, health, 2),
        await a_process(billing, schools),
        await a_process(billing, None),
    ]
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 0)
    found = await shown(billing, 1001)
    assert (found.card.collective, found.card.department_id, found.card.lines) == (True, None, 4)
    assert {line.process_id for line in found.lines} == set(of)
    assert found.card.gross_cents == report.total_cents == round(4 * 14800 * 1.255)
    assert await numbers(billing, payer()) == [1001]
    assert await numbers(billing, payer(health)) == []
    assert [await numbers(billing, FINANCE, process_id=one) for one in of] == [[1001]] * 3
    [event] = await said(billing, InvoiceIssued)
    assert {share.process_id: share.lines for share in event.shares} == dict(zip(of, (2, 1, 1), strict=True))
    assert sum(share.gross_cents for share in event.shares) == event.gross_cents
    assert event.process_id in of
    assert (await billing.ask(the_run())).issued == 0


async def test_each_department_has_one_of_its_own(billing: House) -> None:
    health, schools = await a_department(billing, "Terveys"), await a_department(billing, "Koulut")
    await wants(billing, grouping="department")
    for department in (health, health, schools, None):
        await a_process(billing, department)
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 3
    cards = await invoices(billing)
    assert sorted((str(one.department_id), one.lines) for one in cards) == sorted(
        [(str(health), 2), (str(schools), 1), ("None", 1)]
    )
    assert all(one.collective for one in cards)
    [theirs] = await numbers(billing, payer(health))
    assert (await shown(billing, theirs, payer(health))).customer.department_name == "Terveys"


async def test_all_of_a_customer_are_on_it_however_few_are_looked_at_at_once(
    billing: House, monkeypatch
) -> None:
    monkeypatch.setattr("services.billing.invoices.whose.recipients.MOST_AT_ONCE", 1)
    monkeypatch.setattr("services.billing.invoices.whose.groups.MOST_TOGETHER", 3)
    await wants(billing, grouping="organisation")
    for _ in range(5):
        await a_process(billing, None)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining) == (2, 0)
    assert [one.lines for one in await invoices(billing)] == [3, 2]


async def test_whose_line_cannot_be_made_is_held_and_the_others_are_invoiced(billing: House) -> None:
    await wants(billing, grouping="organisation")
    good, wrong = await a_process(billing, None), await a_process(billing, None)
    await billing.quiet()
    await billing.rows("billing", "update billable_item set vat_category = 'XX' where process_id = $1", wrong)
    report = await billing.ask(the_run())
    assert (report.issued, report.held, report.remaining) == (1, 1, 0)
    assert [line.process_id for line in (await shown(billing, 1001)).lines] == [good]
    [held_one] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert (held_one.process_id, held_one.reason) == (wrong, "vat_rate_wrong")


async def test_an_order_that_is_missing_holds_all_of_it_and_takes_no_number(billing: House) -> None:
    await wants(billing, grouping="organisation", order_number_required=True)
    for _ in range(2):
        await a_process(billing, None)
    await billing.quiet()
    report = await billing.ask(the_run())
    assert (report.issued, report.held) == (0, 2)
    await wants(billing, grouping="organisation", order_number_required=True, order_number="4500AB12")
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, [one.number for one in await invoices(billing)]) == (1, [1001])


async def test_a_credit_is_of_the_lines_of_its_processes(billing: House) -> None:
    await wants(billing, grouping="organisation")
    first, second = await a_process(billing, None), await a_process(billing, None)
    await billing.quiet()
    await billing.ask(the_run())
    invoice = await shown(billing, 1001)
    [line] = [one for one in invoice.lines if one.process_id == second]
    await billing.ask(crediting(invoice, {str(line.item_id): 4800}))
    note = await shown(billing, 1001, series=CREDIT_SERIES)
    assert (note.card.collective, [one.process_id for one in note.lines]) == (True, [second])
    assert await numbers(billing, FINANCE, series=CREDIT_SERIES, process_id=second) == [1001]
    assert await numbers(billing, FINANCE, series=CREDIT_SERIES, process_id=first) == []
    await billing.ask(crediting(await shown(billing, 1001)))
    issued, credited = await said(billing, InvoiceIssued), await said(billing, InvoiceCredited)
    left = {share.process_id: share.gross_cents for share in issued[0].shares}
    for event in credited:
        assert sum(share.gross_cents for share in event.shares) == event.gross_cents
        for share in event.shares:
            left[share.process_id] -= share.gross_cents
    assert left == {first: 0, second: 0}


async def test_two_grounds_of_exemption_are_never_on_one(billing: House) -> None:
    await wants(billing, grouping="organisation")
    processes = [await a_process(billing, None) for _ in range(4)]
    await billing.quiet()
    for process_id, ground in zip(processes, ("education", "education", "health_care"), strict=False):
        await billing.ask(
            ExemptFromVat.model_validate(
                {
                    "exemption_id": uuid4(),
                    "process_id": process_id,
                    "ground": ground,
                    "from_day": date(2027, 1, 1),
                    "reason": "Lausunto.",
                    "set_by": FOUNDER,
                    "as_of": MARCH_FIRST,
                }
            )
        )
    assert (await billing.ask(the_run())).issued == 3
    found = [await shown(billing, one.number) for one in await invoices(billing)]
    told = {
        tuple(one.no_vat for one in invoice.vat): {line.process_id for line in invoice.lines}
        for invoice in found
    }
    assert told == {
        (None,): {processes[3]},
        ("education",): set(processes[:2]),
        ("health_care",): {processes[2]},
    }


async def test_a_dispute_that_is_upheld_credits_the_collective_invoice(billing: House) -> None:
    await wants(billing, grouping="organisation")
    await a_process(billing, None)
    disputed = await a_process(billing, None, 2)
    await billing.quiet()
    await billing.ask(the_run())
    items = [one.item_id for one in (await shown(billing, 1001)).lines if one.process_id == disputed]
    hr = await person(billing, "Heli")
    await relate(billing, hr, "hr", ORGANISATION)
    opened = OpenDispute(
        dispute_id=uuid4(),
        process_id=disputed,
        item_ids=items,
        claim="not_held",
        words="",
        opened_by=hr,
        as_of=MARCH_FIRST,
    )
    await billing.ask(opened)
    owed = (await shown(billing, 1001)).owed
    assert owed and (owed.disputed_cents, owed.undisputed_cents) == (37148, 18574)
    decided = {"outcome": "upheld", "percent": 50, "ground": "Puolet jäi pitämättä.", "resolved_by": FOUNDER}
    await billing.ask(ResolveDispute(dispute_id=opened.dispute_id, as_of=MARCH_FIRST, **decided))
    note = await shown(billing, 1001, series=CREDIT_SERIES)
    assert (note.card.net_cents, {one.process_id for one in note.lines}) == (14800, {disputed})
