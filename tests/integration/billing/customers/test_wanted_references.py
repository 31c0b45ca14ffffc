"""What an invoice waits for is said: which reference, what it has to look like, and for which months."""

from typing import Any
from uuid import UUID, uuid4

from services.messages.billing import (
    ListHeldInvoices,
    ListWantedReferences,
    PreviewRun,
    WantedReference,
)
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.billing.builders import FEBRUARY, FINANCE, ORGANISATION, a_held_session, the_run
from tests.integration.billing.collective.test_collective import a_department, a_process
from tests.integration.billing.customers.test_customers import wants


def payer(department_id: UUID | None = None, role: Role = Role.PAYER, of: UUID = ORGANISATION) -> Viewer:
    return Viewer(person_id=uuid4(), role=role, organisation_id=of, department_id=department_id)


async def wanted(house: House, viewer: Viewer) -> list[WantedReference]:
    return (await house.ask(ListWantedReferences(viewer=viewer))).wanted


async def test_the_payer_reads_which_is_wanted_what_it_looks_like_and_for_which_months_until_it_is_given(
    billing: House,
) -> None:
    await a_held_session(billing)
    rule: dict[str, Any] = {"order_number_required": True, "order_number_pattern": "45XXXXXX"}
    rule |= {"agreement_required": True}
    await wants(billing, **rule)
    await billing.quiet()
    assert await wanted(billing, payer()) == []
    await billing.ask(the_run())
    found = await wanted(billing, payer())
    assert [(one.reference, one.pattern, one.missing, one.months, one.yours) for one in found] == [
        ("order_number", "45XXXXXX", True, [FEBRUARY], True),
        ("agreement", "", True, [FEBRUARY], True),
    ]
    assert await wanted(billing, payer(role=Role.COMMISSIONER)) == found == await wanted(billing, FINANCE)
    await wants(billing, **rule, order_number="4500AB12")
    assert [one.reference for one in await wanted(billing, payer())] == ["agreement"]
    await wants(billing, **rule, order_number="4500AB12", agreement="S-1")
    assert await wanted(billing, payer()) == []


async def test_nobody_reads_of_another_organisation_nor_who_looks_after_no_invoicing(billing: House) -> None:
    await a_held_session(billing)
    await wants(billing, order_number_required=True)
    await billing.quiet()
    await billing.ask(the_run())
    assert await wanted(billing, payer(of=uuid4())) == []
    for role in (Role.SUPERVISEE, Role.SUPERVISOR, Role.ADMINISTRATOR):
        assert await wanted(billing, payer(role=role)) == [], role


async def test_a_department_without_billing_data_of_its_own_has_it_given_by_the_whole(billing: House) -> None:
    department_id = await a_department(billing, "Terveys")
    await a_process(billing, department_id)
    await wants(billing, buyer_reference_required=True)
    await billing.quiet()
    await billing.ask(the_run())
    [of_whole] = await wanted(billing, payer())
    [of_department] = await wanted(billing, payer(department_id))
    assert (of_whole.department_name, of_whole.yours, of_department.yours) == ("Terveys", True, True)
    assert await wanted(billing, payer(uuid4())) == []


async def test_finance_reads_which_it_is_in_the_preview_and_of_what_is_held(billing: House) -> None:
    await a_held_session(billing)
    await wants(billing, order_number_required=True, agreement_required=True)
    await billing.quiet()
    [previewed] = (await billing.ask(PreviewRun(viewer=FINANCE, period=FEBRUARY))).customers
    assert (previewed.obstacle, previewed.references) == (
        "order_number_missing",
        ["order_number", "agreement"],
    )
    await billing.ask(the_run())
    [held] = (await billing.ask(ListHeldInvoices(viewer=FINANCE))).held
    assert held.references == ["order_number", "agreement"]
