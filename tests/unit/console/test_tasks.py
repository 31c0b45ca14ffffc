"""What waits for whom, and until when; a task's coming and leaving is shown with real events beside this."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.console.board.search_words import search_words
from services.console.board.tasks import next_deadline, tasks_of
from services.console.tables import KnownLeaver, ProcessCard, ProcessReview, ProcessSession, Task
from services.runtime.finland import end_of

FRIDAY = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
ANNA, SUPERVISOR = uuid4(), uuid4()


def a_card(**facts: Any) -> ProcessCard:
    return ProcessCard(process_id=uuid4(), began_at=FRIDAY, coordinator_id=ANNA, **facts)


def _of_trial(state: str) -> dict[str, Any]:
    told = {"trial_state": state, "trial_since": FRIDAY, "trial_act_by": TUESDAY}
    return {"proposal": "accept", "trial_sessions": 1} | told


def the_task(card: ProcessCard) -> Task:
    [task] = tasks_of(card, [], [])
    return task


def test_a_step_is_due_when_its_owner_has_said() -> None:
    task = the_task(a_card(step_due_at=TUESDAY))
    assert (task.kind, task.role, task.coordinator_id) == ("decide_screening", "coordinator", ANNA)
    assert (task.since, task.due_at) == (FRIDAY, TUESDAY)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("match", {"outcome": "supervision", "screened_at": FRIDAY, "step_due_at": TUESDAY}),
        ("send_proposal", {"matched_at": FRIDAY, "step_due_at": TUESDAY}),
        ("complete_contract", {"proposal": "accept", "complete_by": TUESDAY}),
        ("prepare_trial", {"proposal": "accept", "trial_sessions": 1, "complete_by": TUESDAY}),
        ("prepare_trial", _of_trial("put_off")),
        ("answer_trial", _of_trial("declined")),
        ("chase_trial", _of_trial("overdue")),
        ("complete_contract", _of_trial("go") | {"mend_by": TUESDAY}),
        ("mend_contract", {"proposal": "accept", "declined_at": FRIDAY, "mend_by": TUESDAY}),
        (
            "chase_signature",
            {
                "proposal": "accept",
                "awaited_party": "supervisee",
                "awaited_level": 3,
                "awaited_at": FRIDAY,
                "act_by": TUESDAY,
            },
        ),
    ],
)
def test_so_are_the_later_ones(kind: str, facts: dict[str, Any]) -> None:
    matched = {"matched_at": FRIDAY, "proposal_at": FRIDAY} if "proposal" in facts else {}
    task = the_task(a_card(**matched, **facts))
    assert (task.kind, task.since, task.due_at) == (kind, FRIDAY, TUESDAY)


def test_while_a_trial_goes_on_nothing_is_a_coordinator_s_to_do() -> None:
    matched = {"matched_at": FRIDAY, "proposal_at": FRIDAY}
    assert tasks_of(a_card(**matched, **_of_trial("prepared")), [], []) == []


def test_a_member_who_does_not_consent_waits_for_a_coordinator_until_they_do() -> None:
    signing = {
        "matched_at": FRIDAY,
        "proposal": "accept",
        "proposal_at": FRIDAY,
        "awaited_party": "supervisee",
    }
    no = {"consents_refused": 1, "consent_refused_at": FRIDAY, "consent_act_by": TUESDAY}
    task = the_task(a_card(**signing, **no))
    assert (task.kind, task.since, task.due_at) == ("answer_member", FRIDAY, TUESDAY)
    assert tasks_of(a_card(**signing, **no | {"consents_refused": 0}), [], []) == []


def test_a_group_that_somebody_left_waits_for_a_coordinator_until_it_is_settled() -> None:
    signed = {"matched_at": FRIDAY, "proposal": "accept", "proposal_at": FRIDAY, "signed_at": FRIDAY}
    left = {"group_unsettled_at": FRIDAY, "settle_group_by": TUESDAY}
    task = the_task(a_card(**signed, **left))
    assert (task.kind, task.since, task.due_at) == ("settle_group", FRIDAY, TUESDAY)
    assert tasks_of(a_card(**signed), [], []) == []
    assert tasks_of(a_card(**signed, **left, ended_as="closed", ended_at=TUESDAY), [], []) == []


def test_a_plan_waits_for_a_coordinator_until_the_contract_is_terminated() -> None:
    """Whether it had lapsed or other days had been asked for before."""
    signed = {"matched_at": FRIDAY, "proposal": "accept", "proposal_at": FRIDAY, "signed_at": FRIDAY}
    plan = {"plan_waits_since": FRIDAY, "plan_act_by": TUESDAY}
    task = the_task(a_card(**signed, **plan))
    assert (task.kind, task.since, task.due_at) == ("propose_plan", FRIDAY, TUESDAY)
    assert tasks_of(a_card(**signed, **plan, early_end_on=TUESDAY.date()), [], []) == []


def test_a_wait_for_another_supervisor_is_somebodys_task_once_nobody_leaves_any_more() -> None:
    waits = {"signed_at": FRIDAY, "supervisor_id": SUPERVISOR, "supervisor_awaited_at": FRIDAY}
    waits |= {"paused_from": date(2026, 12, 14)}
    task = the_task(a_card(**waits))
    assert (task.kind, task.role, task.since) == ("end_wait", "coordinator", FRIDAY)
    assert task.due_at == end_of(date(2026, 12, 14))
    leaver = KnownLeaver(supervisor_id=SUPERVISOR, last_day=date(2026, 12, 7), since=FRIDAY)
    assert [one.kind for one in tasks_of(a_card(**waits), [], [], leaver=leaver)] == ["find_supervisor"]
    [long] = tasks_of(a_card(**waits, pause_overdue_at=TUESDAY), [], [])
    assert long.kind == "end_pause"
    assert tasks_of(a_card(**waits, goes_on=date(2027, 1, 4)), [], []) == []
    assert tasks_of(a_card(**waits | {"paused_from": None}), [], []) == []


def test_for_what_is_to_end_early_another_supervisor_is_found_while_sessions_are_left() -> None:
    leaver = KnownLeaver(supervisor_id=SUPERVISOR, last_day=date(2026, 12, 7), since=FRIDAY)
    signed = {"signed_at": FRIDAY, "supervisor_id": SUPERVISOR, "ends_on": date(2027, 1, 29)}
    finding = ["find_supervisor"]
    for facts, waiting in (
        ({}, finding),
        ({"early_end_on": date(2027, 1, 29), "next_session_at": TUESDAY}, finding),
        ({"early_end_on": date(2027, 1, 29)}, []),
    ):
        assert [one.kind for one in tasks_of(a_card(**signed, **facts), [], [], leaver=leaver)] == waiting


def test_what_a_supervisor_called_off_waits_for_a_coordinator_until_it_has_another_time() -> None:
    signed = {"matched_at": FRIDAY, "proposal": "accept", "proposal_at": FRIDAY, "signed_at": FRIDAY}
    card = a_card(**signed)
    lost = meeting(card.process_id, status="cancelled", replan_since=FRIDAY, replan_by=TUESDAY)
    [task] = tasks_of(card, [lost], [])
    assert (task.kind, task.session_id, task.since, task.due_at) == (
        "replan_session",
        lost.session_id,
        FRIDAY,
        TUESDAY,
    )
    assert tasks_of(card, [meeting(card.process_id, status="cancelled")], []) == []
    assert tasks_of(a_card(**signed, ended_as="closed", ended_at=TUESDAY), [lost], []) == []


def test_a_contract_that_was_taken_back_is_to_be_completed_by_its_own_day() -> None:
    accepted = {"matched_at": FRIDAY, "proposal": "accept", "proposal_at": FRIDAY, "complete_by": FRIDAY}
    task = the_task(a_card(**accepted, mend_by=TUESDAY))
    assert (task.kind, task.due_at) == ("complete_contract", TUESDAY)


def test_a_step_is_escalated_at_its_second_reminder_and_only_its_own() -> None:
    assert not the_task(a_card(late_step="screening", late_level=1)).escalated
    assert the_task(a_card(late_step="screening", late_level=2)).escalated
    assert not the_task(a_card(late_step="matching", late_level=2)).escalated


def test_a_proposal_that_was_asked_to_be_changed_is_escalated_like_one_that_was_not_sent() -> None:
    change = {"matched_at": FRIDAY, "proposal": "ask_change", "proposal_at": FRIDAY}
    task = the_task(a_card(**change, late_step="proposal", late_level=2))
    assert (task.kind, task.escalated) == ("change_proposal", True)


@pytest.mark.parametrize("declined", [{}, {"declined_at": FRIDAY, "mend_by": TUESDAY}])
def test_a_contract_that_we_have_not_prepared_in_time_is_shown_to_every_coordinator(
    declined: dict[str, Any],
) -> None:
    accepted = {"matched_at": FRIDAY, "proposal": "accept", "proposal_at": FRIDAY, **declined}
    assert not the_task(a_card(**accepted, draft_late_level=1)).escalated
    assert the_task(a_card(**accepted, draft_late_level=2)).escalated


def test_a_proposal_that_was_sent_waits_for_nobody_of_the_house_and_is_due_on_its_last_day() -> None:
    card = a_card(matched_at=FRIDAY, proposal="sent", proposal_at=FRIDAY, proposal_until=date(2026, 12, 15))
    assert tasks_of(card, [], []) == []
    assert next_deadline(card, []) == datetime(2026, 12, 15, 22, 0, tzinfo=UTC)


def test_what_is_next_is_the_earliest_of_sessions_and_tasks() -> None:
    card = a_card(signed_at=FRIDAY, supervisor_id=SUPERVISOR, next_session_at=FRIDAY + timedelta(days=20))
    review = ProcessReview(
        process_id=card.process_id, kind="interim", status="due", due_since=FRIDAY, due_at=TUESDAY
    )
    tasks = tasks_of(card, [], [review])
    assert [(one.kind, one.person_id, one.coordinator_id) for one in tasks] == [("record_review", None, None)]
    assert next_deadline(card, tasks) == TUESDAY
    assert next_deadline(card, []) == FRIDAY + timedelta(days=20)


def test_a_review_is_a_coordinators_where_its_supervisor_had_left_before_it_was_due() -> None:
    card = a_card(signed_at=FRIDAY, supervisor_id=SUPERVISOR, early_end_on=date(2026, 12, 31))
    due: dict[str, Any] = {
        "process_id": card.process_id,
        "kind": "final",
        "due_since": FRIDAY,
        "due_at": TUESDAY,
    }
    today = FRIDAY.date()
    for last_day, overdue_at, waiting in (
        (today, None, ["record_review"]),
        (today - timedelta(days=1), None, ["settle_review"]),
        (today - timedelta(days=1), TUESDAY, ["chase_review"]),
    ):
        leaver = KnownLeaver(supervisor_id=SUPERVISOR, last_day=last_day, since=FRIDAY)
        review = ProcessReview(**due, status="overdue" if overdue_at else "due", overdue_at=overdue_at)
        tasks = tasks_of(card, [], [review], leaver=leaver)
        assert [one.kind for one in tasks] == waiting
        assert (tasks[0].role == "coordinator") is (waiting != ["record_review"])


def test_who_stands_in_for_somebody_who_has_left_holds_the_review_in_their_days() -> None:
    """Who had it before, for good, holds none."""
    today, stands_in = FRIDAY.date(), uuid4()
    leaver = KnownLeaver(supervisor_id=SUPERVISOR, last_day=today - timedelta(days=1), since=FRIDAY)
    for until, waiting in (
        (today, "record_review"),
        (today - timedelta(days=1), "settle_review"),
        (None, "settle_review"),
    ):
        other = {"other_supervisor_id": stands_in, "stands_in_until": until}
        card = a_card(signed_at=FRIDAY, supervisor_id=SUPERVISOR, early_end_on=date(2026, 12, 31), **other)
        due: dict[str, Any] = {"process_id": card.process_id, "kind": "final"}
        due |= {"due_since": FRIDAY, "due_at": TUESDAY, "status": "due"}
        [task] = tasks_of(card, [], [ProcessReview(**due)], leaver=leaver)
        assert (task.kind, task.person_id) == (waiting, None)


def test_a_closed_process_has_nothing_before_it() -> None:
    card = a_card(signed_at=FRIDAY, ends_on=date(2027, 1, 1), ended_as="closed", ended_at=FRIDAY)
    assert tasks_of(card, [], []) == []
    assert next_deadline(card, []) is None


def test_only_an_overdue_session_is_chased() -> None:
    card = a_card(signed_at=FRIDAY)
    tasks = tasks_of(
        card, [meeting(card.process_id), meeting(card.process_id, overdue_at=FRIDAY),
               meeting(card.process_id, overdue_at=FRIDAY, status="held")], [],
    )  # fmt: skip
    assert [one.kind for one in tasks] == ["chase_confirmation"]


def test_a_search_finds_a_number_with_or_without_its_letters_and_words_in_any_case() -> None:
    assert search_words("TO-1007 Äänekosken KAUPUNKI") == ["1007", "äänekosken", "kaupunki"]
    assert search_words("to1007") == search_words("To 1007") == search_words("1007") == ["1007"]
    assert search_words("to") == ["to"], "what begins with these letters is still found"
    assert search_words("' | ! & :* \\") == []


def meeting(process_id: UUID, **facts: Any) -> ProcessSession:
    return ProcessSession(
        session_id=uuid4(), process_id=process_id, supervisor_id=SUPERVISOR, number=1,
        starts_at=FRIDAY, ends_at=FRIDAY + timedelta(hours=1), confirm_by=TUESDAY, **{"status": "planned"} | facts,
    )  # fmt: skip
