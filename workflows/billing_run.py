"""The month's invoices, by themselves: sleeps to the next month's first banking day, asks for the run, begins anew."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from services.messages import billing
    from workflows.activities import Activities
    from workflows.timeouts import until

ONE_TRY = timedelta(minutes=2)
BACKING_OFF = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))
# A run that is refused (no seller entered yet) is asked for again every morning.
LATER = timedelta(days=1)


@workflow.defn
class BillingRun:
    """One for the whole platform; the run of a period is idempotent, so asking again is safe."""

    @workflow.run
    async def run(self) -> None:
        plan = await workflow.execute_activity_method(
            Activities.plan_billing,
            billing.PlanBilling(as_of=workflow.now()),
            start_to_close_timeout=ONE_TRY,
            retry_policy=BACKING_OFF,
        )
        await until(plan.run_at)
        remaining = 1
        while remaining:
            remaining = await self.issue(plan.period)
        workflow.continue_as_new()

    async def issue(self, period: str) -> int:
        """How many processes still wait for their invoice of the period."""
        report = await workflow.execute_activity_method(
            Activities.run_billing,
            billing.RunBilling(period=period, as_of=workflow.now()),
            start_to_close_timeout=ONE_TRY,
            retry_policy=BACKING_OFF,
        )
        return report.remaining
