"""What a record comes to is told before the press; what is charged already is not offered to be recorded otherwise."""

from datetime import timedelta
from typing import Any

import pytest

from services.messages.contracts import ShowContract
from services.messages.sessions import LeaveGroup, SessionCard
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.billing.builders import SELLER, the_run
from tests.integration.billing.disputes.acts import decision, dispute, item_of
from tests.integration.console.in_series import InSeries, in_series
from tests.integration.contracts.builders import MEMBERS

CORRECT = "/correct"


@pytest.fixture
async def over(house: House) -> InSeries:
    """The first session has ended and nobody has said what became of it."""
    year = await in_series(house)
    year.move_clock((await year.first()).ends_at + timedelta(minutes=5))
    return year


async def nobody_came(over: InSeries) -> tuple[str, SessionCard]:
    """Its supervisor records so of the first session: its path, and as it was before."""
    path, first = await over.path(), await over.first()
    assert (await over.post("supervisor", f"{path}/nobody"))[0] == 303
    await over.house.quiet()
    return path, first


async def test_that_nobody_came_costs_what_its_contract_says_and_the_sum_is_told_to_who_sees_prices(
    over: InSeries,
) -> None:
    page = await over.get("supervisor", await over.path())
    assert "It is invoiced at 100% of its price, as agreed." in page.replace("\xa0", "")
    path, _ = await nobody_came(over)
    told = await over.get("coordinator", f"{path}{CORRECT}")
    assert "of the price of the session: " in told and "without VAT" in told


async def test_what_is_on_an_invoice_is_not_offered_to_be_put_right_and_what_to_do_is_said(
    over: InSeries,
) -> None:
    path, first = await nobody_came(over)
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


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ({"outcome": "rejected"}, "the charge stands"),
        ({"outcome": "upheld", "percent": 50}, "50% of the charge is not owed"),
    ],
)
async def test_a_record_that_is_disputed_is_said_to_be_and_how_it_was_decided(
    over: InSeries, outcome: dict[str, Any], said: str
) -> None:
    """To its supervisor and a coordinator: never by whom, nor in whose words."""
    path, first = await nobody_came(over)
    assert "disputed" not in await over.get("supervisor", path)
    member = (await over.house.ask(ShowContract(process_id=over.process_id))).parties.representative_id
    told = {"claim": "wrong_kind", "words": "Olimme siellä.", "as_of": over.house.clock.now()}
    order = dispute(over.process_id, await item_of(over.house, first.session_id), member, **told)
    await over.house.ask(order)
    for role in ("supervisor", "coordinator"):
        page = await over.get(role, path)
        assert "Finance decides" in page and "Olimme siellä." not in page, role
        assert f'href="{path}{CORRECT}"' in page, "as long as it is on no invoice its owner takes it"
    await over.house.ask(decision(order.dispute_id, as_of=over.house.clock.now(), **outcome))
    for role in ("supervisor", "coordinator"):
        page = (await over.get(role, path)).replace("\xa0", "")
        assert said in page and "Finance decides" not in page and "Kuultu molempia." not in page, role


async def test_of_a_session_before_which_all_had_left_nothing_is_offered_that_is_refused(
    house: House,
) -> None:
    year = await in_series(house)
    path, first = await year.path(), await year.first()
    for member in MEMBERS:
        left = {"process_id": year.process_id, "person_id": member, "as_of": year.house.clock.now()}
        await year.house.ask(LeaveGroup.model_validate(left))
    year.move_clock(first.ends_at + timedelta(minutes=5))
    page = await year.get("supervisor", path)
    assert "Everybody had left by that day" in page and f'href="{path}/cancelled"' in page
    for offered in (f"{path}/held", f"{path}/nobody", "Who was there?", "is invoiced at"):
        assert offered not in page, offered
    told = year.house.clock.now() - timedelta(days=1)
    form = {"told_on": f"{local_date(told)}", "told_at": "09:00", "cancelled_by": "supervisee"}
    assert (await year.post("supervisor", f"{path}/cancelled", **form))[0] == 303
    for role in ("supervisor", "coordinator"):
        again = await year.get(role, f"{path}{CORRECT}")
        assert 'value="cancelled"' in again and 'value="no_show"' not in again, role
