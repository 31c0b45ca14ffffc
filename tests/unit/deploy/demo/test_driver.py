"""Whether the demo's people act at their time: who is late gets a reminder more, and a month another invoice."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.demo.commission import Cast, Commission
from deploy.demo.commissions import GROUP, MANAGER
from deploy.demo.driving.done import Done
from deploy.demo.driving.driver import Driver
from deploy.demo.script import Act, Calendar, local
from deploy.demo.year_checks import of_times
from services.messages import contracts, intake, sessions
from services.runtime.broker.address import BrokerAddress
from services.runtime.finland import to_local

CALENDAR = Calendar.whole(2027, to_local(datetime.fromisoformat("2026-11-30T12:00:00+02:00")).date())
BEGAN = local(CALENDAR.start, 7)


def empty(order: Any) -> Any:
    """What kind of order it is, is all that is looked at."""
    return order.model_construct()


SIGNING = Act(BEGAN, "Somebody", "signs", (empty(contracts.SignContract),))


class Standing(Driver):
    """A driver whose clock stands where the test says, unless it is moved on."""

    def __init__(self, now: datetime, folder: Path | None = None, acts: Sequence[Act] = ()) -> None:
        super().__init__(BrokerAddress(""), CALENDAR, lambda line: None, done=Done(folder))
        self._began_at = BEGAN
        self._now = now
        self._all = list(acts)

    async def _acts(self) -> list[Act]:
        return self._all

    async def _time_where_it_stands(self) -> datetime:
        return self._now

    async def _order_move(self, instant: datetime, *, until_said: bool) -> None:
        self._now = instant


@pytest.mark.parametrize(
    ("due", "now", "late"),
    [
        pytest.param(timedelta(hours=3), timedelta(hours=1), False, id="it is waited for"),
        pytest.param(timedelta(hours=3), timedelta(hours=3, minutes=5), False, id="it took a while"),
        pytest.param(timedelta(hours=3), timedelta(days=2), True, id="a deadline came first"),
        pytest.param(timedelta(hours=-1), timedelta(days=2), False, id="an earlier driver has done it"),
    ],
)
async def test_who_acts_after_their_time_is_noted(due: timedelta, now: timedelta, late: bool) -> None:
    driver = Standing(BEGAN + now)
    await driver.carry_out(Act(BEGAN + due, "Somebody", "signs"))
    assert bool(driver.late) is late
    assert of_times(driver.late).held is not late


async def test_who_goes_on_where_another_has_broken_off_does_no_act_twice(tmp_path: Path) -> None:
    """Asked a second time months later, a service may have to say no to it."""
    first, second, third = (Act(BEGAN, "Somebody", f"signs paper {number}") for number in (1, 2, 3))
    earlier = Standing(BEGAN, tmp_path, [first, second, third])
    await earlier.carry_out(first)
    await earlier.carry_out(second)
    [kept] = tmp_path.iterdir()
    kept.write_text(kept.read_text()[:-4])  # the power went while the second was written down

    later = Standing(BEGAN, tmp_path, [first, second, third])
    for act in (second, third):
        assert await later.next_act() == act
        await later.carry_out(act)
    assert await later.next_act() is None
    assert await Standing(BEGAN, tmp_path, [first, second, third]).next_act() is None


async def test_what_another_year_brings_after_the_demos_own_is_left_to_whoever_looks_at_it() -> None:
    acts = [Act(CALENDAR.over + timedelta(minutes=minutes), "Somebody", f"{minutes}") for minutes in (0, 1)]
    driver = Standing(BEGAN, acts=acts)
    act = await driver.next_act()
    assert act == acts[0]
    await driver.carry_out(act)
    assert await driver.next_act() is None


class Hearing(Driver):
    """Counts how often it asks how a process stands, and what was agreed. hear: an event about it."""

    def __init__(self, signed_at: datetime | None = BEGAN) -> None:
        super().__init__(BrokerAddress(""), CALENDAR, lambda line: None)
        self.looks = self.asked = self.reviews_asked = 0
        self.signed_at = signed_at
        self.does = SIGNING

    async def hear(self, subject: str) -> None:
        facts = json.dumps({"process_id": str(GROUP.process_id)}).encode()
        await self._hears(SimpleNamespace(subject=subject, headers={}, data=facts))

    async def begin(self) -> None:
        async def subscribe(_: str, cb: Any) -> None:
            self._hears = cb

        connection: Any = SimpleNamespace(subscribe=subscribe)
        await self._tell_events(connection)

    async def look(self) -> list[Act]:
        return await self._acts_now(GROUP)

    async def _move_to(self, instant: datetime) -> datetime:
        return instant

    async def _acts_of(self, commission: Commission) -> list[Act]:
        self.looks += 1
        await self._agreed_on(commission)
        await self._reviews_of(commission.process_id)
        return [self.does if commission == GROUP else SIGNING]

    async def ask(self, order: Any) -> Any:
        self.reviews_asked += isinstance(order, sessions.ListReviews)
        return SimpleNamespace(reviews=[])

    async def _contract_of(self, commission: Commission) -> Any:
        self.asked += 1
        return SimpleNamespace(signed_at=self.signed_at, supersedes=None)

    async def _plan_under(self, contract: Any) -> Any:
        return SimpleNamespace(status="confirmed") if self.signed_at else None


@pytest.mark.parametrize(
    ("subject", "looks", "asked", "reviews"),
    [
        pytest.param("events.billing.invoice_issued", 1, 1, 1, id="of money"),
        pytest.param("events.sessions.session_held", 1, 1, 1, id="of a session that an act has held"),
        pytest.param("events.contracts.signature_given", 1, 1, 1, id="of one signature of several"),
        pytest.param("events.sessions.session_cancelled", 2, 1, 1, id="of one session"),
        pytest.param("events.sessions.review_due", 2, 1, 2, id="of a review"),
        pytest.param("events.sessions.member_left", 2, 2, 2, id="of who belongs to it"),
        pytest.param("events.contracts.process_paused", 2, 2, 2, id="of the contract"),
    ],
)
async def test_what_is_heard_says_what_is_asked_anew(
    subject: str, looks: int, asked: int, reviews: int
) -> None:
    driver = Hearing()
    await driver.begin()
    await driver.look()
    await driver.hear(subject)
    await driver.look()
    assert (driver.looks, driver.asked, driver.reviews_asked) == (looks, asked, reviews)


@pytest.mark.parametrize(
    ("order", "asked", "reviews"),
    [
        pytest.param(sessions.RecordHeld, 1, 1, id="of a session"),
        pytest.param(sessions.RecordReview, 1, 2, id="of a review"),
        pytest.param(contracts.PauseProcess, 2, 2, id="of the contract"),
    ],
)
async def test_an_act_says_what_is_asked_anew(order: Any, asked: int, reviews: int) -> None:
    driver = Hearing()
    driver.does = Act(BEGAN, "Somebody", "does it", (empty(order),))
    await driver.carry_out((await driver.look())[0])
    await driver.look()
    assert (driver.looks, driver.asked, driver.reviews_asked) == (2, asked, reviews)


class Several(Standing):
    """Knows of some commissions what their people do next."""

    def __init__(self, known: Mapping[Commission, Act]) -> None:
        super().__init__(BEGAN, acts=list(known.values()))
        self._cast = Cast(tuple(known), ())
        self._known = {str(one.process_id): [act] for one, act in known.items()}

    async def ask(self, order: Any) -> Any:
        """Whatever it is, it is taken."""


def acts(*orders: Any) -> list[Act]:
    return [Act(BEGAN, "Somebody", f"does the {number}.", (one,)) for number, one in enumerate(orders)]


async def test_people_of_several_commissions_act_at_the_same_minute() -> None:
    """Not two of one supervisor's, whose days are for whoever comes first; and not who is still to act then."""
    held = empty(sessions.RecordHeld)
    first, same, other, later = acts(held, held, held, held)
    later = dataclasses.replace(later, at=BEGAN + timedelta(minutes=1))
    led = [dataclasses.replace(GROUP, name=f"the {number}.") for number in range(4)]
    of_another = dataclasses.replace(led[2], supervisor=MANAGER.supervisor)
    of_a_third = dataclasses.replace(led[3], supervisor=None)
    assert GROUP.supervisor != MANAGER.supervisor
    driver = Several({led[0]: first, led[1]: same, of_another: other, of_a_third: later})
    assert driver._beside(first) == [other]
    await driver.carry_out(other)
    assert driver._beside(first) == []


async def test_processes_are_numbered_as_they_are_asked_for() -> None:
    first, second = acts(*(empty(intake.SubmitInquiry) for _ in range(2)))
    driver = Several({GROUP: first, MANAGER: second})
    assert driver._beside(first) == []


async def test_before_it_is_signed_a_contract_is_looked_at_once() -> None:
    """Who completes, consents and signs goes by the commission's own days."""
    driver = Hearing(signed_at=None)
    await driver.begin()
    for subject in ("events.contracts.contract_completed", "events.contracts.contract_drafted"):
        await driver.look()
        await driver.hear(subject)
    await driver.look()
    assert (driver.looks, driver.asked) == (3, 1)
    driver.signed_at = BEGAN
    await driver.hear("events.contracts.contract_signed")
    await driver.look()
    assert (driver.looks, driver.asked) == (4, 2)


async def test_a_contract_is_looked_at_after_each_act_whenever_its_word_is_heard() -> None:
    """The last signature is an act; the word that all have signed comes later, and people do not wait for it."""
    driver = Hearing(signed_at=None)
    await driver.begin()
    act = (await driver.look())[0]
    driver.signed_at = BEGAN
    await driver.carry_out(act)
    await driver.look()
    assert driver.asked == 2


async def test_a_word_that_is_heard_during_an_act_does_not_hide_what_the_act_has_signed() -> None:
    driver = Hearing(signed_at=None)
    await driver.begin()
    act = (await driver.look())[0]
    await driver.hear("events.contracts.contract_completed")
    driver.signed_at = BEGAN
    await driver.carry_out(act)
    await driver.look()
    assert driver.asked == 2


async def test_an_act_of_one_commission_signs_nothing_of_another() -> None:
    driver = Hearing(signed_at=None)
    await driver.begin()
    driver.does = dataclasses.replace(SIGNING, what="signs another")
    for commission in (GROUP, MANAGER):
        [act] = await driver._acts_now(commission)
    await driver.carry_out(act)
    await driver.hear("events.contracts.contract_completed")
    for commission in (GROUP, MANAGER):
        await driver._acts_now(commission)
    assert (driver.looks, driver.asked) == (4, 3)


async def test_a_contract_that_was_not_signed_is_asked_anew_after_a_lost_connection() -> None:
    driver = Hearing(signed_at=None)
    await driver.look()
    await driver._forget_all()
    await driver.look()
    assert driver.asked == 2


async def test_after_a_lost_connection_everything_is_asked_anew() -> None:
    driver = Hearing()
    await driver.look()
    await driver._forget_all()
    await driver.look()
    assert (driver.looks, driver.asked) == (2, 2)
