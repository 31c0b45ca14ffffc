"""What holds of a series whatever has turned: looked for in what its service keeps, has said and shows."""

import itertools
from datetime import timedelta

from services.messages.sessions import SessionCard, SessionLeftOut
from services.runtime.finland import local_date
from tests.integration.contracts.builders import show
from tests.integration.sessions.turns.turning_year import TurningYear

_MAY_BE_TOO_NEAR = timedelta(days=15)


async def stands(year: TurningYear) -> None:
    rows = await year.listed()
    live = [one for one in rows if one.status in ("planned", "held", "no_show")]
    numbers = [one.number for one in live]
    assert len(set(numbers)) == len(numbers), year.story
    await _lies_where_it_may(year, [one for one in live if one.status == "planned"])
    await _is_what_was_agreed(year, live)


async def _lies_where_it_may(year: TurningYear, planned: list[SessionCard]) -> None:
    """In a version of the contract, with its supervisor, in no pause, beside no other."""
    versions = await year.house.rows("sessions", "select * from agreement where version > 0")
    pauses = await year.house.rows("sessions", "select * from pause")
    for one in planned:
        day = local_date(one.starts_at)
        begun = [version for version in versions if version["effective_from"] <= day]
        of_day = max(begun, key=lambda version: (version["effective_from"], version["version"]))
        assert day <= of_day["ends_on"], (one, year.story)
        assert one.supervisor_id == of_day["supervisor_id"], (one, year.story)
        for pause in pauses:
            is_in = pause["from_day"] <= day and (pause["goes_on"] is None or day < pause["goes_on"])
            assert not is_in, (one, dict(pause), year.story)
    in_order = sorted((one.starts_at, one.ends_at) for one in planned)
    assert all(ends <= begins for (_, ends), (begins, _) in itertools.pairwise(in_order)), year.story


async def _is_what_was_agreed(year: TurningYear, live: list[SessionCard]) -> None:
    """Held, to be held, or waiting, for a coordinator or for the end of a pause; no more than that, and none twice."""
    rows = await year.house.rows("sessions", "select number from session where replan_by is not null")
    open_ = await year.house.rows("sessions", "select numbers from pause where goes_on is null")
    numbers = {one.number for one in live}
    waits, out = {one["number"] for one in rows}, {number for one in open_ for number in one["numbers"]}
    assert not numbers & waits and not numbers & out, (numbers, waits, out, year.story)
    agreed, soon = await year.agreed(), year.now + _MAY_BE_TOO_NEAR
    stay = {one.number for one in live if one.status != "planned" or one.starts_at < soon}
    assert len(numbers | waits | out) <= max(agreed, len(stay)), (agreed, numbers, waits, out, year.story)
    await _none_falls_silently(year, set(range(1, agreed + 1)) - numbers - waits - out)


async def _none_falls_silently(year: TurningYear, missing: set[int]) -> None:
    """Somebody has called it off, or it was told that it finds no day; with its contract all that is left falls."""
    if (await show(year.house, year.process_id)).ends_early:
        return
    rows = await year.house.rows("sessions", "select number from session where status = 'cancelled'")
    events = await year.house.events("sessions")
    by_word = {one["number"] for one in rows}
    by_word |= {event.number for event in events if isinstance(event, SessionLeftOut)}
    told = sum(getattr(event, "lost", 0) for event in events)
    assert len(missing - by_word) <= told, (missing - by_word, told, year.story)
