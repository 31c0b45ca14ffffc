"""Carries the acts out on a running platform, moving its clock to each; what is away for a moment is asked again."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any, TypeVar
from uuid import UUID

from nats.aio.client import Client
from nats.aio.subscription import Subscription

from deploy.demo import people as who
from deploy.demo.arranging import arrange
from deploy.demo.commission import Cast, Commission, Seen, Tried
from deploy.demo.commissions import PLAIN
from deploy.demo.done import Done
from deploy.demo.script import Act, Calendar
from deploy.demo.setting_up import set_up
from deploy.demo.telling import stamp, told
from deploy.demo.trying import try_out
from deploy.demo.year import choose, confirm, meet, review, set_goals
from services.messages import contracts, intake, process, sessions
from services.messages.envelope import Command, Reply
from services.messages.values import Role, Viewer
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault, Refusal

R = TypeVar("R", bound=Reply)
_Agreed = tuple[contracts.ContractCard | None, sessions.PlanShown | None]

_ASK_AGAIN_S = 0.2
_PATIENCE_S = 90.0
_LOOK_AGAIN_S = 0.02

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

_LATE = timedelta(hours=1)
"""Between two acts the clock goes on as clocks do; what is looked at too late is so by a deadline, which is days."""


class Driver:
    """say: hears each line of the timeline. late: what was done after its time, though the people's clock was there.

    done: what an earlier one has carried out. patience_s: for how long who is away is asked again.
    """

    def __init__(
        self,
        at: BrokerAddress,
        calendar: Calendar,
        say: Callable[[str], None],
        cast: Cast = PLAIN,
        done: Done | None = None,
    ) -> None:
        self._at = at
        self._calendar = calendar
        self._say = say
        self._cast = cast
        self._done = done or Done()
        self._connection: Client | None = None
        self._known: dict[str, list[Act]] = {}
        self._agreed: dict[str, _Agreed] = {}
        self._reviews: dict[str, Sequence[sessions.ReviewCard]] = {}
        self._unsigned: set[str] = set()
        self._heard: Counter[str] = Counter()
        self._told: Subscription | None = None
        self._began_at = datetime.max.replace(tzinfo=UTC)
        # When it was read last: it goes forward only, and little where nobody moves it.
        self._now = datetime.min.replace(tzinfo=UTC)
        self.late: list[str] = []
        self.patience_s = _PATIENCE_S

    async def run(self) -> None:
        """Until the year is over. Started again on the same platform it goes on where the services stand."""
        await self.open()
        while act := await self.next_act():
            await asyncio.gather(*map(self.carry_out, [act, *self._beside(act)]))
        await self.finish()

    async def open(self) -> None:
        self._connection = await self._at.connect(
            max_reconnect_attempts=-1, reconnect_time_wait=0.2, reconnected_cb=self._forget_all
        )
        self._ask_once = Asker(self._connection, timeout_s=5)
        await self._tell_events(self._connection)
        self._began_at = await self._time_where_it_stands()

    async def next_act(self) -> Act | None:
        """The earliest that was not done yet, once its time has come; none: the people's year is done.

        The clock goes to the earlier of the next act and the next deadline at which somebody says something: that may
        give people something to do before the act that was next until then.
        """
        while acts := [act for act in await self._acts() if (act.who, act.what) not in self._done]:
            act = _earliest(acts)
            if act and await self._time_has_come(act.at):
                return act
        return None

    def _beside(self, act: Act) -> list[Act]:
        """What people of other commissions do at the same minute: in any order it comes to the same, as none of these
        goes by the days of another's supervisor, or by its own place among all inquiries.
        """
        beside: list[Act] = []
        own = next((one for one in self._cast.commissions if act in self._still_to_do(one)), None)
        if own is None or _has_a_place(act):
            return beside
        supervisors = {own.supervisor}
        for commission in self._cast.commissions:
            first = _earliest(self._still_to_do(commission))
            if first is None or first.at != act.at or _has_a_place(first):
                continue
            if commission.supervisor not in supervisors:
                supervisors.add(commission.supervisor)
                beside.append(first)
        return beside

    def _still_to_do(self, commission: Commission) -> list[Act]:
        """As far as it is known."""
        known = self._known.get(str(commission.process_id), [])
        return [act for act in known if (act.who, act.what) not in self._done]

    async def _time_has_come(self, instant: datetime) -> bool:
        """Otherwise the clock has gone to a deadline on the way."""
        if self._now < instant:
            await self._order_move(instant, until_said=True)
            await self._time_where_it_stands()
        return self._now >= instant

    async def carry_out(self, act: Act) -> None:
        """At its own time, to which the platform's clock is moved first."""
        self._note_lateness(act, await self._move_to(act.at))
        for order in act.orders:
            await self.ask(await act.fill(self.ask, order) if act.fill else order)
        if act.press:
            await self.ask(await act.press(self.ask))
        for key in [key for key, acts in self._known.items() if act in acts]:
            alone = _is_of_sessions_alone(act)
            self._forget(key, agreed=not alone, reviews=not alone or _holds_a_review(act))
        # It may have been the last signature, whose word is heard later; whose process it was, a word that came during
        # the act may have made forgotten already.
        if _may_sign(act):
            self._unsigned.clear()
        self._done.add(act.who, act.what)
        self._say(f"{stamp(act.at)}  {act.who} {act.what}")

    def _note_lateness(self, act: Act, now: datetime) -> None:
        """What was due before this driver began, an earlier one has done, or it broke off in the middle of it."""
        if act.at >= self._began_at and now - act.at > _LATE:
            self.late.append(f"{stamp(act.at)} {act.who} {act.what}: at {stamp(now)}")

    async def finish(self) -> None:
        """Until the last invoices have gone out."""
        await self._move_to(self._calendar.over)

    async def close(self) -> None:
        if self._connection:
            await self._connection.close()

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

    async def _acts(self) -> list[Act]:
        """A commission is looked at again after an event about it, and after each act."""
        while self._told is not None and self._told.pending_msgs:
            await asyncio.sleep(0)
        acts = set_up(self._calendar, self._cast.supervisors)
        looks = await asyncio.gather(*(self._acts_now(one) for one in self._cast.commissions))
        return [*acts, *(act for look in looks for act in look)]

    async def _acts_now(self, commission: Commission) -> list[Act]:
        key = str(commission.process_id)
        heard = self._heard[key]
        if known := self._known.get(key):
            return known
        acts = await self._acts_of(commission)
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
        """Kept until a word or an act may have opened or closed one."""
        key = str(process_id)
        if (kept := self._reviews.get(key)) is not None:
            return kept
        heard = self._heard[key]
        found = (await self.ask(sessions.ListReviews(process_id=process_id))).reviews
        if heard == self._heard[key]:
            self._reviews[key] = found
        return found

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

    async def _move_to(self, instant: datetime) -> datetime:
        """The time that it is then."""
        while self._now < instant:
            await self._order_move(instant, until_said=False)
            await self._time_where_it_stands()
        return self._now

    async def _time_where_it_stands(self) -> datetime:
        """Also a move from before a break goes to its end first."""
        while (reading := await self.ask(process.ReadClock(once_it_stands=True))).moving_to:
            pass
        self._now = reading.now
        return self._now

    async def _order_move(self, instant: datetime, *, until_said: bool) -> None:
        try:
            await self.ask(process.MoveClock(to=instant, until_said=until_said))
        except Refusal as refusal:  # an earlier move, from before a break, is still under way
            if refusal.code not in ("already_moving", "not_forward"):
                raise

    async def _tell_events(self, connection: Client) -> None:
        """What the platform does by itself is told as well, and whom it is about is looked at again."""

        async def tell(message: object) -> None:
            headers = getattr(message, "headers", None) or {}
            facts = json.loads(getattr(message, "data", b"{}"))
            subject = getattr(message, "subject", "")
            key = str(facts.get("process_id"))
            if subject == _SIGNED:
                self._unsigned.discard(key)
            if not subject.startswith(_CHANGES_NOTHING):
                kept = subject.startswith(_OF_ITS_DAY)
                self._forget(key, agreed=not subject.startswith(_OF_ONE_SESSION), reviews=not kept)
            if line := told(headers.get("ce-type", ""), facts):
                self._say(f"{stamp(datetime.fromisoformat(headers['ce-time']))}    · {line}")

        self._told = await connection.subscribe("events.>", cb=tell)


def _earliest(acts: Sequence[Act]) -> Act | None:
    return min(acts, key=lambda act: act.at.timestamp(), default=None)


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


def _has_a_place(act: Act) -> bool:
    """Processes are numbered as they are asked for, and as they are renewed."""
    numbered = (intake.SubmitInquiry, contracts.ChooseContinuation)
    return any(isinstance(order, numbered) for order in act.orders)
