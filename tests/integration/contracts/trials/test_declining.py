"""A no to a trial before it: its days are free at once, its process goes on at once, and a coordinator reads why."""

import pytest

from services.messages.contracts import TrialAgreed, TrialAsked, TrialPutOff
from services.messages.values import Party, Role
from services.runtime.commands.refusal import Refusal
from tests.integration.contracts.builders import COMMISSIONER, COORDINATOR, MEMBERS, STRANGER, said
from tests.integration.contracts.trials.trying import (
    FREE_UNTIL,
    T1,
    code,
    no,
    plan,
    prepared,
    shown,
    word,
    yes,
)


async def asked(house, trial):
    process_id, who = trial
    await house.ask(prepared(process_id))
    await plan(house, process_id, T1)
    return process_id, who


@pytest.mark.parametrize("whose", ["commissioner", "supervisor", "member"])
async def test_a_no_of_anybody_who_is_asked_puts_it_off_at_once(contracts, trial, whose):
    process_id, who = await asked(contracts, trial)
    person_id = {"commissioner": COMMISSIONER, "supervisor": who, "member": MEMBERS[1]}[whose]
    await contracts.ask(yes(process_id, MEMBERS[0]))
    await contracts.ask(yes(process_id, person_id))
    for _ in range(2):
        await contracts.ask(no(process_id, person_id, reason=" Ei nyt. "))
    [off] = await said(contracts, TrialPutOff)
    assert (off.why, off.declined, off.revision) == ("unanswered", True, 1)
    assert str(person_id) not in off.model_dump_json() and "Ei nyt" not in off.model_dump_json()
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    [one] = coordinator.declined
    party = Party.SUPERVISEE if whose == "member" else Party(whose)
    assert (one.person_id, one.party, one.reason) == (person_id, party, "Ei nyt.")
    assert (coordinator.status, coordinator.starts_at) == ("put_off", [])


async def test_nobody_but_the_coordinator_and_who_said_it_sees_whose_it_was(contracts, trial):
    process_id, who = await asked(contracts, trial)
    before = await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)
    assert (before.own.may_decline, before.own.declined) == (True, False)
    await contracts.ask(no(process_id, MEMBERS[1]))
    own = await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)
    assert (own.own.may_decline, own.own.declined, own.own.may_agree) == (False, True, False)
    others = ((MEMBERS[0], Role.SUPERVISEE), (who, Role.SUPERVISOR))
    for person_id, role in others:
        seen = await shown(contracts, process_id, person_id, role)
        assert (seen.status, seen.declined, seen.own.declined) == ("put_off", [], False)
        assert str(MEMBERS[1]) not in str([seen.missing, seen.declined])


async def test_after_a_no_it_is_prepared_anew_and_everybody_is_asked_again(contracts, trial):
    process_id, who = await asked(contracts, trial)
    await contracts.ask(no(process_id, MEMBERS[2]))
    assert await code(contracts, yes(process_id, who)) == "trial_put_off"
    await contracts.ask(prepared(process_id, replaces=1, supervisee_ids=MEMBERS[:2]))
    await plan(contracts, process_id, T1, revision=2)
    assert len(await said(contracts, TrialAsked)) == 2
    coordinator = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert (coordinator.status, coordinator.declined) == ("asked", [])
    for person in (COMMISSIONER, who, *MEMBERS[:2]):
        await contracts.ask(yes(process_id, person, revision=2))
    assert len(await said(contracts, TrialAgreed)) == 1


@pytest.mark.parametrize(
    "whose, facts, refused, field",
    [
        (MEMBERS[0], {"revision": 2}, "trial_changed", "revision"),
        (STRANGER, {}, "not_asked", "person_id"),
        (MEMBERS[0], {"at": FREE_UNTIL}, "trial_put_off", "process_id"),
        (COORDINATOR, {}, "not_asked", "person_id"),
    ],
)
async def test_what_is_no_answer_to_it_is_refused_with_the_field(
    contracts, trial, whose, facts, refused, field
):
    process_id, _ = await asked(contracts, trial)
    with pytest.raises(Refusal, match=f"^{refused}: {field}"):
        await contracts.ask(no(process_id, whose, **facts))
    assert await said(contracts, TrialPutOff) == []


async def test_before_it_is_asked_and_after_all_have_said_yes_no_no_is_taken(contracts, trial):
    process_id, who = trial
    await contracts.ask(prepared(process_id))
    with pytest.raises(Refusal, match="trial_not_asked: process_id"):
        await contracts.ask(no(process_id, who))
    await plan(contracts, process_id, T1)
    for person in (COMMISSIONER, who, *MEMBERS):
        await contracts.ask(yes(process_id, person))
    with pytest.raises(Refusal, match="trial_agreed: process_id"):
        await contracts.ask(no(process_id, who))
    await contracts.ask(word(process_id, who, "no_go"))
    with pytest.raises(Refusal, match="trial_decided: process_id"):
        await contracts.ask(no(process_id, MEMBERS[0]))


async def test_another_reason_for_the_same_no_is_refused(contracts, trial):
    process_id, who = await asked(contracts, trial)
    await contracts.ask(no(process_id, who, reason="Sairaus"))
    with pytest.raises(Refusal, match="already_declined: reason"):
        await contracts.ask(no(process_id, who, reason="Muutto"))
