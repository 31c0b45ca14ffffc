"""A customer that is invoiced when a contract has ended: months go by without it, and nothing is left out."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.messages.billing import ListDeferred, ListDraftItems, ListRuns
from services.messages.contracts import ProcessTerminated
from services.messages.directory import DepartmentChanged, Invoicing, OrganisationChanged, SetInvoicing
from services.messages.values import Role, Viewer
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.billing.builders import (
    APRIL_FIRST,
    CUSTOMER,
    FINANCE,
    MARCH_FIRST,
    ORGANISATION,
    held,
    invoices,
    the_run,
)
from tests.integration.billing.collective.test_collective import a_department, a_process
from tests.integration.billing.customers.test_customers import wants
from tests.integration.billing.test_held_invoices import of_a_customer

ENDS_IN_MARCH = datetime(2027, 3, 20, 6, tzinfo=UTC)


async def terminated(house: House, process_id, last_day: date) -> None:
    event = ProcessTerminated(
        process_id=process_id,
        version=1,
        by="commissioner",
        last_day=last_day,
        ends_at=ENDS_IN_MARCH,
        final_review="waived",
        terminated_at=MARCH_FIRST,
    )
    await house.say("contracts", event)


async def at_the_end(house: House, viewer: Viewer = FINANCE) -> list[tuple[UUID, int, int, date]]:
    found = await house.ask(ListDeferred(viewer=viewer, period="2027-02"))
    assert (found.count, found.net_cents) == (len(found.processes), sum(x.net_cents for x in found.processes))
    return [(one.process_id, one.lines, one.net_cents, one.ends_on) for one in found.processes]


async def test_a_month_is_done_without_it_and_what_ends_early_is_invoiced_with_its_month(
    billing: House,
) -> None:
    await wants(billing, timing="at_end")
    deferred = await a_process(billing, None, 2)
    other, _customer = await of_a_customer(billing, kind="public", business_id="1234567-1")
    await billing.quiet()
    assert (await billing.ask(ListDraftItems(viewer=FINANCE, period="2027-02"))).count == 1
    report = await billing.ask(the_run())
    assert (report.issued, report.remaining, report.held) == (1, 0, 0)
    assert [one.process_id for one in await invoices(billing)] == [other]
    assert (await billing.ask(ListDraftItems(viewer=FINANCE))).count == 2
    [month] = (await billing.ask(ListRuns(viewer=FINANCE))).runs
    assert (month.waiting, month.completed_at is not None) == (0, True)
    assert await at_the_end(billing) == [(deferred, 2, 29600, date(2027, 12, 15))]
    await billing.say("sessions", held(deferred, 3, date(2027, 3, 2)))
    await terminated(billing, deferred, date(2027, 3, 20))
    await billing.quiet()
    report = await billing.ask(the_run("2027-03", APRIL_FIRST))
    assert (report.issued, report.remaining) == (1, 0)
    assert (await invoices(billing))[-1].lines == 3
    assert await at_the_end(billing) == []


async def test_what_waits_for_the_end_opens_its_month_for_finance_alone(billing: House) -> None:
    await wants(billing, timing="at_end")
    deferred = await a_process(billing, None)
    await billing.quiet()
    assert [one.period for one in (await billing.ask(ListRuns(viewer=FINANCE))).runs] == ["2027-02"]
    assert [one[0] for one in await at_the_end(billing)] == [deferred]
    payer = Viewer(person_id=FOUNDER, role=Role.PAYER, organisation_id=ORGANISATION)
    assert await at_the_end(billing, payer) == []


async def test_back_to_monthly_frees_what_waited(billing: House) -> None:
    await wants(billing, timing="at_end", grouping="organisation")
    for _ in range(2):
        await a_process(billing, None)
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 0
    await wants(billing, grouping="organisation")
    await billing.quiet()
    assert (await billing.ask(the_run("2027-03", APRIL_FIRST))).issued == 1


async def test_a_department_with_settings_of_its_own_goes_by_them(billing: House) -> None:
    await wants(billing, timing="at_end")
    own, as_the_whole = await a_department(billing, "Oma"), await a_department(billing, "Muut")
    order = SetInvoicing(
        organisation_id=ORGANISATION,
        department_id=own,
        address=CUSTOMER.address,
        invoice_email=CUSTOMER.invoice_email,
        invoicing=Invoicing(order_number="1"),
        changed_by=FOUNDER,
        as_of=MARCH_FIRST,
    )
    await billing.ask(order)
    monthly, _deferred = await a_process(billing, own), await a_process(billing, as_the_whole)
    await billing.quiet()
    assert (await billing.ask(the_run())).issued == 1
    assert [one.process_id for one in await invoices(billing)] == [monthly]
    told = [one for one in await billing.events("directory") if isinstance(one, DepartmentChanged)]
    assert [(one.department_id, one.at_end) for one in told] == [(own, False)]
    of_whole = [one for one in await billing.events("directory") if isinstance(one, OrganisationChanged)]
    assert [one.at_end for one in of_whole] == [True]
