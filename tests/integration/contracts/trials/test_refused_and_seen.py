"""What of a trial is refused, and who sees what of it."""

from datetime import date, timedelta

import pytest

from services.messages.contracts import (
    IsMember,
    ListTrials,
    ShowTrial,
    TrialPrepared,
)
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import (
    COMMISSIONER,
    COORDINATOR,
    MEMBERS,
    STRANGER,
    said,
)
from tests.integration.contracts.trials.trying import (
    ENDS_BY,
    T1,
    code,
    plan,
    prepared,
    shown,
    word,
    yes,
)
from tests.integration.intake.builders import (
    answer,
    matched,
    price,
    proposal,
    supervisor,
)


@pytest.mark.parametrize(
    "facts, refused",
    [
        ({"prepared_by": STRANGER}, "not_yours_to_decide"),
        ({"commissioner_id": STRANGER}, "not_a_commissioner"),
        ({"representative_id": STRANGER}, "representative_not_a_member"),
        ({"representative_id": COMMISSIONER, "supervisee_ids": [COMMISSIONER, MEMBERS[0]]}, "signs_for_both"),
        ({"supervisee_ids": [MEMBERS[0], MEMBERS[0]]}, "named_twice"),
        ({"supervisee_ids": MEMBERS[:1]}, "group_too_small"),
        ({"first_day": date(2026, 12, 1)}, "not_before_tomorrow"),
        ({"first_day": ENDS_BY + timedelta(days=1)}, "outside_the_trial"),
        ({"replaces": 4}, "trial_changed"),
    ],
)
async def test_what_cannot_be_prepared_is_refused(contracts, trial, facts, refused):
    process_id, _ = trial
    assert await code(contracts, prepared(process_id, **facts)) == refused
    assert await said(contracts, TrialPrepared) == []


async def test_what_comes_before_or_after_its_time_is_refused_with_the_field(contracts, trial):
    process_id, who = trial
    await contracts.ask(prepared(process_id))
    with pytest.raises(Refusal, match="trial_not_agreed: process_id"):
        await contracts.ask(word(process_id, who, "no_go"))
    await plan(contracts, process_id, T1)
    for person in (COMMISSIONER, who, *MEMBERS):
        await contracts.ask(yes(process_id, person))
    with pytest.raises(Refusal, match="trial_agreed: process_id"):
        await contracts.ask(prepared(process_id, replaces=1))


async def test_where_none_was_proposed_none_is_prepared(contracts):
    process_id = await matched(contracts, await supervisor(contracts))
    await contracts.ask(price())
    await contracts.ask(proposal(process_id))
    with pytest.raises(Refusal, match="proposal_not_accepted: process_id"):
        await contracts.ask(prepared(process_id))
    await contracts.ask(answer(process_id))
    with pytest.raises(Refusal, match="no_trial: process_id"):
        await contracts.ask(prepared(process_id))


async def test_who_sees_what_of_it(contracts, trial):
    process_id, _ = trial
    await contracts.ask(prepared(process_id))
    await plan(contracts, process_id, T1)
    member = await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)
    assert (member.own.may_agree, member.prices_hidden, member.price_cents) == (True, True, 0)
    assert (member.missing, member.missing_count) == ([], 0), "who says no is told by no count of the others"
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert len(coordinator.missing) == coordinator.missing_count == len(MEMBERS) + 2
    assert coordinator.price_cents == 17500 and coordinator.own.may_prepare and not coordinator.own.may_agree
    stranger = ShowTrial(process_id=process_id, viewer=Viewer(person_id=STRANGER, role=Role.SUPERVISEE))
    assert await code(contracts, stranger) == "unknown_process"
    for person, role, count in ((MEMBERS[1], Role.SUPERVISEE, 1), (STRANGER, Role.SUPERVISEE, 0)):
        listed = await contracts.ask(ListTrials(viewer=Viewer(person_id=person, role=role)))
        assert len(listed.trials) == count
        assert (await contracts.ask(IsMember(person_id=person))).member is bool(count)


@pytest.mark.parametrize(
    "facts, refused",
    [
        ({"trial_ends_by": None}, "trial_end_missing"),
        ({"trial_ends_by": date(2026, 11, 30)}, "trial_ends_too_early"),
        ({"trial_ends_by": date(2027, 12, 10)}, "trial_ends_too_late"),
    ],
)
async def test_a_proposal_says_by_when_it_has_been_tried(contracts, facts, refused):
    who = await supervisor(contracts)
    await contracts.ask(price())
    process_id = await matched(contracts, who)
    assert await code(contracts, proposal(process_id, trial_sessions=2, **facts)) == refused
