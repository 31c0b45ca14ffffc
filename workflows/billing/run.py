"""The month's invoices, by themselves: sleeps to the next month's first banking day, asks for the run, begins anew."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from services.messages import billing
    from services.messages.envelope import Command
    from services.runtime.finland import next_morning
    from workflows import newer_release
    from workflows.activities import Activities
    from workflows.heard import answered
    from workflows.timeouts import until

ONE_TRY = timedelta(minutes=2)
BACKING_OFF = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))

Order = TypeVar("Order", bound=Command[Any])
Answer = TypeVar("Answer")


@workflow.defn
class BillingRun:
    """One for the whole platform; the run of a period is idempotent, so asking again is safe."""

    @workflow.run
    async def run(self) -> None:
        """Next: workflows/activities.py:Activities.run_billing"""
        plan = await self.ask(Activities.plan_billing, lambda: billing.PlanBilling(as_of=workflow.now()))
        await until(plan.run_at, newer_release.is_there)
        if newer_release.is_there():
            await newer_release.begin_anew()
        remaining = await self.issue(plan.period)
        while remaining:
            remaining = await self.issue(plan.period, goes_on=True)
        await newer_release.begin_anew()

    @workflow.signal
    def nudge(self) -> None:
        """Only wakes it: a worker with newer code takes it up."""

    async def issue(self, period: str, *, goes_on: bool = False) -> int:
        """How many processes still wait for their invoice of the period."""
        report = await self.ask(
            Activities.run_billing,
            lambda: billing.RunBilling(period=period, goes_on=goes_on, as_of=workflow.now()),
        )
        return report.remaining

    async def ask(
        self, act: Callable[[Activities, Order], Coroutine[Any, Any, Answer]], order: Callable[[], Order]
    ) -> Answer:
        """Asks until there is an answer: what is refused (no seller entered yet) is asked again every morning."""
        while True:
            try:
                told: Answer = await workflow.execute_activity_method(
                    act, order(), start_to_close_timeout=ONE_TRY, retry_policy=BACKING_OFF
                )
                return answered(act, told)
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
            await until(next_morning(workflow.now()))
