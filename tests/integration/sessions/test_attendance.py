"""What became of a session, what is still to be said of it, and the reviews that the series reaches."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import morning_of
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    cancel,
    held,
    no_show,
    planned,
    planned_anew,
    said,
)


async def test_a_late_cancellation_says_how_late_it_was_and_asks_no_money(sessions: House) -> None:
    _, series = await planned(sessions)
    late = series[4].starts_at - timedelta(hours=47, minutes=59)
    done = await sessions.ask(cancel(series[4], late))
    assert (done.status, done.sequence) == ("cancelled", 1)
    assert await sessions.ask(cancel(series[4], late + A_DAY)) == done
    [event] = await said(sessions, messages.SessionCancelled)
    # On Easter Monday for a Wednesday: only the Tuesday between them is a working day.
    assert (event.notice_hours, event.notice_working_days, event.minutes) == (47, 1, 90)
    assert (event.cancelled_by, event.starts_at) == ("commissioner", series[4].starts_at)


async def test_a_session_that_has_begun_or_is_recorded_cannot_be_cancelled(sessions: House) -> None:
    contract, series = await planned(sessions)
    with pytest.raises(Refusal, match="session_already_begun"):
        await sessions.ask(cancel(series[0], series[0].starts_at))
    await sessions.ask(held(series[0], contract.parties.supervisor_id))
    with pytest.raises(Refusal, match="session_not_open"):
        await sessions.ask(cancel(series[0], PLANNED))


async def test_who_attended_leaves_as_a_count_and_is_recorded_once(sessions: House) -> None:
    contract, series = await planned(sessions)
    order = held(series[0], contract.parties.supervisor_id)
    assert (await sessions.ask(order)).status == "held"
    assert (await sessions.ask(order)).status == "held"
    [event] = await said(sessions, messages.SessionHeld)
    assert (event.present, event.minutes, event.performed_on.isoformat()) == (4, 90, "2027-01-20")
    outbox = await sessions.rows("sessions", "select payload from outbox where subject like '%session_held'")
    assert len(outbox) == 1
    assert not any(str(member).encode() in row["payload"] for row in outbox for member in MEMBERS)
    rows = await sessions.rows("sessions", "select person_id from attendance")
    assert {row["person_id"] for row in rows} == set(MEMBERS[:4])


async def test_what_cannot_be_recorded_is_refused_with_the_field(sessions: House) -> None:
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    early = {"as_of": series[0].ends_at - timedelta(minutes=1)}
    refused = [
        (held(series[0], supervisor, **early), "session_not_over"),
        (no_show(series[0], supervisor, **early), "session_not_over"),
        (held(series[0], STRANGER), "not_the_supervisor: recorded_by"),
        (no_show(series[0], MEMBERS[0]), "not_the_supervisor: recorded_by"),
        (held(series[0], supervisor, present=[MEMBERS[0], STRANGER]), "not_a_member: present"),
        (held(series[0], supervisor, session_id=uuid4()), "unknown_session"),
    ]
    for order, code in refused:
        with pytest.raises(Refusal, match=code):
            await sessions.ask(order)
    assert await sessions.rows("sessions", "select 1 from attendance") == []


async def test_another_outcome_than_the_recorded_one_is_refused(sessions: House) -> None:
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    assert (await sessions.ask(no_show(series[0], supervisor))).status == "no_show"
    assert (await sessions.ask(no_show(series[0], supervisor))).status == "no_show"
    await sessions.ask(held(series[1], supervisor))
    for order in (
        held(series[0], supervisor),
        no_show(series[1], supervisor),
        held(series[1], supervisor, present=MEMBERS[:2]),
    ):
        with pytest.raises(Refusal, match="already_recorded"):
            await sessions.ask(order)
    assert len(await said(sessions, messages.SessionNotAttended)) == 1


async def test_an_unrecorded_session_is_reminded_of_once(sessions: House) -> None:
    """By its own time: nobody has to ask for it."""
    contract, series = await planned(sessions)
    supervisor = contract.parties.supervisor_id
    sessions.move_clock(series[0].ends_at + A_DAY - timedelta(minutes=1))
    assert await said(sessions, messages.ConfirmationOverdue) == []
    for _ in range(2):
        sessions.move_clock(sessions.clock.now() + timedelta(minutes=5))
        [event] = await said(sessions, messages.ConfirmationOverdue)
    assert (event.session_id, event.supervisor_id) == (series[0].session_id, supervisor)
    await sessions.ask(held(series[1], supervisor))
    sessions.move_clock(series[2].ends_at + A_DAY)
    asked_for = [event.session_id for event in await said(sessions, messages.ConfirmationOverdue)]
    assert asked_for == [series[0].session_id, series[2].session_id]


async def test_an_unrecorded_session_is_reminded_of_when_its_time_comes_though_nobody_looks(
    sessions: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither asked how it is, nor by looking again and again."""
    monkeypatch.setattr(sessions.services["sessions"].resources.waking, "_looks_again_s", 86_400.0)
    _, series = await planned_anew(sessions)
    sessions.move_clock(series[0].ends_at + A_DAY + timedelta(minutes=1))
    reminded = "SELECT FROM session WHERE reminded_at IS NOT NULL"
    async with asyncio.timeout(60):
        while not await sessions.rows("sessions", reminded):
            await asyncio.sleep(0.05)


async def test_sessions_that_nobody_records_wake_no_process(sessions: House) -> None:
    contract, series = await planned(sessions)
    look = messages.LookAtSeries(process_id=contract.process_id, as_of=PLANNED)
    interim, final = series[len(series) // 2], series[-2]
    for as_of, wake_at in (
        (PLANNED, interim.ends_at + A_DAY),
        (series[-1].ends_at + 30 * A_DAY, final.ends_at + A_DAY),
    ):
        seen = await sessions.ask(look.model_copy(update={"as_of": as_of}))
        assert seen.wake_at == max(as_of, wake_at)
    for kind in ("interim", "final"):
        await sessions.ask(
            messages.OpenReview.model_validate(
                {"process_id": contract.process_id, "kind": kind, "as_of": PLANNED}
            )
        )
    assert (await sessions.ask(look)).wake_at is None


async def test_the_process_asks_for_each_review_once_its_session_has_passed(sessions: House) -> None:
    contract, series = await planned(sessions)
    end = series[-1].ends_at
    look = messages.LookAtSeries(process_id=contract.process_id, as_of=end)
    assert (await sessions.ask(look)).review == "interim"
    for kind, then in (("interim", "final"), ("final", None)):
        order = {"process_id": contract.process_id, "kind": kind, "as_of": end}
        for _ in range(2):
            await sessions.ask(messages.OpenReview.model_validate(order))
        assert (await sessions.ask(look)).review == then
    assert [event.kind for event in await said(sessions, messages.ReviewDue)] == ["interim", "final"]


async def test_a_review_is_reminded_of_until_it_is_done_and_is_done_once(sessions: House) -> None:
    contract, _ = await planned(sessions)
    review = {"process_id": contract.process_id, "kind": "interim", "as_of": PLANNED}
    record = messages.RecordReview.model_validate(
        {"benefit": True, "wants_to_continue": True, "statement": "Kangas kestää."}
        | {"recorded_by": contract.parties.supervisor_id}
        | review
    )
    late = PLANNED + 14 * A_DAY
    with pytest.raises(Refusal, match="review_not_open"):
        await sessions.ask(record)
    assert (await sessions.ask(messages.OpenReview.model_validate(review))).due_at == late
    for now, reminders in (
        (late - A_DAY, 0),
        (late, 1),
        (late + A_DAY, 1),
        (late + 14 * A_DAY, 2),
        (late + 14 * 5 * A_DAY, 3),
    ):
        sessions.move_clock(now)
        assert len(await said(sessions, messages.ReviewOverdue)) == reminders
    for _ in range(2):
        await sessions.ask(record)
    sessions.move_clock(late + 365 * A_DAY)
    with pytest.raises(Refusal, match="review_not_open"):
        await sessions.ask(record.model_copy(update={"benefit": False}))
    assert len(await said(sessions, messages.ReviewOverdue)) == 3
    [done] = await said(sessions, messages.ReviewDone)
    assert (done.kind, done.benefit, done.wants_to_continue) == ("interim", True, True)
    [row] = await sessions.rows("sessions", "select sealed from review")
    assert "Kangas kestää.".encode() not in row["sealed"]


async def test_an_interim_review_lapses_on_the_last_morning_and_the_final_one_does_not(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    last = morning_of(contract.terms.ends_on)
    sessions.move_clock(last - 2 * A_DAY)
    for kind in ("interim", "final"):
        review = {"process_id": contract.process_id, "kind": kind, "as_of": last - 2 * A_DAY}
        await sessions.ask(messages.OpenReview.model_validate(review))
    sessions.move_clock(last - timedelta(hours=1))
    assert await said(sessions, messages.ReviewLapsed) == []
    sessions.move_clock(last)
    assert [one.kind for one in await said(sessions, messages.ReviewLapsed)] == ["interim"]
    assert await said(sessions, messages.ReviewOverdue) == []
    sessions.move_clock(last + 13 * A_DAY)
    assert [one.kind for one in await said(sessions, messages.ReviewOverdue)] == ["final"]


async def test_a_review_is_waived_with_a_reason_only(sessions: House) -> None:
    contract, _ = await planned(sessions)
    review = {"process_id": contract.process_id, "kind": "final", "as_of": PLANNED}
    await sessions.ask(messages.OpenReview.model_validate(review))
    waive = messages.WaiveReview.model_validate(review | {"reason": "Ryhmä lopetti.", "waived_by": FOUNDER})
    with pytest.raises(Refusal, match="reason_missing: reason"):
        await sessions.ask(waive.model_copy(update={"reason": "  "}))
    for _ in range(2):
        await sessions.ask(waive)
    assert len(await said(sessions, messages.ReviewWaived)) == 1
