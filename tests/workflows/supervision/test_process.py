"""The supervision process on the real server, on its own clock: who is waited for, reminded, and until when."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from services.messages.contracts import RemindSigner
from services.messages.intake import RemindOfStep
from services.messages.sessions import OpenReview, PlanSeries, SettleSeries
from services.runtime.refusal import Refusal
from tests.workflows import scenarios
from tests.workflows.journey import Journey, a_year_of_sessions, at, begin, first_monday, working
from tests.workflows.stand_in import StandIn
from workflows.supervision.facts import Fact, ReviewClosed, Told
from workflows.supervision.process import SupervisionProcess
from workflows.supervision.state import Phase, ProcessState, Resolution
from workflows.supervision.waits import Awaited, Due, Wait

pytestmark = pytest.mark.servers
INTERIM, FINAL = ReviewClosed(review="interim"), ReviewClosed(review="final")
MOST_ACTIONS = 96
MOST_BYTES = 48 * 1024


def wait(reminded: int, reminders: tuple[int, ...], ends: int | None = None) -> Wait:
    """As one that was begun on the first day; the days are counted from it."""
    began = first_monday()
    return Wait(
        since=began,
        reminded=reminded,
        reminders_at=[at(began, day) for day in reminders],
        ends_at=at(began, ends) if ends else None,
    )


@pytest_asyncio.fixture
async def process(client: Client, services: StandIn) -> Journey:
    return await begin(client, services)


async def test_nothing_happens_before_the_day_on_which_the_inquiry_came(process: Journey) -> None:
    await process.until_day(-1)
    assert await process.waits_until_day() is None and process.asked() == []


async def test_a_redirect_ends_the_process(process: Journey) -> None:
    await process.until_day(1)
    await process.hear(process.decided("orientation"))
    assert await process.handle.result() == "redirected"
    assert process.asked() == []


async def test_silence_in_screening_is_reminded_of_then_escalated_and_then_waited_out(
    process: Journey,
) -> None:
    await process.until_day(60)
    assert process.asked() == ["day 2: remind_of_step screening 1", "day 4: remind_of_step screening 2"]
    view = await process.view()
    assert (view.phase, view.waits_until) == (Phase.SCREENING, None)
    await process.hear(process.decided())
    assert (await process.view()).phase == Phase.MATCHING


async def test_silence_in_matching_and_in_writing_the_proposal_is_reminded_of_as_well(
    process: Journey,
) -> None:
    await scenarios.screened(process)
    await process.until_day(20)
    await process.hear(process.matched())
    await process.until_day(40)
    assert process.asked() == [
        "day 4: remind_of_step matching 1",
        "day 9: remind_of_step matching 2",
        "day 23: remind_of_step proposal 1",
        "day 28: remind_of_step proposal 2",
    ]


async def test_of_reminders_that_fell_due_while_it_could_not_go_on_only_the_latest_goes_out(
    client: Client, services: StandIn
) -> None:
    late, too_late = await begin(client, services), await begin(client, services)
    for process, day in ((late, 20), (too_late, 36)):
        services.faults[RemindSigner] = [Refusal("unknown_process")]
        await scenarios.drafted(process)
        await process.until_day(day)
        assert process.asked() == ["day 5: draft_contract", "day 8: remind_signer 1"]
        await process.resolve(Resolution(action="skip", reason="the signer was called"))
    assert late.asked()[2:] == ["day 20: remind_signer 3"]
    assert too_late.asked()[2:] == ["day 36: expire_contract"]


async def test_a_declined_proposal_ends_the_process(process: Journey) -> None:
    await scenarios.proposed(process)
    await process.until_day(4)
    await process.hear(process.answered("decline"))
    assert await process.handle.result() == "proposal_decline"
    assert process.asked() == []


async def test_a_proposal_that_was_asked_to_change_is_sent_anew_and_accepted(process: Journey) -> None:
    await scenarios.proposed(process)
    await process.until_day(4)
    await process.hear(process.answered("ask_change"))
    await process.until_day(10)
    assert process.asked() == ["day 9: remind_of_step proposal 1"]
    await process.hear(process.sent(30))
    assert await process.waits_until_day() == (27, "08:00")
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT
    assert process.asked()[1:] == ["day 10: draft_contract"]


async def test_a_proposal_can_be_accepted_until_its_last_day_ends_and_expires_then(
    client: Client, services: StandIn
) -> None:
    late, silent = await begin(client, services), await begin(client, services)
    for process in (late, silent):
        await scenarios.proposed(process)
        await process.until_day(24, 23)
        assert process.asked() == ["day 21: remind_of_step proposal_answer 1"]
        assert await process.waits_until_day() == (25, "00:00")
    await late.hear(late.answered("accept"))
    assert (await late.view()).phase == Phase.CONTRACT
    await silent.until_day(25, 0)
    assert await silent.handle.result() == "proposal_expired"
    assert silent.asked()[1:] == ["day 25: expire_proposal"]


async def test_a_proposal_that_is_sent_anew_while_one_is_open_lives_as_long_as_the_new_one(
    process: Journey,
) -> None:
    await scenarios.proposed(process)
    await process.until_day(10)
    await process.hear(process.sent(40))
    await process.until_day(39)
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT


async def test_an_unsigned_contract_is_reminded_of_at_3_7_and_14_days_and_ends_at_30(
    process: Journey,
) -> None:
    await scenarios.contract_expired(process)
    assert process.asked() == [
        "day 5: draft_contract",
        "day 8: remind_signer 1",
        "day 12: remind_signer 2",
        "day 19: remind_signer 3",
        "day 35: expire_contract",
    ]
    assert await process.handle.result() == "contract_expired"


async def test_a_year_of_sixteen_sessions_two_reviews_and_a_close_within_its_budget(
    process: Journey, capsys: pytest.CaptureFixture[str]
) -> None:
    await scenarios.year_closed(process)
    assert await process.handle.result() == "closed"
    settled = [15 + 21 * number for number in range(16)]
    expected = [(day, "settle_series") for day in settled]
    expected += [(7, "plan_series"), (5, "draft_contract"), (162, "open_review interim")]
    expected += [(309, "open_review final"), (310, "ask_continuation"), (326, "ask_continuation")]
    expected += [(340, "end_process")]
    assert sorted(process.asked()) == sorted(f"day {day}: {what}" for day, what in expected)
    cost = await process.cost()
    with capsys.disabled():
        print(
            f"\n  a process-year: {cost.actions} actions (at most {MOST_ACTIONS}), "
            f"{cost.history_bytes} bytes of sealed history (at most {MOST_BYTES}), {cost.events} events"
        )
    assert cost.actions <= MOST_ACTIONS and cost.history_bytes <= MOST_BYTES
    assert len(await process.runs()) == 2


async def test_the_process_ends_on_the_morning_of_the_contracts_last_day_and_not_before(
    process: Journey,
) -> None:
    await scenarios.signed(process)
    for review, day in ((INTERIM, 168), (FINAL, 313)):
        await process.until_day(day)
        await process.hear(review)
    await process.until_day(scenarios.LAST_DAY, 7)
    assert "end_process" not in process.asked()[-1]
    assert await process.waits_until_day() == (scenarios.LAST_DAY, "08:00")
    await process.until_day(scenarios.LAST_DAY, 8)
    assert await process.handle.result() == "closed"
    assert process.asked()[-1] == f"day {scenarios.LAST_DAY}: end_process"


async def test_a_renewals_successor_begins_at_its_contract_and_waits_for_its_people(
    client: Client, services: StandIn
) -> None:
    before = uuid4()
    process = await begin(client, services, renews=before, phase=Phase.CONTRACT)
    await process.until_day(60)
    assert [words for words in process.asked() if "remind" not in words] == ["day 0: draft_contract"]
    assert services.asked[0].model_dump()["renews"] == before
    await process.hear(process.signed(scenarios.LAST_DAY))
    assert (await process.view()).phase == Phase.SESSIONS


async def test_a_review_that_nobody_holds_is_reminded_of_every_14_days_and_the_end_waits_for_it(
    process: Journey,
) -> None:
    await scenarios.signed(process)
    await process.until_day(168)
    await process.hear(INTERIM)
    await process.until_day(355)
    reminders = [words for words in process.asked() if "remind_review" in words]
    assert reminders == [f"day {day}: remind_review final" for day in (323, 337, 351)]
    assert (await process.view()).phase == Phase.SESSIONS
    await process.hear(FINAL)
    assert await process.handle.result() == "closed"
    assert process.asked()[-1] == "day 355: end_process"


async def test_what_is_refused_asks_for_attention_and_a_person_has_it_tried_again(process: Journey) -> None:
    process.services.faults[PlanSeries] = [Refusal("no_availability"), Refusal("slot_taken")]
    await scenarios.signed(process)
    assert (await process.view()).attention == "no_availability"
    await process.resolve(Resolution(action="retry", reason="hours were entered"))
    assert (await process.view()).attention == "slot_taken"
    await process.resolve(Resolution(action="retry", reason="the other one was moved"))
    assert (await process.view()).attention is None
    assert await process.waits_until_day() == (15, "11:30")
    assert process.asked()[1:] == ["day 7: plan_series"] * 3


async def test_what_is_refused_can_be_skipped_and_the_process_goes_on_without_it(process: Journey) -> None:
    process.services.faults[RemindOfStep] = [Refusal("unknown_process")]
    await process.until_day(3)
    assert (await process.view()).attention == "unknown_process"
    await process.resolve(Resolution(action="skip", reason="the coordinator was told"))
    await process.until_day(5)
    assert process.asked() == ["day 2: remind_of_step screening 1", "day 4: remind_of_step screening 2"]
    assert (await process.view()).attention is None


async def test_a_settling_that_was_skipped_is_tried_again_the_next_day(process: Journey) -> None:
    process.services.faults[SettleSeries] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(15)
    await process.resolve(Resolution(action="skip", reason="looked at by hand"))
    await process.until_day(17)
    assert process.asked()[2:] == ["day 15: settle_series", "day 16: settle_series"]


async def test_a_decision_about_nothing_is_not_kept_for_the_next_time(process: Journey) -> None:
    await process.until_day(1)
    await process.resolve(Resolution(action="skip", reason="by mistake"))
    process.services.faults[RemindOfStep] = [Refusal("unknown_process")]
    await process.until_day(3)
    assert (await process.view()).attention == "unknown_process"


async def test_people_have_their_full_time_to_sign_however_long_the_draft_had_to_wait(
    process: Journey,
) -> None:
    await scenarios.attention(process)
    assert await process.handle.result() == "contract_expired"
    reminded = [words for words in process.asked() if "remind_signer" in words]
    assert reminded == [f"day {day}: remind_signer {level}" for day, level in ((12, 1), (16, 2), (23, 3))]
    drafted = [words for words in process.asked() if "draft_contract" in words]
    assert drafted == [f"day {day}: draft_contract" for day in (5, 7, 9)]
    assert process.asked()[-1] == "day 39: expire_contract"


async def test_the_same_fact_twice_changes_nothing(process: Journey) -> None:
    await scenarios.matched(process)
    await process.until_day(3)
    sent = await process.hear(process.sent(24))
    changed = await process.hear(process.answered("ask_change"))
    await process.tell(sent)
    await process.tell(changed)
    assert (await process.view()).waits_until is not None
    await process.until_day(40)
    assert process.asked() == ["day 8: remind_of_step proposal 1", "day 11: remind_of_step proposal 2"]


async def test_facts_that_came_while_no_worker_ran_are_all_taken_in_their_order(client: Client) -> None:
    services = StandIn(a_year_of_sessions())
    process = await begin(client, services)
    facts = [
        told(process.decided()),
        told(process.matched()),
        told(process.sent(3)),
        told(process.answered("ask_change")),
        told(process.sent(24)),
    ]
    for fact in facts:
        await process.handle.signal(SupervisionProcess.fact, fact)
    async with working(client, services):
        await process.until_day(0)
        assert await process.waits_until_day() == (21, "08:00")
    await process.handle.signal(SupervisionProcess.fact, told(process.answered("accept")))
    async with working(client, services):
        await process.quiet()
        assert process.asked() == ["day 0: draft_contract"]


async def test_facts_under_fire_while_it_continues_as_new_are_all_kept(process: Journey) -> None:
    await scenarios.drafted(process)
    storm = [told(process.matched()) for _ in range(50)]
    storm.insert(20, told(process.signed(scenarios.LAST_DAY)))

    async def fire(every: int, of: int) -> None:
        for fact in storm[every::of]:
            await process.handle.signal(SupervisionProcess.fact, fact)

    await asyncio.gather(*(fire(every, 8) for every in range(8)))
    await process.quiet()
    first, second = await process.runs()
    assert {fact.event_id for fact in storm} <= await facts_known_to(process, second)
    assert first[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
    assert process.asked()[-1] == "day 5: plan_series"


async def facts_known_to(process: Journey, run: list[HistoryEvent]) -> set[str]:
    """Those that the run began with, and those that it heard itself."""
    converter = process.client.data_converter
    known: set[str] = set()
    for event in run:
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            told_at_start = event.workflow_execution_started_event_attributes.input.payloads
            (state,) = await converter.decode(told_at_start, [ProcessState])
            known |= set(state.handled)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            heard = event.workflow_execution_signaled_event_attributes.input.payloads
            (fact,) = await converter.decode(heard, [Told])
            known.add(fact.event_id)
    return known


@pytest.mark.parametrize(
    ("state", "until_day", "expected"),
    [
        (
            {"waits": {Awaited.SCREENING: wait(1, (4,))}},
            30,
            ["day 4: remind_of_step screening 2"],
        ),
        (
            {"phase": Phase.CONTRACT, "waits": {Awaited.SIGNATURES: wait(2, (14,), 30)}},
            31,
            ["day 14: remind_signer 3", "day 30: expire_contract"],
        ),
        (
            {"phase": Phase.SESSIONS, "waits": {Due.FINAL_REVIEW: wait(0, (), 20)}},
            40,
            ["day 20: remind_review final", "day 34: remind_review final"],
        ),
    ],
)
async def test_a_process_that_is_taken_up_in_a_wait_goes_on_with_it_and_repeats_nothing(
    client: Client, services: StandIn, state: dict[str, Any], until_day: int, expected: list[str]
) -> None:
    process = await begin(client, services, **state)
    await process.until_day(until_day)
    assert process.asked() == expected


async def test_a_proposal_that_is_taken_up_while_it_waits_for_its_answer_is_not_sent_again(
    client: Client, services: StandIn
) -> None:
    first = await begin(client, services)
    state = {"phase": Phase.PROPOSAL, "proposal": first.sent(24)}
    process = await begin(client, services, **state, waits={Awaited.PROPOSAL_ANSWER: wait(1, (), 25)})
    await process.until_day(24)
    assert process.asked() == [] and await process.waits_until_day() == (25, "12:00")
    await process.hear(process.answered("accept"))
    assert (await process.view()).phase == Phase.CONTRACT


async def test_a_review_is_opened_once_also_when_its_opening_was_refused_at_first(process: Journey) -> None:
    process.services.faults[OpenReview] = [Refusal("unknown_process")]
    await scenarios.signed(process)
    await process.until_day(162)
    await process.resolve(Resolution(action="retry", reason="it is there now"))
    await process.until_day(190)
    opened = [words for words in process.asked() if "open_review" in words]
    assert opened == ["day 162: open_review interim"] * 2


def told(fact: Fact) -> Told:
    return Told(event_id=str(uuid4()), fact=fact)
