"""A trial before the contract: held, booked once all have agreed, outside the contract's count, gone after a no."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest

from services.messages import sessions as messages
from services.messages.contracts import (
    ContractCard,
    ContractSigned,
    TrialAgreed,
    TrialDecided,
    TrialPrepared,
    TrialPutOff,
)
from services.messages.envelope import Command, Event
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date, working_days_after
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, signed
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    cancel,
    held,
    hours,
    local,
    move,
    said,
    viewer,
)

FIRST_DAY = date(2027, 1, 11)
T1, T2 = local(2027, 1, 13), local(2027, 1, 20)
THEIRS = viewer(STRANGER, Role.COORDINATOR)


class OfATrial:
    """What contracts says of one process's trial, on the terms and with the people of another one's contract."""

    def __init__(self, card: ContractCard) -> None:
        days = {"starts_on": FIRST_DAY, "ends_on": FIRST_DAY + timedelta(days=40), "sessions_agreed": 2}
        terms = card.terms.model_copy(update=days)
        self.card = card
        self.process_id = uuid4()
        self.supervisor_id = card.parties.supervisor_id
        self._told: dict[str, Any] = {
            "process_id": self.process_id,
            "terms": terms,
            "parties": card.parties,
            "price": "normal",
        }

    def prepared(self, revision: int = 1) -> TrialPrepared:
        return TrialPrepared(revision=revision, **self._told)

    def agreed(self, revision: int = 1) -> TrialAgreed:
        instants = dict.fromkeys(("agreed_at", "reminder_at", "due_at", "lapses_at"), PLANNED)
        return TrialAgreed.model_validate(self._told | instants | {"revision": revision})

    def put_off(self) -> TrialPutOff:
        return TrialPutOff(process_id=self.process_id, revision=1, why="unanswered", act_by=PLANNED)

    def decided(self, outcome: Literal["go", "no_go", "lapsed"], at: datetime) -> TrialDecided:
        return TrialDecided(process_id=self.process_id, outcome=outcome, decided_at=at, agreed=True)

    def contract(self) -> ContractSigned:
        terms = self.card.terms.model_copy(update={"starts_on": date(2027, 3, 1), "sessions_agreed": 3})
        return ContractSigned(
            process_id=self.process_id,
            version=1,
            terms=terms,
            parties=self.card.parties.model_copy(update={"supervisee_ids": MEMBERS[:3]}),
            renews=None,
            signed_at=T2 + 5 * A_DAY,
            continuation_reminders_at=[],
            ends_at=T2 + 300 * A_DAY,
        )


async def a_trial(house: House) -> OfATrial:
    """Its supervisor's Wednesdays are on offer."""
    trial = await without_hours(house)
    await house.ask(hours(trial.supervisor_id))
    return trial


async def without_hours(house: House) -> OfATrial:
    """Intake, which knows nothing of the process, hears nothing of it either."""
    trial = OfATrial(await signed(house))
    await house.stop("intake")
    return trial


async def say(house: House, *events: Event) -> None:
    for event in events:
        await house.say("contracts", event)
    await house.quiet()


async def booked(house: House) -> tuple[OfATrial, list[messages.SessionCard]]:
    trial = await a_trial(house)
    await say(house, trial.prepared(), trial.agreed())
    return trial, await listed(house, trial.process_id)


async def listed(house: House, process_id: UUID) -> list[messages.SessionCard]:
    return list((await house.ask(messages.ListSessions(process_id=process_id))).sessions)


async def refuses(house: House, asked: Command[Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        await house.ask(asked)


async def days(house: House) -> list[list[datetime]]:
    """Each time that they were told."""
    told = await said(house, messages.TrialPlanned)
    return [[one.starts_at for one in event.sessions] for event in told]


async def called_off(house: House) -> list[datetime]:
    """As it was told last."""
    return [one.starts_at for one in (await said(house, messages.TrialPlanned))[-1].called_off]


async def test_its_times_are_held_and_nobody_s_session_until_all_have_agreed(sessions: House) -> None:
    trial = await a_trial(sessions)
    await say(sessions, trial.prepared(), trial.prepared())
    (told,) = await said(sessions, messages.TrialPlanned)
    assert [(one.number, one.starts_at) for one in told.sessions] == [(1, T1), (2, T2)]
    assert told.free_until == local(2027, 1, 6, 0)
    await refuses(sessions, messages.ListSessions(process_id=trial.process_id), "unknown_process")
    assert not await said(sessions, messages.SeriesPlanned)


async def test_what_is_agreed_is_booked_with_the_ids_that_it_was_held_with(sessions: House) -> None:
    trial, cards = await booked(sessions)
    assert [(one.number, one.trial, one.starts_at, one.status) for one in cards] == [
        (1, True, T1, "planned"),
        (2, True, T2, "planned"),
    ]
    (invited,) = await said(sessions, messages.SeriesPlanned)
    assert invited.trial and invited.wake_at is None
    assert set(invited.attendee_ids) == {*MEMBERS, trial.supervisor_id}
    assert [one.session_id for one in invited.sessions] == [one.session_id for one in cards]


async def test_what_is_put_off_is_free_again_and_may_be_prepared_anew(sessions: House) -> None:
    trial = await a_trial(sessions)
    await say(sessions, trial.prepared(), trial.put_off())
    assert not await sessions.rows("sessions", "select from session where trial")
    await say(sessions, trial.agreed(), trial.prepared(2), trial.agreed(2))
    assert [one.starts_at for one in await listed(sessions, trial.process_id)] == [T1, T2]
    assert await days(sessions) == [[T1, T2], [T1, T2]]


async def test_two_trials_are_not_held_at_one_time(sessions: House) -> None:
    trial = await a_trial(sessions)
    other = OfATrial(trial.card)
    await say(sessions, trial.prepared(), other.prepared())
    first, second = await days(sessions)
    assert not set(first) & set(second)


async def test_where_nothing_is_free_that_is_said(sessions: House) -> None:
    trial = await without_hours(sessions)
    await say(sessions, trial.prepared())
    (told,) = await said(sessions, messages.TrialPlanned)
    assert (told.sessions, told.free_until) == ([], None)


async def test_a_session_of_it_is_moved_recorded_and_cancelled_as_any_other(sessions: House) -> None:
    """T1 is held, T2 is moved, and then called off by its supervisor: it comes again, with its number."""
    trial, (first, second) = await booked(sessions)
    await sessions.ask(held(first, trial.supervisor_id))
    (told,) = await said(sessions, messages.SessionHeld)
    assert (told.number, told.trial) == (1, True)
    later = T2 + timedelta(days=7)
    moved = await sessions.ask(move(second, later))
    off = await sessions.ask(cancel(moved, T1 + A_DAY, "supervisor"))
    assert off.status == "replaced"
    (again,) = await said(sessions, messages.SessionReplanned)
    assert (again.number, again.trial) == (2, True)
    assert (await days(sessions))[-1] == [T1, again.starts_at]
    assert await called_off(sessions) == []  # the same one comes on another day


async def test_its_decision_is_counted_from_a_session_that_was_called_off_too_late(sessions: House) -> None:
    _, (_, second) = await booked(sessions)
    await sessions.ask(cancel(second, T2 - A_DAY))
    assert (await days(sessions))[-1] == [T1, T2]
    assert await called_off(sessions) == [T2]


async def test_it_is_counted_without_one_that_was_called_off_in_time(sessions: House) -> None:
    _, (_, second) = await booked(sessions)
    await sessions.ask(cancel(second, PLANNED))
    assert (await days(sessions))[-1] == [T1]
    assert await called_off(sessions) == [T2]


@pytest.mark.parametrize("outcome", ["no_go", "lapsed"])
async def test_after_a_no_what_is_to_come_is_called_off(
    sessions: House, outcome: Literal["no_go", "lapsed"]
) -> None:
    trial, (first, second) = await booked(sessions)
    await sessions.ask(held(first, trial.supervisor_id))
    await say(sessions, *[trial.decided(outcome, T1 + A_DAY)] * 2)
    (off,) = await said(sessions, messages.SessionCancelled)
    assert (off.session_id, off.cancelled_by, off.trial) == (second.session_id, "trial", True)
    assert [one.status for one in await listed(sessions, trial.process_id)] == ["held", "cancelled"]


async def test_no_goal_is_set_and_no_plan_is_proposed_before_the_contract(sessions: House) -> None:
    trial, (first, _) = await booked(sessions)
    goal = messages.SetGoal(
        goal_id=uuid4(), process_id=trial.process_id, text="Työnjako", set_by=MEMBERS[1], as_of=T1
    )
    await refuses(sessions, goal, "unknown_process")
    await refuses(
        sessions,
        messages.PreviewPlan(process_id=trial.process_id, viewer=THEIRS, as_of=T1),
        "unknown_process",
    )
    series = messages.PreviewMoveSeries(
        session_id=first.session_id, weekday=2, time=T1.time(), viewer=THEIRS, as_of=PLANNED
    )
    await refuses(sessions, series, "session_not_open")


async def test_the_contract_counts_from_one_and_its_reviews_without_the_trial(sessions: House) -> None:
    """Who tried and is not one of its members sees the trial alone."""
    trial, cards = await booked(sessions)
    for one in cards:
        await sessions.ask(held(one, trial.supervisor_id))
    await say(sessions, trial.decided("go", T2 + A_DAY), trial.contract())
    state = await sessions.ask(messages.LookAtSeries(process_id=trial.process_id, as_of=T2 + 6 * A_DAY))
    assert (state.wake_at, state.review) == (None, None)
    preview = messages.PreviewPlan(process_id=trial.process_id, viewer=THEIRS, as_of=T2 + 6 * A_DAY)
    planned = await sessions.ask(preview)
    assert [one.number for one in planned.sessions] == [1, 2, 3]
    assert local_date(planned.sessions[0].starts_at) >= date(2027, 3, 1)
    rows = "select count(*) as stay from group_member where process_id = $1 and until_day is null"
    (row,) = await sessions.rows("sessions", rows, trial.process_id)
    assert row["stay"] == 3


async def test_everybody_has_some_working_days_to_say_yes_while_the_first_costs_nothing(
    sessions: House,
) -> None:
    """Prepared for the very next days: the first one is later than its notice alone would have it."""
    trial = await a_trial(sessions)
    at = local(2027, 1, 11)
    sessions.move_clock(at)
    await say(sessions, trial.prepared())
    [told] = await said(sessions, messages.TrialPlanned)
    assert told.free_until and told.free_until >= working_days_after(at, 3)
    assert told.sessions[0].starts_at == local(2027, 1, 27)
