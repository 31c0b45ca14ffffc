"""The three-way meeting: proposed, then held or left out before anybody is asked to sign."""

from datetime import date, timedelta

import pytest

from services.messages.contracts import (
    ArrangeMeeting,
    ContractCard,
    CorrectMeeting,
    MeetingArranged,
    MeetingCorrected,
    MeetingHeld,
    MeetingWaived,
    RecordMeeting,
    ShowContract,
    WaiveMeeting,
)
from services.messages.intake import ProposalAnswered
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import end_of, local_date
from tests.integration.contracts.builders import (
    COORDINATOR,
    DRAFTED,
    accepted,
    completion,
    draft,
    show,
    sign_by,
    signing,
)
from tests.integration.intake.builders import answer, matched, price, proposal, said, supervisor

MET = date(2026, 11, 30)
ONE_HOUR = timedelta(hours=1)


async def to_meet(house):
    who = await supervisor(house)
    await house.ask(price())
    process_id = await matched(house, who)
    await house.ask(proposal(process_id, three_way_meeting=True))
    await house.ask(answer(process_id))
    return process_id


def held(process_id, **facts) -> RecordMeeting:
    order = {"process_id": process_id, "held_on": MET, "recorded_by": COORDINATOR, "as_of": DRAFTED}
    return RecordMeeting.model_validate(order | facts)


def waived(process_id, **facts) -> WaiveMeeting:
    order = {"process_id": process_id, "reason": "He tuntevat jo.", "waived_by": COORDINATOR}
    return WaiveMeeting.model_validate(order | {"as_of": DRAFTED} | facts)


async def told(house, event_type):
    await house.quiet()
    return [event for event in await house.events("contracts") if isinstance(event, event_type)]


async def code(house, order) -> str:
    with pytest.raises(Refusal) as no:
        await house.ask(order)
    return no.value.code


async def test_nobody_is_asked_to_sign_before_the_three_have_met(contracts):
    process_id = await to_meet(contracts)
    drafted = await contracts.ask(draft(process_id))
    [answered] = await said(contracts, ProposalAnswered)
    due_on = local_date(answered.answered_at) + timedelta(days=14)
    assert (drafted.meeting.due_on, drafted.meeting.is_open) == (due_on, True)
    assert answered.complete_by == drafted.completing_reminders_at[0] == end_of(due_on)
    assert await code(contracts, completion(process_id)) == "meeting_open"
    assert (await contracts.ask(completion(process_id, clauses={}))).status == "draft"
    await contracts.ask(held(process_id))
    await contracts.ask(held(process_id))
    assert [one.held_on for one in await told(contracts, MeetingHeld)] == [MET]
    await sign_by(contracts, await contracts.ask(completion(process_id)))
    card = await show(contracts, process_id)
    assert card.meeting and (card.status, card.meeting.held_on) == ("signed", MET)


async def test_it_is_left_out_with_a_reason_that_stays_with_the_coordinators(contracts):
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    assert await code(contracts, waived(process_id, reason=" ")) == "reason_missing"
    await contracts.ask(waived(process_id))
    await contracts.ask(waived(process_id))
    assert await told(contracts, MeetingWaived) == [MeetingWaived(process_id=process_id)]
    card: ContractCard = await contracts.ask(completion(process_id))
    assert card.meeting and (card.status, card.meeting.waived, card.meeting.reason) == ("signing", True, "")
    seen = ShowContract(process_id=process_id, viewer=Viewer(person_id=COORDINATOR, role=Role.COORDINATOR))
    assert (await contracts.ask(seen)).meeting.reason == "He tuntevat jo."
    others = Viewer(person_id=COORDINATOR, role=Role.ADMINISTRATOR)
    assert (await contracts.ask(ShowContract(process_id=process_id, viewer=others))).meeting is None


async def test_what_is_recorded_stands_and_what_cannot_be_is_refused(contracts):
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    tomorrow = local_date(DRAFTED) + timedelta(days=1)
    assert await code(contracts, held(process_id, held_on=tomorrow)) == "in_the_future"
    await contracts.ask(held(process_id))
    assert await code(contracts, held(process_id, held_on=date(2026, 11, 29))) == "meeting_recorded"
    assert await code(contracts, waived(process_id)) == "meeting_recorded"


async def test_where_none_was_proposed_there_is_none(contracts):
    plain = await signing(contracts)
    assert plain.meeting is None
    assert await code(contracts, held(plain.process_id)) == "no_meeting"


async def test_a_correction_takes_the_meeting_in_or_out(contracts):
    process_id = await accepted(contracts)
    assert (await contracts.ask(draft(process_id))).meeting is None
    until = date(2026, 12, 20)
    for revision, meets in ((2, True), (3, False)):
        facts = {"three_way_meeting": meets, "valid_until": until, "replaces": revision - 1}
        await contracts.ask(proposal(process_id, **facts))
        await contracts.ask(answer(process_id, revision=revision))
        drafted = await contracts.ask(draft(process_id))
        assert (drafted.meeting is not None) is meets


def arranged(process_id, **facts) -> ArrangeMeeting:
    order = {"process_id": process_id, "starts_at": DRAFTED + timedelta(days=5), "arranged_by": COORDINATOR}
    return ArrangeMeeting.model_validate(order | {"as_of": DRAFTED} | facts)


def corrected(process_id, outcome, **facts) -> CorrectMeeting:
    order = {"process_id": process_id, "outcome": outcome, "corrected_by": COORDINATOR, "as_of": DRAFTED}
    return CorrectMeeting.model_validate(order | facts)


async def test_it_has_a_time_which_may_become_another_until_it_is_recorded(contracts):
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    for _ in range(2):
        await contracts.ask(arranged(process_id))
    later = arranged(process_id, starts_at=DRAFTED + timedelta(days=6))
    await contracts.ask(later)
    first, second = await told(contracts, MeetingArranged)
    assert (first.starts_at, second.starts_at) == (DRAFTED + timedelta(days=5), later.starts_at)
    assert (second.previous_starts_at, second.ends_at) == (first.starts_at, later.starts_at + ONE_HOUR)
    assert second.sequence > first.sequence + 1, "between them is room for a calling off"
    card = await show(contracts, process_id)
    assert card.meeting and card.meeting.starts_at == later.starts_at
    assert await code(contracts, arranged(process_id, starts_at=DRAFTED)) == "not_in_the_future"
    await contracts.ask(held(process_id))
    assert await code(contracts, arranged(process_id)) == "meeting_recorded"


async def test_what_was_recorded_is_put_right_while_the_paper_is_a_draft_and_both_words_are_kept(contracts):
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    right = corrected(process_id, "held", held_on=MET - timedelta(days=1))
    assert await code(contracts, right) == "meeting_not_recorded"
    await contracts.ask(held(process_id))
    for wrong, field, wanted in (
        ({"held_on": None}, "held_on", "day_missing"),
        ({"held_on": local_date(DRAFTED) + timedelta(days=1)}, "held_on", "in_the_future"),
        ({"outcome": "waived"}, "reason", "reason_missing"),
    ):
        with pytest.raises(Refusal) as no:
            await contracts.ask(right.model_copy(update=wrong))
        assert (no.value.code, no.value.field) == (wanted, field)
    for _ in range(2):
        await contracts.ask(right)
    await contracts.ask(corrected(process_id, "waived", reason="He tuntevat.", as_of=DRAFTED + ONE_HOUR))
    [first, second] = await told(contracts, MeetingCorrected)
    assert (first.held_on, second.outcome) == (MET - timedelta(days=1), "waived")
    assert "tuntevat" not in second.model_dump_json()
    viewer = Viewer(person_id=COORDINATOR, role=Role.COORDINATOR)
    shown = (await contracts.ask(ShowContract(process_id=process_id, viewer=viewer))).meeting
    assert [one.held_on for one in shown.earlier] == [MET, MET - timedelta(days=1)]
    assert shown.reason == "He tuntevat."
    supervisor_sees = Viewer(
        person_id=(await show(contracts, process_id)).parties.supervisor_id, role=Role.SUPERVISOR
    )
    seen = (await contracts.ask(ShowContract(process_id=process_id, viewer=supervisor_sees))).meeting
    assert (seen.waived, seen.reason, seen.earlier) == (True, "", [])


async def test_what_was_recorded_too_soon_is_still_to_come_and_nobody_is_asked_to_sign(contracts):
    process_id = await to_meet(contracts)
    await contracts.ask(draft(process_id))
    await contracts.ask(held(process_id))
    await contracts.ask(corrected(process_id, "open"))
    card = await show(contracts, process_id)
    assert card.meeting and card.meeting.is_open
    assert await code(contracts, completion(process_id)) == "meeting_open"
    await contracts.ask(held(process_id))
    await contracts.ask(completion(process_id))
    assert await code(contracts, corrected(process_id, "open")) == "already_signing"
