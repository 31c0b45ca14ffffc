"""A workflow's clock may run ahead of the platform's: the month's run waits for those who still record the month."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from services.messages.billing import BillingReport, RunBilling
from services.runtime.commands.asking import Asker
from workflows.activities import Activities

NOW = datetime(2027, 10, 1, 4, tzinfo=UTC)
NOTHING = BillingReport(period="2027-09", issued=0, total_cents=0, remaining=0)


class Standing:
    def now(self) -> datetime:
        return NOW


class Asked(Asker):
    def __init__(self) -> None:
        self.orders: list[Any] = []

    async def __call__(self, command: Any, *_: Any, **__: Any) -> Any:
        self.orders.append(command)
        return NOTHING


async def test_a_month_is_not_invoiced_by_a_clock_that_ran_ahead() -> None:
    asked = Asked()
    order = RunBilling(period="2027-10", as_of=NOW + timedelta(days=31))
    with pytest.raises(ApplicationError) as refused:
        await Activities(asked, Standing()).run_billing(order)
    assert (refused.value.type, refused.value.non_retryable, asked.orders) == ("too_early", True, [])


async def test_the_end_of_a_move_is_not_ahead() -> None:
    asked = Asked()
    order = RunBilling(period="2027-09", as_of=NOW + timedelta(minutes=5))
    assert await Activities(asked, Standing()).run_billing(order) == NOTHING
    assert asked.orders == [order]
