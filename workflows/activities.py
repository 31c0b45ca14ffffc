"""What a process asks of the services: each activity is one command, safe to ask twice.

A refusal is final for the workflow; anything else is tried again by Temporal.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from temporalio import activity
from temporalio.exceptions import ApplicationError

from services.messages import billing, contracts, intake, sessions
from services.messages.envelope import Command, Reply
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal

R = TypeVar("R", bound=Reply)


class PaperTimes(BaseModel):
    """completing_reminders_at: of our own work on a draft. The others: once signatures are asked for.

    signing_expires_at: none where it may take as long as it takes.
    """

    completing_reminders_at: list[datetime] = []
    signing_reminders_at: list[datetime] = []
    signing_expires_at: datetime | None = None


_OWN_RETRIES_S = 20
_ONE_ANSWER_S = 5
_ASK_AGAIN_S = 0.2


class Activities:
    def __init__(self, ask: Asker) -> None:
        self._asker = ask

    def all(self) -> list[Callable[..., Awaitable[Any]]]:
        return [
            getattr(self, name) for name in vars(type(self)) if not name.startswith("_") and name != "all"
        ]

    async def _ask(self, order: Command[R]) -> R:
        """A service that is away for a moment is asked again here: under moved time Temporal's own retries are
        skipped through, and days would pass within seconds.
        """
        give_up = asyncio.get_running_loop().time() + _OWN_RETRIES_S
        while True:
            try:
                return await self._asker(order, timeout_s=_ONE_ANSWER_S)
            except Refusal as refusal:
                raise ApplicationError(refusal.code, type=refusal.code, non_retryable=True) from None
            except Fault:
                if asyncio.get_running_loop().time() > give_up:
                    raise
            await asyncio.sleep(_ASK_AGAIN_S)

    @activity.defn
    async def remind_of_step(self, order: intake.RemindOfStep) -> None:
        await self._ask(order)

    @activity.defn
    async def expire_proposal(self, order: intake.ExpireProposal) -> intake.ProposalFound:
        return await self._ask(order)

    @activity.defn
    async def look_at_trial(self, order: contracts.LookAtTrial) -> contracts.TrialFound:
        """Next: services/contracts/trials/looking.py:look"""
        return await self._ask(order)

    @activity.defn
    async def draft_contract(self, order: contracts.DraftContract) -> PaperTimes:
        """Only when to remind, and until when people have to sign, comes back: the paper stays with its service.

        Next: services/contracts/handlers/papers.py:draft_contract
        """
        drafted = await self._ask(order)
        return PaperTimes(
            completing_reminders_at=drafted.completing_reminders_at,
            signing_reminders_at=drafted.signing_reminders_at,
            signing_expires_at=drafted.signing_expires_at,
        )

    @activity.defn
    async def remind_of_draft(self, order: contracts.RemindOfDraft) -> None:
        await self._ask(order)

    @activity.defn
    async def remind_signer(self, order: contracts.RemindSigner) -> None:
        await self._ask(order)

    @activity.defn
    async def expire_contract(self, order: contracts.ExpireContract) -> contracts.SigningFound:
        return await self._ask(order)

    @activity.defn
    async def remind_of_pause(self, order: contracts.RemindOfPause) -> None:
        await self._ask(order)

    @activity.defn
    async def propose_plan(self, order: sessions.ProposeFirstPlan) -> None:
        """The dates stay with their service.

        Next: services/sessions/handlers/planning.py:propose_first_plan
        """
        await self._ask(order)

    @activity.defn
    async def look_at_series(self, order: sessions.LookAtSeries) -> sessions.SeriesState:
        return await self._ask(order)

    @activity.defn
    async def open_review(self, order: sessions.OpenReview) -> sessions.ReviewAwaited:
        return await self._ask(order)

    @activity.defn
    async def ask_continuation(self, order: contracts.AskContinuation) -> None:
        await self._ask(order)

    @activity.defn
    async def end_process(self, order: contracts.EndProcess) -> contracts.EndFound:
        return await self._ask(order)

    @activity.defn
    async def plan_billing(self, order: billing.PlanBilling) -> billing.BillingPlan:
        return await self._ask(order)

    @activity.defn
    async def run_billing(self, order: billing.RunBilling) -> billing.BillingReport:
        """Next: services/billing/handlers/runs.py:run_billing"""
        return await self._ask(order)
