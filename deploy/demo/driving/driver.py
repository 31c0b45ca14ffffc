"""Carries the acts out on a running platform, moving its clock to each; what is away for a moment is asked again."""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from nats.aio.client import Client
from nats.aio.subscription import Subscription

from deploy.demo.commission import Cast, Commission
from deploy.demo.commissions import PLAIN
from deploy.demo.driving.done import Done
from deploy.demo.driving.standing import Standing
from deploy.demo.script import Act, Calendar
from deploy.demo.setting_up import set_up
from deploy.demo.telling import stamp, told
from services.messages import contracts, intake, process
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.refusal import Refusal

_LATE = timedelta(hours=1)
"""Between two acts the clock goes on as clocks do; what is looked at too late is so by a deadline, which is days."""


class Driver(Standing):
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
        super().__init__(calendar, cast)
        self._at = at
        self._say = say
        self._done = done or Done()
        self._connection: Client | None = None
        self._told: Subscription | None = None
        self._began_at = datetime.max.replace(tzinfo=UTC)
        self.late: list[str] = []

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
        self._ask_over(self._connection)
        await self._tell_events(self._connection)
        self._began_at = await self._time_where_it_stands()

    async def next_act(self) -> Act | None:
        """The earliest that was not done yet, once its time has come; none: the people's year is done.

        The clock goes to the earlier of the next act and the next deadline at which somebody says something: that may
        give people something to do before the act that was next until then. What a year that goes on brings after the
        demo's own is left to whoever looks at it.
        """
        while acts := [act for act in await self._acts() if self._is_due(act)]:
            act = _earliest(acts)
            if act and await self._time_has_come(act.at):
                return act
        return None

    def _is_due(self, act: Act) -> bool:
        return act.at <= self._calendar.over and (act.who, act.what) not in self._done

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
        self._forget_what_changed(act)
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

    async def _acts(self) -> list[Act]:
        """All that is still ahead, and what was done; what was heard meanwhile counts."""
        while self._told is not None and self._told.pending_msgs:
            await asyncio.sleep(0)
        return [*set_up(self._calendar, self._cast.supervisors), *await self._acts_of_all()]

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
            self._hear(subject, str(facts.get("process_id")))
            if line := told(headers.get("ce-type", ""), facts):
                self._say(f"{stamp(datetime.fromisoformat(headers['ce-time']))}    · {line}")

        self._told = await connection.subscribe("events.>", cb=tell)


def _earliest(acts: Sequence[Act]) -> Act | None:
    return min(acts, key=lambda act: act.at.timestamp(), default=None)


def _has_a_place(act: Act) -> bool:
    """Processes are numbered as they are asked for, and as they are renewed."""
    numbered = (intake.SubmitInquiry, contracts.ChooseContinuation)
    return any(isinstance(order, numbered) for order in act.orders)
