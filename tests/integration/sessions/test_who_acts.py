"""An order says who gives it, and sessions looks up whether they may: what a page let through decides nothing."""

import pytest

from services.messages import sessions as messages
from services.messages.envelope import Command
from services.runtime.commands.refusal import Refusal
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS
from tests.integration.sessions.builders import (
    A_DAY,
    PLANNED,
    STRANGER,
    cancel,
    goal,
    held,
    hours,
    move,
    planned,
    said,
)

SIGNS = MEMBERS[0]


async def test_nobody_cancels_or_moves_a_session_in_anothers_name(sessions: House) -> None:
    """What a supervisor cancels is free, and what a party wants it pays for: whose word it was is not the order's."""
    contract, series = await planned(sessions)
    supervisor, to = contract.parties.supervisor_id, series[5].starts_at + A_DAY
    refused: list[Command] = [
        cancel(series[5], PLANNED, party).model_copy(update={"person_id": who})
        for party, who in (
            ("supervisor", STRANGER),
            ("supervisor", COMMISSIONER),
            ("supervisee", COMMISSIONER),
            ("supervisee", supervisor),
            ("commissioner", STRANGER),
            ("commissioner", supervisor),
        )
    ]
    refused += [move(series[5], to, moved_by=STRANGER), move(series[5], to, party="supervisee")]
    for order in refused:
        assert await _refused(sessions, order) == "not_yours_to_decide", order
    for party in ("supervisor", "commissioner"):
        order = cancel(series[5], PLANNED, party).model_copy(update={"person_id": SIGNS})
        assert await _refused(sessions, order) == "not_the_representative"
    assert (
        await said(sessions, messages.SessionCancelled) == await said(sessions, messages.SessionMoved) == []
    )
    for party in ("supervisee", "commissioner", "supervisor"):
        await sessions.ask(move(series[5], to, party=party, moved_by=FOUNDER))
    await sessions.ask(cancel(series[5], PLANNED, "supervisee"))


async def test_hours_are_offered_and_withdrawn_by_their_supervisor_or_a_coordinator(sessions: House) -> None:
    contract, _ = await planned(sessions)
    theirs = contract.parties.supervisor_id
    [kept] = await sessions.rows("sessions", "select * from weekly_hours")
    more = hours(theirs, weekday=4)
    for who in (STRANGER, COMMISSIONER, SIGNS):
        assert await _refused(sessions, more.model_copy(update={"offered_by": who})) == "not_yours_to_decide"
    await sessions.ask(more.model_copy(update={"offered_by": FOUNDER}))
    gone = messages.WithdrawAvailability(
        supervisor_id=theirs, availability_id=STRANGER, withdrawn_by=STRANGER, as_of=PLANNED
    )
    assert await _refused(sessions, gone) == "not_yours_to_decide"
    await sessions.ask(gone.model_copy(update={"withdrawn_by": FOUNDER}))
    assert kept in await sessions.rows("sessions", "select * from weekly_hours order by weekday")


async def test_a_review_is_recorded_by_its_supervisor_and_waived_by_them_or_a_coordinator(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    review = {"process_id": contract.process_id, "kind": "interim", "as_of": PLANNED}
    await sessions.ask(messages.OpenReview.model_validate(review))
    for who in (MEMBERS[1], SIGNS, COMMISSIONER, STRANGER, FOUNDER):
        record = review | {"benefit": True, "wants_to_continue": True, "recorded_by": who}
        assert await _refused(sessions, messages.RecordReview.model_validate(record)) == "not_the_supervisor"
        if who != FOUNDER:
            waiver = messages.WaiveReview.model_validate(review | {"reason": "Ei nyt.", "waived_by": who})
            assert await _refused(sessions, waiver) == "not_yours_to_decide"
    waiver = messages.WaiveReview.model_validate(review | {"reason": "Ei nyt.", "waived_by": FOUNDER})
    await sessions.ask(waiver)


async def _refused(house: House, order: Command) -> str:
    with pytest.raises(Refusal) as refused:
        await house.ask(order)
    return refused.value.code


async def test_who_is_a_supervisor_no_more_records_notes_and_scores_nothing(sessions: House) -> None:
    contract, series = await planned(sessions)
    process_id, theirs = contract.process_id, contract.parties.supervisor_id
    about, after = series[0], series[0].ends_at
    aim = goal(process_id)
    await sessions.ask(aim)
    await sessions.ask(held(series[1], theirs, as_of=series[1].ends_at))
    await sessions.ask(messages.OpenReview(process_id=process_id, kind="interim", as_of=after))
    facts = {"session_id": about.session_id, "process_id": process_id, "kind": "interim", "as_of": after}
    facts |= {"goal_id": aim.goal_id, "score": 1, "scored_by": theirs, "text": "?", "author_id": theirs}
    facts |= {"statement": "?", "benefit": True, "wants_to_continue": True, "recorded_by": theirs}
    facts |= {"reason": "?", "waived_by": theirs, "cancelled_by": "commissioner", "told_at": PLANNED}
    again = {"session_id": series[1].session_id, "outcome": "no_show", "revision": 0, "corrected_by": theirs}
    again |= {"as_of": series[1].ends_at, "ground": "?"}
    await sessions.rows("directory", "UPDATE supervisor SET ended_on = '2026-12-31'")
    for kind, code in (
        (messages.RecordHeld, "not_the_supervisor"),
        (messages.RecordNoShow, "not_the_supervisor"),
        (messages.RecordCancelled, "not_the_supervisor"),
        (messages.WriteNote, "not_the_supervisor"),
        (messages.RecordReview, "not_the_supervisor"),
        (messages.ScoreGoal, "not_a_member"),
        (messages.WaiveReview, "not_yours_to_decide"),
    ):
        order = {"present": [MEMBERS[0]]} | facts
        told = {name: value for name, value in order.items() if name in kind.model_fields}
        assert await _refused(sessions, kind.model_validate(told)) == code, kind
    assert await _refused(sessions, messages.CorrectRecord.model_validate(again)) == "not_yours_to_decide"


async def test_who_is_a_supervisor_no_more_answers_for_no_review(sessions: House) -> None:
    contract, series = await planned(sessions)
    theirs, after = contract.parties.supervisor_id, series[0].ends_at
    facts = {"process_id": contract.process_id, "kind": "interim", "as_of": after}
    await sessions.ask(messages.OpenReview.model_validate(facts))
    said = {"statement": "?", "benefit": True, "wants_to_continue": True, "recorded_by": theirs}
    await sessions.ask(messages.RecordReview.model_validate(facts | said))
    own, members = facts | {"person_id": theirs}, facts | {"person_id": MEMBERS[0]}
    await sessions.ask(messages.RefuseReview.model_validate(own))
    await sessions.rows("directory", "UPDATE supervisor SET ended_on = '2026-12-31'")
    for kind in (messages.ConsentToReview, messages.RefuseReview):
        assert await _refused(sessions, kind.model_validate(own)) == "not_a_member", kind
        await sessions.ask(kind.model_validate(members))
