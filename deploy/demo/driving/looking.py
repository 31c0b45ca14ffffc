"""What the services answer about one commission; who is away for a moment is asked again."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from nats.aio.client import Client

from deploy.demo import people as who
from deploy.demo.commission import Commission, Seen, Tried
from deploy.demo.script import Calendar
from services.messages import contracts, sessions
from services.messages.envelope import Command, Reply
from services.messages.values import Role, Viewer
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal

R = TypeVar("R", bound=Reply)

_ASK_AGAIN_S = 0.2
_PATIENCE_S = 90.0
_LOOK_AGAIN_S = 0.02


class Looking:
    """patience_s: for how long who is away is asked again."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        # When it was read last: it goes forward only, and little where nobody moves it.
        self._now = datetime.min.replace(tzinfo=UTC)
        self.patience_s = _PATIENCE_S

    def _ask_over(self, connection: Client) -> None:
        self._ask_once = Asker(connection, timeout_s=5)

    async def ask(self, order: Command[R]) -> R:
        """The reply; a service or broker that is away is waited for, a refusal is raised."""
        give_up = time.monotonic() + self.patience_s
        while True:
            try:
                return await self._ask_once(order)
            except Fault:
                if time.monotonic() > give_up:
                    raise
            await asyncio.sleep(_ASK_AGAIN_S)

    async def look_at(self, commission: Commission) -> Seen:
        """One whose plan is confirmed."""
        contract = await self.ask(contracts.ShowContract(process_id=commission.process_id))
        return await self._sessions_under(contract, commission)

    async def look_at_trial(self, commission: Commission) -> Tried:
        listed = sessions.ListSessions(process_id=commission.process_id)
        with suppress(Refusal):  # it was not prepared yet
            found = (await self.ask(listed)).sessions
            return Tried(commission, self._calendar, [one for one in found if one.trial])
        return Tried(commission, self._calendar, [])

    async def _sessions_under(self, contract: contracts.ContractCard, commission: Commission) -> Seen:
        process_id = commission.process_id
        listed, reviews = await asyncio.gather(
            self.ask(sessions.ListSessions(process_id=process_id)), self._reviews_of(process_id)
        )
        known = [one for one in listed.sessions if not one.trial]
        return Seen(commission, self._calendar, contract, known, reviews)

    async def _reviews_of(self, process_id: UUID) -> Sequence[sessions.ReviewCard]:
        return (await self.ask(sessions.ListReviews(process_id=process_id))).reviews

    async def plan_of(self, commission: Commission) -> sessions.PlanShown | None:
        """None before the contract is signed; once it is, the platform proposes one by itself, and is waited for."""
        contract = await self._contract_of(commission)
        return await self._plan_under(contract) if contract else None

    async def _contract_of(self, commission: Commission) -> contracts.ContractCard | None:
        try:
            return await self.ask(contracts.ShowContract(process_id=commission.process_id))
        except Refusal:  # there is none yet
            return None

    async def _plan_under(self, contract: contracts.ContractCard) -> sessions.PlanShown | None:
        coordinator = Viewer(person_id=who.COORDINATOR.person_id, role=Role.COORDINATOR)
        give_up = time.monotonic() + self.patience_s
        while contract.status == "signed" and time.monotonic() < give_up:
            query = sessions.ShowPlan(process_id=contract.process_id, viewer=coordinator, as_of=self._now)
            with suppress(Refusal):  # sessions has not heard of the contract yet
                if (plan := await self.ask(query)).status != "none":
                    return plan
            await asyncio.sleep(_LOOK_AGAIN_S)
        return None
