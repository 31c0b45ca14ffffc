"""What a record comes to is told before the press; what is charged already is not offered to be recorded otherwise."""

from datetime import timedelta

import pytest

from services.runtime.finland import local_date
from tests.house import House
from tests.integration.billing.builders import SELLER, the_run
from tests.integration.console.in_series import InSeries, in_series

CORRECT = "/correct"


@pytest.fixture
async def over(house: House) -> InSeries:
    """The first session has ended and nobody has said what became of it."""
    year = await in_series(house)
    year.move_clock((await year.first()).ends_at + timedelta(minutes=5))
    return year


async def test_that_nobody_came_costs_what_its_contract_says_and_the_sum_is_told_to_who_sees_prices(
    over: InSeries,
) -> None:
    page = await over.get("supervisor", await over.path())
    assert "It is invoiced at 100% of its price, as agreed." in page.replace("\xa0", "")
    assert (await over.post("supervisor", f"{await over.path()}/nobody"))[0] == 303
    told = await over.get("coordinator", f"{await over.path()}{CORRECT}")
    assert "of the price of the session: " in told and "without VAT" in told


async def test_what_is_on_an_invoice_is_not_offered_to_be_put_right_and_what_to_do_is_said(
    over: InSeries,
) -> None:
    path, first = await over.path(), await over.first()
    assert (await over.post("supervisor", f"{path}/nobody"))[0] == 303
    await over.house.quiet()
    assert f'href="{path}{CORRECT}"' in await over.get("supervisor", path)
    await over.house.ask(SELLER)
    day = local_date(first.starts_at)
    over.move_clock(first.starts_at + timedelta(days=35))
    await over.house.ask(the_run(f"{day:%Y-%m}", over.house.clock.now()))
    await over.house.quiet()
    for role, reads_invoices in (("supervisor", False), ("coordinator", True)):
        page = await over.get(role, path)
        assert f'href="{path}{CORRECT}"' not in page, role
        assert "finance takes it back by a credit note" in page, role
        assert ('href="/invoices/1001"' in page) is reads_invoices, role
        form = await over.get(role, f"{path}{CORRECT}")
        assert "finance takes it back by a credit note" in form and 'name="outcome"' not in form, role
