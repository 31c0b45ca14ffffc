"""What the people of each commission do next, asked anew only where a word or an act may have changed it."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from types import ModuleType
from typing import Any
from uuid import UUID

from deploy.demo.arranging import arrange
from deploy.demo.commission import Cast, Commission
from deploy.demo.driving.looking import Looking
from deploy.demo.script import Act, Calendar
from deploy.demo.trying import try_out
from deploy.demo.year import choose, confirm, meet, review, set_goals
from services.messages import contracts, sessions
from services.messages.envelope import Command

_Agreed = tuple[contracts.ContractCard | None, sessions.PlanShown | None]

_CHANGES_NOTHING = (
    "events.billing.",
    "events.contracts.signature_",
    "events.contracts.consent_",
    "events.sessions.session_held",
)
"""Nobody's next act goes by these. Neither contracts nor sessions listen to billing; who signs or consents does so by
the commission's own days, and that all have signed is another word; a session is held by an act, after
which is looked."""

_OF_ONE_SESSION = ("events.sessions.session_", "events.sessions.review_", "events.sessions.goal")
"""No word about a single session or review changes what was agreed. Who leaves, pauses, amends or ends it says other
words.
"""

_OF_ITS_DAY = ("events.sessions.session_", "events.sessions.goal")
"""No word about them opens or closes a review."""

_SIGNED = "events.contracts.contract_signed"
"""Before it there is no plan of a process. Once it is heard, or somebody of the process has acted, it is asked for."""


class Standing(Looking):
    """How each commission stands, as it was seen last."""

    def __init__(self, calendar: Calendar, cast: Cast) -> None:
        super().__init__(calendar)
        self._cast = cast
        self._known: dict[str, list[Act]] = {}
        self._whose: dict[tuple[str, str], str] = {}
        self._agreed: dict[str, _Agreed] = {}
        self._reviews: dict[str, Sequence[sessions.ReviewCard]] = {}
        self._unsigned: set[str] = set()
        self._heard: Counter[str] = Counter()

    async def _acts_of_all(self) -> list[Act]:
        """A commission is looked at again after an event about it, and after each act."""
        looks = await asyncio.gather(*(self._acts_now(one) for one in self._cast.commissions))
        return [act for look in looks for act in look]

    async def _acts_now(self, commission: Commission) -> list[Act]:
        key = str(commission.process_id)
        heard = self._heard[key]
        if known := self._known.get(key):
            return known
        acts = await self._acts_of(commission)
        self._whose |= {(act.who, act.what): key for act in acts}
        if heard == self._heard[key]:
            self._known[key] = acts
        return acts

    async def _agreed_on(self, commission: Commission) -> _Agreed:
        """Kept once its days are confirmed, until something is said that may concern it; before it is signed, there is
        none.
        """
        key = str(commission.process_id)
        if key in self._unsigned:
            return None, None
        if kept := self._agreed.get(key):
            return kept
        heard = self._heard[key]
        contract = await self._contract_of(commission)
        plan = await self._plan_under(contract) if contract else None
        if heard == self._heard[key] and (contract is None or _was_never_signed(contract)):
            self._unsigned.add(key)
        if plan and plan.status == "confirmed" and heard == self._heard[key]:
            self._agreed[key] = contract, plan
        return contract, plan

    async def _acts_of(self, commission: Commission) -> list[Act]:
        acts = arrange(commission, self._calendar)
        if commission.trial:
            acts += try_out(await self.look_at_trial(commission))
        if not commission.comes_about:
            return acts
        contract, plan = await self._agreed_on(commission)
        if plan is not None and plan.status == "open":
            return [*acts, confirm(commission, plan)]
        if contract is None or plan is None or plan.status != "confirmed":
            return acts
        seen = await self._sessions_under(contract, commission)
        goals = set_goals(commission, seen.sessions[0])
        return [*acts, *meet(seen), *goals, *review(commission, seen.reviews), *choose(seen)]

    async def _reviews_of(self, process_id: UUID) -> Sequence[sessions.ReviewCard]:
        """Kept until a word or an act may have opened or closed one."""
        key = str(process_id)
        if (kept := self._reviews.get(key)) is not None:
            return kept
        heard = self._heard[key]
        found = (await self.ask(sessions.ListReviews(process_id=process_id))).reviews
        if heard == self._heard[key]:
            self._reviews[key] = found
        return found

    def _hear(self, subject: str, key: str) -> None:
        """A word about a process."""
        if subject == _SIGNED:
            self._unsigned.discard(key)
        if not subject.startswith(_CHANGES_NOTHING):
            kept = subject.startswith(_OF_ITS_DAY)
            self._forget(key, agreed=not subject.startswith(_OF_ONE_SESSION), reviews=not kept)

    def _forget_what_changed(self, act: Act) -> None:
        if key := self._whose.get((act.who, act.what)):
            alone = _is_of_sessions_alone(act)
            self._forget(key, agreed=not alone, reviews=not alone or _holds_a_review(act))
            if _may_sign(act):  # it may have been the last signature, whose word is heard later
                self._unsigned.discard(key)

    async def _forget_all(self) -> None:
        """While the connection was lost, events were."""
        self._unsigned.clear()
        for commission in self._cast.commissions:
            self._forget(str(commission.process_id), agreed=True, reviews=True)

    def _forget(self, key: str, *, agreed: bool, reviews: bool) -> None:
        """What was seen of a process; agreed, reviews: also what was agreed, and its reviews."""
        self._heard[key] += 1
        self._known.pop(key, None)
        if agreed:
            self._agreed.pop(key, None)
        if reviews:
            self._reviews.pop(key, None)


def _was_never_signed(contract: contracts.ContractCard) -> bool:
    return contract.signed_at is None and contract.supersedes is None


def _is_of_sessions_alone(act: Act) -> bool:
    """No other service is told anything in it."""
    return act.press is None and all(_is_said_to(sessions, order) for order in act.orders)


def _may_sign(act: Act) -> bool:
    """Contracts is told something in it."""
    return act.press is not None or any(_is_said_to(contracts, order) for order in act.orders)


def _is_said_to(service: ModuleType, order: Command[Any]) -> bool:
    return type(order).__module__.startswith(service.__name__)


def _holds_a_review(act: Act) -> bool:
    return any(isinstance(order, sessions.RecordReview) for order in act.orders)
