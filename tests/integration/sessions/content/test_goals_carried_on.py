"""A renewal's goals: whose they are carry them on, and they are sealed anew for the process that follows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard, TakeBackContinuation
from services.messages.values import Party
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import (
    MEMBERS,
    SUCCESSOR,
    completion,
    consent,
    draft,
    end,
    renew,
    signature,
)
from tests.integration.sessions.builders import PLANNED, STRANGER, goal, planned, said
from tests.integration.sessions.content.test_whose_goals import answer, score, seen
from tests.integration.sessions.members.test_leaving import leaving

OWN, OTHER = MEMBERS[1], MEMBERS[2]


def carry(of: messages.SetGoal, by: UUID = OWN) -> messages.CarryGoalOn:
    return messages.CarryGoalOn(goal_id=of.goal_id, carried_by=by, as_of=PLANNED)


async def renewed(house: House, **facts: Any) -> tuple[ContractCard, messages.SetGoal]:
    """A process of which it is chosen that it goes on, with a goal."""
    contract, _ = await planned(house)
    house.move_clock(PLANNED)
    ours = goal(contract.process_id, **facts)
    await house.ask(ours)
    await renew(house, contract.process_id)
    await house.quiet()
    return contract, ours


async def follows(house: House, contract: ContractCard, members: Sequence[UUID] = MEMBERS) -> ContractCard:
    """The process before has ended, and the next contract is signed."""
    await house.ask(end(contract.process_id))
    await house.ask(draft(SUCCESSOR, renews=contract.process_id))
    card: ContractCard = await house.ask(completion(SUCCESSOR, supervisee_ids=list(members)))
    for member in members[1:]:
        await house.ask(consent(SUCCESSOR, member))
    for party in Party:
        await house.ask(signature(card, party))
    await house.quiet()
    return card


async def test_those_who_stay_are_asked_and_told_no_word_of_it(sessions: House) -> None:
    contract, ours = await renewed(sessions)
    [told] = await said(sessions, messages.GoalsToCarryOn)
    assert (told.process_id, told.asked) == (contract.process_id, [OWN])
    assert ours.text not in told.model_dump_json()


@pytest.mark.parametrize("signed_first", [True, False])
async def test_a_goal_goes_over_with_its_last_score_as_the_baseline(
    sessions: House, signed_first: bool
) -> None:
    contract, ours = await renewed(sessions)
    await sessions.ask(score(ours, OWN, 1))
    if signed_first:
        await follows(sessions, contract)
        await sessions.ask(carry(ours))
    else:
        await sessions.ask(carry(ours))
        await follows(sessions, contract)
    await sessions.ask(carry(ours))
    [shown] = await seen(sessions, contract.model_copy(update={"process_id": SUCCESSOR}), OWN)
    assert (shown.text, shown.score, shown.baseline, shown.carried) == (ours.text, None, 1, True)
    assert shown.may_change and not shown.released
    [before] = await seen(sessions, contract, OWN)
    assert (before.score, before.carries_on) == (1, True)
    keys = await sessions.rows("sessions", "select wrapped from confidential.process_key")
    assert len(set(keys)) == 2
    rows = await sessions.rows("sessions", "select carried_from from goal where process_id = $1", SUCCESSOR)
    assert [row["carried_from"] for row in rows] == [contract.process_id]


async def test_what_was_carried_on_outlives_the_key_of_the_process_before(sessions: House) -> None:
    contract, ours = await renewed(sessions)
    await sessions.ask(carry(ours))
    following = await follows(sessions, contract)
    gone = "delete from confidential.process_key where process_id = $1"
    await sessions.rows("sessions", gone, contract.process_id)
    assert [one.text for one in await seen(sessions, following, OWN)] == [ours.text]
    assert await seen(sessions, contract, OWN) == []


async def test_the_groups_goal_goes_on_when_everybody_who_stays_has_said_yes(sessions: House) -> None:
    contract, ours = await renewed(sessions, whose="group")
    *staying, gone = MEMBERS
    for member in staying:
        await sessions.ask(carry(ours, member))
    assert not (await seen(sessions, contract, OWN))[0].carries_on
    await sessions.ask(leaving(contract, gone))
    assert (await seen(sessions, contract, OWN))[0].carries_on
    following = await follows(sessions, contract, staying)
    [shown] = await seen(sessions, following, OWN)
    assert (shown.text, shown.whose) == (ours.text, "group")


async def test_one_no_and_the_groups_goal_stays(sessions: House) -> None:
    contract, ours = await renewed(sessions, whose="group")
    await sessions.ask(carry(ours))
    await sessions.ask(answer(ours, OTHER, "carry", agrees=False))
    following = await follows(sessions, contract)
    assert await seen(sessions, following, OWN) == []


async def test_a_newcomer_sees_it_once_it_is_shown_to_them(sessions: House) -> None:
    contract, ours = await renewed(sessions)
    await sessions.ask(carry(ours))
    following = await follows(sessions, contract, [*MEMBERS[:4], STRANGER])
    [shown] = await seen(sessions, following, OWN)
    assert shown.may_share
    assert await seen(sessions, following, STRANGER) == []
    share = messages.ShareGoal(goal_id=shown.goal_id, shared_by=OWN, as_of=PLANNED)
    await sessions.ask(share)
    assert [one.text for one in await seen(sessions, following, STRANGER)] == [ours.text]


async def test_who_read_a_members_own_goal_reads_it_in_the_process_that_follows(sessions: House) -> None:
    contract, ours = await renewed(sessions)
    assert [one.text for one in await seen(sessions, contract, OTHER)] == [ours.text]
    await sessions.ask(carry(ours))
    following = await follows(sessions, contract)
    [shown] = await seen(sessions, following, OTHER)
    assert (shown.text, shown.whose, shown.may_change) == (ours.text, "own", False)


async def test_nothing_goes_on_of_a_process_that_is_not_renewed(sessions: House) -> None:
    contract, ours = await renewed(sessions)
    await sessions.ask(carry(ours))
    order = {"process_id": contract.process_id, "taken_back_by": MEMBERS[0], "as_of": PLANNED}
    await sessions.ask(TakeBackContinuation.model_validate(order))
    await sessions.quiet()
    [shown] = await seen(sessions, contract, OWN)
    assert (shown.carries_on, shown.may_carry) == (False, False)
    with pytest.raises(Refusal, match="not_renewed: goal_id"):
        await sessions.ask(carry(ours))


async def test_somebody_elses_goal_is_not_theirs_to_carry_on(sessions: House) -> None:
    contract, ours = await renewed(sessions)
    with pytest.raises(Refusal, match="not_your_goal: carried_by"):
        await sessions.ask(carry(ours, OTHER))
    with pytest.raises(Refusal, match="not_a_member"):
        await sessions.ask(carry(ours, STRANGER))
    assert contract.process_id
