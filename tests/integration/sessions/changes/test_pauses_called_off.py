"""A pause that never began leaves days, times and the end as if nobody had asked, however often it is asked for."""

from datetime import date, timedelta

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard, PreviewTermination
from services.messages.values import Role
from services.runtime.finland import local_date, start_of
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, show
from tests.integration.contracts.test_terminating import termination
from tests.integration.sessions.builders import cancel, hours, move, said, viewer
from tests.integration.sessions.changes.test_days_away import looked_at
from tests.integration.sessions.changes.test_pauses_ended_sooner import SOON, SOONER, ends, live
from tests.integration.sessions.changes.test_pausing import (
    ASKED,
    FROM,
    UNTIL,
    confirmed,
    goes_on,
    listed,
    pause,
    shown,
    with_hours,
)

THURSDAY = 3


async def with_one_moved(house: House) -> tuple[ContractCard, messages.SessionCard]:
    """A session of the pause's days was put to a Thursday by hand before anybody thought of a pause."""
    contract, series = await with_hours(house)
    own = {"weekday": THURSDAY, "valid_until": date(2028, 12, 31)}
    await house.ask(hours(contract.parties.supervisor_id, **own))
    moved = next(one for one in series if local_date(one.starts_at) > FROM)
    return contract, await house.ask(move(moved, moved.starts_at + timedelta(days=1, hours=2), as_of=ASKED))


async def last_day(house: House, contract: ContractCard) -> date:
    return (await show(house, contract.process_id)).terms.ends_on


@pytest.mark.parametrize("until", [UNTIL, None], ids=["until a day", "open"])
async def test_all_is_as_before_after_each_pair(sessions: House, until: date | None) -> None:
    contract, _ = await with_one_moved(sessions)
    before, ends_on = await live(sessions, contract), await last_day(sessions, contract)
    for times in range(2):
        at = ASKED + timedelta(hours=times)
        await confirmed(sessions, pause(contract, until_day=until, as_of=at))
        assert await live(sessions, contract) != before
        sessions.move_clock(at + timedelta(minutes=30))
        await sessions.ask(await ends(sessions, contract, FROM, at + timedelta(minutes=30)))
        await sessions.quiet()
        assert await live(sessions, contract) == before
        assert await last_day(sessions, contract) == ends_on


async def test_also_what_was_to_be_over_sooner_first_and_is_called_off_then(sessions: House) -> None:
    contract, _ = await with_one_moved(sessions)
    before, ends_on = await live(sessions, contract), await last_day(sessions, contract)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(SOON)
    await sessions.ask(await ends(sessions, contract, SOONER, SOON))
    await sessions.quiet()
    await sessions.ask(await ends(sessions, contract, FROM, SOON))
    await sessions.quiet()
    assert (await live(sessions, contract), await last_day(sessions, contract)) == (before, ends_on)


async def test_what_is_taken_meanwhile_is_planned_again_alone_and_told(sessions: House) -> None:
    """The others are on their old days; the last day is what it was."""
    contract, moved = await with_one_moved(sessions)
    before, ends_on = dict(await live(sessions, contract)), await last_day(sessions, contract)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    sessions.move_clock(SOON)
    day = local_date(moved.starts_at)
    supervisor = contract.parties.supervisor_id
    away, _ = await looked_at(sessions, supervisor, day, day, as_of=SOON)
    await sessions.ask(away)
    plan = await sessions.ask(messages.PreviewResuming.model_validate(
        {"process_id": contract.process_id, "from_day": FROM, "on": FROM, "as_of": SOON}
    ))  # fmt: skip
    assert [(one.number, one.day) for one in plan.conflicts] == [(moved.number, day)]
    await sessions.ask(await ends(sessions, contract, FROM, SOON))
    await sessions.quiet()
    now = dict(await live(sessions, contract))
    assert {number for number, at in now.items() if at != before[number]} == {moved.number}
    assert now.keys() == before.keys()
    assert await last_day(sessions, contract) == ends_on


async def test_what_would_be_too_near_by_now_comes_at_another_time(sessions: House) -> None:
    contract, series = await with_hours(sessions)
    first = next(one for one in series if local_date(one.starts_at) >= FROM)
    from_day = local_date(first.starts_at)
    await confirmed(sessions, pause(contract, from_day=from_day, until_day=UNTIL))
    at = start_of(from_day) - timedelta(days=2)
    sessions.move_clock(at)
    before = {one.number: one.starts_at for one in series}
    await sessions.ask(await goes_on(sessions, contract, from_day, from_day=from_day, as_of=at))
    await sessions.quiet()
    now = dict(await live(sessions, contract))
    assert {number for number, when in now.items() if when != before[number]} == {first.number}
    assert now[first.number] > first.starts_at


async def test_what_somebody_has_moved_since_is_not_undone(sessions: House) -> None:
    """All are planned again by the rule of going on."""
    contract, _ = await with_hours(sessions)
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    later = [one for one in await listed(sessions, contract) if one.status == "planned"]
    after = next(one for one in later if local_date(one.starts_at) > UNTIL)
    await sessions.ask(move(after, after.starts_at + timedelta(days=7), as_of=ASKED))
    await sessions.ask(await ends(sessions, contract, FROM, ASKED))
    [told] = await said(sessions, messages.SeriesResumed)
    assert [one.number for one in told.sessions] == [
        one.number for one in later if one.number >= after.number
    ]
    assert local_date(told.sessions[0].starts_at) < UNTIL


@pytest.mark.parametrize("latest_first", [True, False])
async def test_of_two_that_are_called_off_nothing_is_left(sessions: House, latest_first: bool) -> None:
    contract, _ = await with_one_moved(sessions)
    before, ends_on = await live(sessions, contract), await last_day(sessions, contract)
    second, later = UNTIL + timedelta(days=10), ASKED + timedelta(hours=1)
    days = {"from_day": second, "until_day": second + timedelta(days=20)}
    await confirmed(sessions, pause(contract, until_day=UNTIL))
    await confirmed(sessions, pause(contract, **days, as_of=later))
    for from_day in (second, FROM) if latest_first else (FROM, second):
        await sessions.ask(await goes_on(sessions, contract, from_day, from_day=from_day, as_of=SOON))
        await sessions.quiet()
    assert (await live(sessions, contract), await last_day(sessions, contract)) == (before, ends_on)


async def test_what_was_called_off_before_and_waits_for_a_day_is_named_beside_the_plan(
    sessions: House,
) -> None:
    """It is left besides, and a pause plans it no more than it takes it out."""
    contract, series = await with_hours(sessions)
    off = series[-1]
    told = off.starts_at - timedelta(hours=3)
    sessions.move_clock(told)
    await sessions.ask(cancel(off, told, by="supervisor"))
    await sessions.quiet()
    days = {"from_day": local_date(off.starts_at) + timedelta(days=1), "as_of": told}
    seen = await shown(sessions, pause(contract, **days))
    assert [one.number for one in seen.still_waiting] == [off.number]
    assert off.number not in {one.number for one in (*seen.paused, *seen.planned)}


async def test_an_end_takes_no_pause_with_it_that_never_began_nor_what_waits_for_another_time(
    sessions: House,
) -> None:
    """Its session came again, and was called off by its supervisor then: a coordinator looks for a time for it."""
    contract, series = await with_hours(sessions)
    off = series[-1]
    day = local_date(off.starts_at)
    await confirmed(sessions, pause(contract, from_day=day, until_day=day + timedelta(days=20)))
    await sessions.ask(await goes_on(sessions, contract, day, from_day=day, as_of=SOON))
    await sessions.quiet()
    told = off.starts_at - timedelta(hours=3)
    sessions.move_clock(told)
    back = next(
        one
        for one in await listed(sessions, contract)
        if one.number == off.number and one.status == "planned"
    )
    await sessions.ask(cancel(back, told, by="supervisor"))
    await sessions.quiet()
    looks = {"process_id": contract.process_id, "as_of": told, "viewer": viewer(MEMBERS[0], Role.SUPERVISEE)}
    last = (await sessions.ask(PreviewTermination.model_validate(looks))).last_day
    seen = await sessions.ask(messages.PreviewEnding.model_validate(looks | {"last_day": last}))
    assert seen.stay_out == []
    await sessions.ask(termination(contract, as_of=told, last_day=last))
    await sessions.quiet()
    [cut] = await said(sessions, messages.SeriesCutShort)
    assert cut.stay_out == 0
