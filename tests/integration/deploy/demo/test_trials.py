"""The demo's trials on the services themselves, by the demo's own acts and checks; its process and clock are played."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from deploy.demo import people_of_turns as more
from deploy.demo.arranging import arrange
from deploy.demo.commission import Commission, Seen, Tried
from deploy.demo.commissions import CARERS, LIBRARIANS
from deploy.demo.script import Act, Calendar, Check, Order
from deploy.demo.setting_up import set_up
from deploy.demo.trying import try_out
from deploy.demo.turns.reading import COORDINATOR
from deploy.demo.turns.sessions import record_held
from deploy.demo.year import confirm
from services.messages import billing, contracts, process, sessions
from services.messages.sessions import SessionCard
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from tests.house import House

CALENDAR = Calendar.whole(2027, date(2026, 11, 30))
GOES_ON = dataclasses.replace(LIBRARIANS, turns=LIBRARIANS.turns[:1])
"""Nothing else turns in their year here."""


class Played:
    """A platform whose process does what it is asked to here."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._invoiced = 0

    async def ask(self, order: Order) -> Any:
        if isinstance(order, process.ListProcesses):
            return process.ProcessStates(processes=[])
        return await self.house.ask(order)

    async def carry_out(self, act: Act) -> None:
        self._move_to(act.at)
        for order in act.orders:
            await self.ask(order)
        await self.house.quiet()

    async def sessions_of(self, commission: Commission) -> Sequence[SessionCard]:
        try:
            listed = sessions.ListSessions(process_id=commission.process_id)
            return (await self.house.ask(listed)).sessions
        except Refusal:  # nothing was prepared yet
            return []

    async def tried(self, commission: Commission) -> Tried:
        found = await self.sessions_of(commission)
        return Tried(commission, CALENDAR, [one for one in found if one.trial])

    async def arrange(self, commission: Commission) -> None:
        """Up to the signed contract, or the no-go."""
        done: set[tuple[str, str]] = set()
        while left := [one for one in await self._acts(commission) if (one.who, one.what) not in done]:
            act = min(left, key=lambda one: one.at)
            if act.what.startswith("waives"):
                draft = contracts.DraftContract(process_id=commission.process_id, as_of=act.at)
                await self.ask(draft)
            await self.carry_out(act)
            done.add((act.who, act.what))

    async def _acts(self, commission: Commission) -> list[Act]:
        return [*arrange(commission, CALENDAR), *try_out(await self.tried(commission))]

    async def hold(self, commission: Commission) -> None:
        """The plan confirmed, every session held, and each month invoiced when it is over."""
        now = self.house.clock.now()
        await self.ask(sessions.ProposeFirstPlan(process_id=commission.process_id, as_of=now))
        shown = sessions.ShowPlan(process_id=commission.process_id, viewer=COORDINATOR, as_of=now)
        await self.carry_out(confirm(commission, await self.ask(shown)))
        for one in await self.sessions_of(commission):
            if one.status == "planned":
                await self.invoice_until(local_date(one.starts_at).month)
                await self.carry_out(record_held(commission, one))
        await self.invoice_until(12)

    async def invoice_until(self, month: int) -> None:
        """What lies before that month."""
        for over in range(self._invoiced + 1, month):
            at = datetime(CALENDAR.year, over + 1, 5, 6, tzinfo=UTC)
            self._move_to(at)
            await self.ask(billing.RunBilling(period=f"{CALENDAR.year}-{over:02}", as_of=at))
            self._invoiced = over

    def _move_to(self, instant: datetime) -> None:
        if self.house.clock.now() < instant:
            self.house.clock.move_to(instant)

    async def checks_of_trial(self, commission: Commission) -> list[Check]:
        tried = await self.tried(commission)
        return [one for turn in commission.turns for one in await turn.checks_of_trial(tried, self.ask)]


@pytest.fixture
async def played(house: House) -> Played:
    await house.open("directory", "intake", "contracts", "sessions", "billing")
    played = Played(house)
    for act in set_up(CALENDAR, [one for one in more.SUPERVISORS if one.person == more.VIENO]):
        await played.carry_out(act)
    return played


async def test_what_goes_on_is_credited_to_the_cent(played: Played) -> None:
    await played.arrange(GOES_ON)
    await played.invoice_until(2)
    await played.hold(GOES_ON)
    contract = await played.ask(contracts.ShowContract(process_id=GOES_ON.process_id))
    held = [one for one in await played.sessions_of(GOES_ON) if not one.trial]
    checks = await GOES_ON.turns[0].checks(Seen(GOES_ON, CALENDAR, contract, held, []), played.ask)
    checks += await played.checks_of_trial(GOES_ON)
    assert (len(checks), [one for one in checks if not one.held]) == (3, [])


async def test_what_ends_there_is_paid_for_as_far_as_it_was_held(played: Played) -> None:
    await played.arrange(CARERS)
    await played.invoice_until(12)
    checks = await played.checks_of_trial(CARERS)
    assert (len(checks), [one for one in checks if not one.held]) == (2, [])
