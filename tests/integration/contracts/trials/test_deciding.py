"""After a trial both sides say whether it goes on; or silence, or a coordinator, ends it."""

from datetime import date, timedelta

import pytest

from services.messages.contracts import (
    GiveUpTrial,
    IsMember,
    ShowTrial,
    TrialAgreed,
    TrialDecided,
    TrialMoved,
    TrialOverdue,
    TrialReminded,
)
from services.messages.values import Role, Viewer
from services.runtime.finland import end_of
from tests.integration.contracts.builders import (
    COORDINATOR,
    MEMBERS,
    draft,
    said,
)
from tests.integration.contracts.trials.trying import (
    AFTER,
    NOW,
    T1,
    agreed,
    code,
    look,
    plan,
    prepared,
    shown,
    word,
)


async def test_both_say_go_and_the_contract_is_drafted_for_those_who_tried_it(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    assert await code(contracts, word(process_id, who, "go", at=NOW)) == "trial_not_begun"
    assert await code(contracts, word(process_id, MEMBERS[1], "go")) == "not_yours_to_decide"
    assert (
        await code(contracts, word(process_id, MEMBERS[0], "go", members_heard=False)) == "members_not_heard"
    )
    await contracts.ask(word(process_id, who, "go"))
    assert await said(contracts, TrialDecided) == []
    await contracts.ask(word(process_id, MEMBERS[0], "go"))
    await contracts.ask(word(process_id, MEMBERS[0], "go"))
    [decided] = await said(contracts, TrialDecided)
    due = end_of(date(2027, 1, 15))  # on Monday the contract begins
    assert (decided.outcome, decided.agreed, decided.complete_by) == ("go", True, due)
    card = await contracts.ask(draft(process_id))
    assert (card.parties.supervisee_ids, card.parties.representative_id) == (MEMBERS, MEMBERS[0])
    assert end_of(card.meeting.due_on) == due
    assert await code(contracts, prepared(process_id, replaces=1)) == "trial_decided"


async def test_the_first_no_go_decides_and_nobody_is_told_whose_it_was(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    await contracts.ask(word(process_id, MEMBERS[0], "go"))
    await contracts.ask(word(process_id, who, "no_go"))
    [decided] = await said(contracts, TrialDecided)
    assert decided.outcome == "no_go" and decided.complete_by is None
    words = {"words", "word", "side", "person_id", "by"}
    assert not words & set(TrialDecided.model_fields)
    customer = await contracts.ask(
        ShowTrial(process_id=process_id, viewer=Viewer(person_id=COORDINATOR, role=Role.COORDINATOR))
    )
    assert (customer.outcome, customer.own.word, customer.awaited) == ("no_go", None, [])
    assert (await shown(contracts, process_id, who, Role.SUPERVISOR)).own.word == "no_go"
    assert (await contracts.ask(IsMember(person_id=MEMBERS[1]))).member
    assert (await shown(contracts, process_id, MEMBERS[0], Role.SUPERVISEE)).own.word == "go"
    assert (await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)).own.word is None
    assert await code(contracts, word(process_id, who, "go")) == "trial_decided"
    assert await code(contracts, draft(process_id)) == "trial_open"


async def test_silence_is_reminded_of_given_to_a_coordinator_and_is_never_go(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    await contracts.ask(word(process_id, who, "go"))
    [times] = await said(contracts, TrialAgreed)
    looks = [(times.reminder_at, times.due_at), (times.due_at, times.lapses_at)]
    for at, again_at in looks:
        for _ in range(2):
            found = await contracts.ask(look(process_id, at))
            assert (found.outcome, found.look_at) == (None, again_at)
    assert [one.person_id for one in await said(contracts, TrialReminded)] == [MEMBERS[0]]
    assert len(await said(contracts, TrialOverdue)) == 1
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert coordinator.awaited == ["supervisees"]
    assert await code(contracts, word(process_id, MEMBERS[0], "go", at=times.lapses_at)) == "trial_decided"
    assert (await contracts.ask(look(process_id, times.lapses_at))).outcome == "lapsed"
    assert [one.outcome for one in await said(contracts, TrialDecided)] == ["lapsed"]


async def test_a_moved_session_moves_the_decision(contracts, trial):
    process_id, _ = await agreed(contracts, trial)
    await plan(contracts, process_id, T1)
    assert await said(contracts, TrialMoved) == []
    await plan(contracts, process_id, T1 + timedelta(days=7))
    [moved] = await said(contracts, TrialMoved)
    assert moved.due_at == end_of(date(2027, 2, 1))
    assert (await contracts.ask(look(process_id, NOW))).look_at == moved.reminder_at


@pytest.mark.parametrize("late", [False, True])
async def test_what_is_called_off_is_shown_so_and_it_is_decided_as_if_it_had_been_held(
    contracts, trial, late
):
    process_id, who = await agreed(contracts, trial)
    before = await shown(contracts, process_id, who, Role.SUPERVISOR)
    assert (before.starts_at, before.called_off) == ([T1], [])
    # What is called off too late is charged, and among the sessions still.
    await plan(contracts, process_id, *([T1] if late else []), called_off=[T1])
    for person, role in ((who, Role.SUPERVISOR), (MEMBERS[0], Role.SUPERVISEE)):
        after = await shown(contracts, process_id, person, role)
        assert (after.status, after.starts_at, after.called_off) == ("agreed", [], [T1])
        assert (after.decide_by, after.lapses_at, after.cost) == (before.decide_by, before.lapses_at, None)
        assert after.own.may_decide
    early = word(process_id, who, "go", at=T1 - timedelta(hours=1))
    assert await code(contracts, early) == "trial_not_begun"
    await contracts.ask(word(process_id, who, "go", at=AFTER))


async def test_of_two_the_one_that_is_left_says_what_it_costs(contracts, trial):
    process_id, who = await agreed(contracts, trial)
    later = T1 + timedelta(days=14)
    await plan(contracts, process_id, later, called_off=[T1])
    after = await shown(contracts, process_id, who, Role.COORDINATOR)
    assert (after.starts_at, after.called_off) == ([later], [T1])
    assert after.cost and after.cost.sessions == 1


async def test_a_coordinator_gives_it_up_for_a_reason_that_stays_with_us(contracts, trial):
    process_id, who = trial
    order = {"process_id": process_id, "given_up_by": COORDINATOR, "as_of": NOW}
    assert await code(contracts, GiveUpTrial(**order, reason=" ")) == "reason_missing"
    assert (
        await code(contracts, GiveUpTrial(**order | {"given_up_by": who}, reason="Ei."))
        == "not_yours_to_decide"
    )
    for _ in range(2):
        await contracts.ask(GiveUpTrial(**order, reason="Tilaaja perui."))
    [decided] = await said(contracts, TrialDecided)
    assert decided.outcome == "no_go" and "perui" not in decided.model_dump_json()
