"""While a process is paused nothing falls due but the pause's own end, and the longest that an open one is to be."""

import pytest
from temporalio.client import Client

from services.messages.sessions import ProposeFirstPlan
from services.runtime.commands.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, at, begin, first_monday
from tests.workflows.scenarios import LAST_DAY
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import ContractSigned, Terminated
from workflows.supervision.state import Phase
from workflows.supervision.waits import Awaited, Wait

pytestmark = pytest.mark.servers


async def test_a_year_with_two_pauses_does_nothing_while_they_go_on_and_ends_on_its_new_day(
    process: Journey,
) -> None:
    await scenarios.paused(process)
    assert await process.handle.result() == "closed"
    assert process.asked()[1:] == [
        "day 7: propose_first_plan",
        # The interim review was reached in the pause; it is opened once that is over.
        "day 200: look_at_series",
        "day 200: open_review interim",
        "day 422: remind_of_pause",
        "day 440: look_at_series",
        "day 440: open_review final",
        f"day {LAST_DAY + 250}: ask_continuation",
        f"day {LAST_DAY + 266}: ask_continuation",
        f"day {LAST_DAY + 280}: end_process",
    ]


async def test_what_is_due_in_the_pause_is_not_what_is_waited_for(process: Journey) -> None:
    await scenarios.signed(process)
    await process.until_day(100)
    await process.hear(process.paused(120, 200, ends=LAST_DAY + 80))
    assert await process.waits_until_day() == (200, "00:00")


async def test_a_pause_that_lies_ahead_leaves_what_is_due_before_it(process: Journey) -> None:
    await scenarios.signed(process)
    await process.hear(process.paused(300, 310, ends=LAST_DAY + 10))
    await process.until_day(170)
    assert process.asked()[2:] == ["day 162: look_at_series", "day 162: open_review interim"]


async def test_the_last_day_that_comes_in_an_open_pause_ends_nothing(process: Journey) -> None:
    await scenarios.signed(process)
    await process.until_day(335)
    assert (await process.view()).phase == Phase.CONTINUATION
    asked = process.asked()
    await process.hear(process.paused(337, None, ends=LAST_DAY, long=519))
    assert await process.waits_until_day() == (519, "08:00")
    await process.until_day(400)
    assert process.asked() == asked
    await process.hear(process.resumed(410, ends=LAST_DAY + 73))
    assert await process.waits_until_day() == (410, "00:00")
    await process.until_day(411)
    assert (await process.view()).phase == Phase.CONTINUATION
    await process.until_day(LAST_DAY + 73)
    assert await process.handle.result() == "closed"
    assert process.asked()[-1] == f"day {LAST_DAY + 73}: end_process"


async def test_a_termination_ends_the_pause(process: Journey) -> None:
    await scenarios.signed(process)
    await process.until_day(100)
    await process.hear(process.paused(101, None, ends=LAST_DAY, long=283))
    await process.until_day(110)
    await process.hear(Terminated(ends_at=at(process.began, 130, 8)))
    assert await process.waits_until_day() == (130, "08:00")
    await process.until_day(130)
    assert await process.handle.result() == "closed"


async def test_a_reminder_has_as_much_time_left_after_the_pause_as_before(
    client: Client, services: StandIn
) -> None:
    """Whatever is waited for: here the signatures, of which was reminded on day 3 and is again on days 7 and 14."""
    began = first_monday()
    reminders = [at(began, day, 9) for day in (7, 14)]
    wait = Wait(since=began, reminders_at=reminders, reminded=1, ends_at=at(began, 30, 9))
    process = await begin(client, services, phase=Phase.CONTRACT, waits={Awaited.SIGNATURES: wait})
    await process.hear(process.paused(10, 40, ends=LAST_DAY))
    await process.until_day(61)
    assert process.asked() == [
        "day 7: remind_signer 2",
        "day 44: remind_signer 3",
        "day 60: expire_contract",
    ]


async def test_what_asks_for_a_person_still_does_so_in_a_pause(process: Journey) -> None:
    process.services.faults[ProposeFirstPlan] = [Refusal("no_availability")]
    await scenarios.signed(process)
    await process.hear(process.paused(20, 40, ends=LAST_DAY))
    await process.until_day(30)
    assert (await process.view()).attention == "no_availability"


async def test_a_process_that_is_taken_up_in_a_pause_goes_on_with_it(
    client: Client, services: StandIn
) -> None:
    began = first_monday()
    signed = ContractSigned(continuation_at=[], ends_at=at(began, 330, 8))
    pause = {"stops_at": at(began, -10, 0), "ask_again_at": at(began, 20, 8)}
    process = await begin(client, services, phase=Phase.SESSIONS, signed=signed, pauses=[pause])
    await process.until_day(30)
    assert [one for one in process.asked() if "plan" not in one] == ["day 20: remind_of_pause"]
