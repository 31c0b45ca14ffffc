"""A process is paused while one of its sessions is moved or called off: nothing is left in the days of the pause."""

import asyncio
from datetime import date, timedelta
from typing import Any

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.storage.database import transaction
from services.sessions import contract_facts
from services.sessions.tables import Pause
from tests.grown import grown
from tests.house import House
from tests.integration.races.rounds import ROUNDS, came_out, in_turns
from tests.integration.sessions.builders import PLANNED, cancel, local, move, planned
from tests.integration.sessions.changes.test_pausing import ASKED, FROM, listed, pause, shown, with_hours

UNTIL = date(2027, 5, 30)
IN_THE_PAUSE = local(2027, 4, 14, 9)
WAITS = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def until_it_waits(house: House, asked: asyncio.Task[Any]) -> None:
    """For a lock that somebody else has; or it is answered."""
    while not asked.done() and not await house.rows("sessions", WAITS):
        await asyncio.sleep(0.02)


async def test_who_moves_a_session_waits_for_the_pause_that_is_being_said(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions")
    contract, series = await planned(house)
    async with transaction(house.services["sessions"].engine) as db:
        await contract_facts.lock(db, contract.process_id)
        facts: dict[str, Any] = {"process_id": contract.process_id, "paused_at": PLANNED}
        db.add(Pause(**facts, from_day=FROM, goes_on=UNTIL, numbers=[]))
        await db.flush()
        moving = asyncio.create_task(house.ask(move(series[-1], IN_THE_PAUSE)))
        await until_it_waits(house, moving)
    [outcome] = await asyncio.gather(moving, return_exceptions=True)
    assert isinstance(outcome, Refusal) and outcome.code == "contract_paused"


async def test_nothing_is_planned_in_a_pause_whoever_moved_or_called_off_meanwhile(house: House) -> None:
    await house.open("directory", "intake", "contracts", "sessions")
    for turn in range(ROUNDS):
        contract, series = await grown(house, with_hours)
        order = pause(contract, until_day=UNTIL)
        order = order.model_copy(update={"ends_on": (await shown(house, order)).ends_on})
        later = [one for one in series if local_date(one.starts_at) > UNTIL]
        inside = [one for one in series if FROM <= local_date(one.starts_at) <= UNTIL]
        moves = [
            move(one, IN_THE_PAUSE + timedelta(hours=2 * place), as_of=ASKED)
            for place, one in enumerate(later[:3])
        ]
        called_off = cancel(inside[turn % len(inside)], ASKED)
        others = [house.ask(one) for one in (*moves, called_off)]
        said, *outcomes = await in_turns(turn, [house.ask(order)], others)
        assert not isinstance(said, BaseException)
        await house.quiet()
        assert {one.code for one in outcomes if isinstance(one, Refusal)} <= {
            "contract_paused",
            "session_not_open",
        }
        now = [one for one in await listed(house, contract) if one.status == "planned"]
        assert not [one for one in now if FROM <= local_date(one.starts_at) <= UNTIL]
        ended = [one for one in await listed(house, contract) if one.status == "cancelled"]
        assert sorted(one.number for one in (*now, *ended)) == [one.number for one in series]
        moved = sum(not isinstance(one, Refusal) for one in outcomes[:-1])
        came_out(f"{moved} moved before it")
