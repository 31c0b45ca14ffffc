"""What nobody does comes to its end by the clock alone, and is told to those whom it concerns."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from deploy.demo import people as who
from deploy.demo.arranging import arrange
from deploy.demo.commission import Trial
from deploy.demo.commissions import GROUP
from deploy.demo.script import Act, local
from deploy.demo.trying import agree, prepare
from services.messages import contracts, intake, process
from services.messages.values import Party, Role, Viewer
from services.runtime.finland import local_date
from tests.browser.stage import Soon, confirmed, of_the_company, of_the_municipality
from tests.e2e.walking import Walk

NOBODY_DECIDES = of_the_company("the undecided one")
NOBODY_SIGNS = of_the_municipality("the unsigned one")
NOBODY_RESUMES = of_the_company("the long paused one")
COMPLETED, SIGNED = 7, 11
"""How many of the acts are done."""
COORDINATOR = Viewer(person_id=who.COORDINATOR.person_id, role=Role.COORDINATOR)


@dataclass(frozen=True)
class Left:
    """What nobody did anything about. renewal: of the group; held_on: the day of the trial's session."""

    renewal: UUID
    held_on: datetime


def soon(now: datetime) -> Soon:
    start = local_date(now) + timedelta(days=1)
    while start.weekday() > 0:
        start += timedelta(days=1)
    return Soon(start.year, start, start + timedelta(days=400))


async def carry_out(walk: Walk, *acts: Act) -> None:
    for act in sorted(acts, key=lambda act: act.at):
        await walk.driver.carry_out(act)


@pytest.fixture(scope="module")
async def left(walk: Walk) -> Left:
    await walk.to_the_end()
    calendar = soon(await walk.now())
    first_day, ends_by = calendar.start + timedelta(days=14), calendar.start + timedelta(days=60)
    days = (first_day.month, first_day.day), (ends_by.month, ends_by.day)
    tried = dataclasses.replace(NOBODY_DECIDES, trial=Trial(1, "normal", *days))
    acts = [*arrange(NOBODY_SIGNS, calendar)[:COMPLETED], *arrange(tried, calendar)]
    await carry_out(walk, *acts, prepare(tried, calendar), *agree(tried, calendar))
    [session] = (
        await walk.ask(contracts.ShowTrial(process_id=tried.process_id, viewer=COORDINATOR))
    ).starts_at
    await walk.go_on_to(session + timedelta(days=40))
    return Left(GROUP.successor_id, session)


async def is_open(walk: Walk, process_id: UUID) -> bool:
    listed = (await walk.ask(process.ListProcesses())).processes
    return process_id in {one.process_id for one in listed}


def told(walk: Walk, about: str) -> set[str]:
    return {one["Delivered-To"] for one in walk.mails(about=about)}


async def number_of(walk: Walk, process_id: UUID) -> str:
    return (await walk.ask(intake.ShowInquiry(process_id=process_id))).number


async def test_a_trial_that_nobody_decides_lapses_four_weeks_after_it(walk: Walk, left: Left) -> None:
    """The decision is due after two weeks, a coordinator's task then, and lapses as a no two weeks later."""
    process_id = NOBODY_DECIDES.process_id
    [overdue] = await walk.events("contracts", "trial_overdue", process_id)
    [decided] = await walk.events("contracts", "trial_decided", process_id)
    decided_at, due = (datetime.fromisoformat(one) for one in (decided["decided_at"], overdue["lapses_at"]))
    assert decided["outcome"] == "lapsed" and due <= decided_at < due + timedelta(minutes=1)
    assert (local_date(due) - local_date(left.held_on)).days == 29
    assert not await is_open(walk, process_id)
    number = await number_of(walk, process_id)
    customers = {who.COMPANY_HR.email, who.MANAGER.email, who.MANAGER_SUPERVISOR.email}
    assert customers | {who.COORDINATOR.email} <= told(walk, number)


async def test_a_contract_that_nobody_signs_expires_and_a_renewal_that_nobody_completes(
    walk: Walk, left: Left
) -> None:
    for process_id in (NOBODY_SIGNS.process_id, left.renewal):
        [expired] = await walk.events("contracts", "contract_expired", process_id)
        shown = await walk.ask(contracts.ShowContract(process_id=process_id))
        assert (shown.status, shown.signed) == ("expired", [])
        assert not await is_open(walk, process_id)
        number = await number_of(walk, process_id)
        over = f"Sopimus raukesi: {number}"
        assert who.COORDINATOR.email in told(walk, over)
        assert who.GROUP_SUPERVISOR.email in told(walk, f"Työnohjaussopimus {number} on rauennut"), expired


async def test_a_long_pause_is_asked_about_once_and_never_ends_by_itself(walk: Walk, left: Left) -> None:
    """The place that the trial had is free again. While it is paused nothing else falls due."""
    calendar = soon(await walk.now())
    await carry_out(walk, *arrange(NOBODY_RESUMES, calendar)[:SIGNED])
    await confirmed(walk, NOBODY_RESUMES)
    from_day = local_date(await walk.now()) + timedelta(days=1)
    process_id, now = NOBODY_RESUMES.process_id, await walk.now()
    pause = contracts.PauseProcess(
        process_id=process_id,
        by=Party.COMMISSIONER,
        from_day=from_day,
        reason_code="work_situation",
        paused_by=who.COMPANY_HR.person_id,
        as_of=now,
    )
    await walk.ask(pause)
    before = {name: await walk.events(*name, process_id) for name in _WHILE_PAUSED}
    await walk.go_on_to(local(from_day + timedelta(days=182), 7))
    assert await walk.events("contracts", "pause_overdue", process_id) == []
    await walk.go_on_to(local(from_day + timedelta(days=300), 12))
    [overdue] = await walk.events("contracts", "pause_overdue", process_id)
    assert overdue["from_day"] == from_day.isoformat()
    assert await is_open(walk, process_id)
    assert {name: await walk.events(*name, process_id) for name in _WHILE_PAUSED} == before


_WHILE_PAUSED = (
    ("sessions", "session_reminded"),
    ("sessions", "confirmation_overdue"),
    ("sessions", "review_opened"),
    ("contracts", "continuation_due"),
    ("contracts", "process_closed"),
)
