"""A goal is reworded, assessed and released by whose it is: the group's own by every member's consent."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Role
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import MEMBERS
from tests.integration.sessions.builders import PLANNED, STRANGER, goal, planned, said, viewer
from tests.integration.sessions.members.test_leaving import leaving

OWN, OTHER = MEMBERS[1], MEMBERS[2]
WORDS = "Kanarialintu: toisin sanoin"


def score(of: messages.SetGoal, by: UUID, points: int = 1) -> messages.ScoreGoal:
    return messages.ScoreGoal(goal_id=of.goal_id, score=points, scored_by=by, as_of=PLANNED)


def release(of: messages.SetGoal, by: UUID) -> messages.ReleaseGoal:
    return messages.ReleaseGoal(goal_id=of.goal_id, released_by=by, as_of=PLANNED)


def answer(of: messages.SetGoal, by: UUID, kind: str, *, agrees: bool = True) -> messages.AgreeToGoalChange:
    order = {"goal_id": of.goal_id, "kind": kind, "person_id": by, "agrees": agrees, "as_of": PLANNED}
    return messages.AgreeToGoalChange.model_validate(order)


async def seen(
    house: House, contract: ContractCard, by: UUID, role: Role = Role.SUPERVISEE, of: Any = None
) -> list[messages.Goal]:
    query = messages.ListGoals(process_id=contract.process_id, viewer=viewer(by, role, of))
    return (await house.ask(query)).goals


async def waits_for(house: House, by: UUID, role: Role = Role.SUPERVISEE) -> list[UUID]:
    return (await house.ask(messages.ShowWaiting(viewer=viewer(by, role), as_of=PLANNED))).goals


async def to_employer(house: House, contract: ContractCard) -> list[messages.Goal]:
    return await seen(house, contract, STRANGER, Role.COMMISSIONER, contract.terms.organisation_id)


async def test_a_members_own_goal_is_reworded_assessed_and_released_by_that_member_alone(
    sessions: House,
) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    own = goal(contract.process_id)
    await sessions.ask(own)
    for order, field in (
        (own.model_copy(update={"text": WORDS, "set_by": OTHER}), "set_by"),
        (score(own, OTHER), "scored_by"),
        (release(own, OTHER), "released_by"),
    ):
        with pytest.raises(Refusal, match=f"not_your_goal: {field}"):
            await sessions.ask(order)
    [shown] = await seen(sessions, contract, OTHER)
    assert (shown.text, shown.score, shown.released, shown.may_change) == (own.text, None, False, False)
    for order in (own.model_copy(update={"text": WORDS}), score(own, OWN), release(own, OWN)):
        await sessions.ask(order)
    [shown] = await seen(sessions, contract, OWN)
    assert (shown.text, shown.score, shown.released, shown.may_change) == (WORDS, 1, True, True)
    assert await said(sessions, messages.GoalChangeProposed) == []


async def test_the_groups_goal_is_released_when_the_last_member_has_said_yes(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    ours = goal(contract.process_id, whose="group")
    await sessions.ask(ours)
    for _ in range(2):
        await sessions.ask(release(ours, OTHER))
    [told] = await said(sessions, messages.GoalChangeProposed)
    assert (told.kind, told.asked) == ("release", [one for one in MEMBERS if one != OTHER])
    with pytest.raises(Refusal, match="change_waits"):
        await sessions.ask(score(ours, OWN))
    [shown] = await seen(sessions, contract, OWN)
    assert shown.change and (shown.change.agreed, shown.change.asked, shown.change.may_answer) == (1, 5, True)
    assert await waits_for(sessions, OWN) == [contract.process_id]
    for by, role in ((OTHER, Role.SUPERVISEE), (contract.parties.supervisor_id, Role.SUPERVISOR)):
        assert await waits_for(sessions, by, role) == [], "who has said yes, and who is not asked"
    for one in MEMBERS[:4]:
        assert await to_employer(sessions, contract) == []
        await sessions.ask(answer(ours, one, "release"))
    assert await waits_for(sessions, OWN) == []
    assert await to_employer(sessions, contract) == []
    await sessions.ask(release(ours, MEMBERS[4]))
    assert [one.text for one in await to_employer(sessions, contract)] == [ours.text]
    await sessions.ask(answer(ours, OWN, "release"))
    with pytest.raises(Refusal, match="decided_otherwise"):
        await sessions.ask(answer(ours, OWN, "release", agrees=False))


async def test_other_words_for_the_groups_goal_wait_sealed_and_one_no_ends_them(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    ours = goal(contract.process_id, whose="group")
    await sessions.ask(ours)
    reworded = ours.model_copy(update={"text": WORDS, "set_by": OTHER})
    await sessions.ask(reworded)
    assert WORDS not in str(await sessions.rows("sessions", "SELECT * FROM goal_change"))
    [told] = await said(sessions, messages.GoalChangeProposed)
    assert WORDS not in told.model_dump_json()
    [shown] = await seen(sessions, contract, OWN)
    assert shown.text == ours.text and shown.change and shown.change.text == WORDS
    [supervisors] = await seen(sessions, contract, contract.parties.supervisor_id, Role.SUPERVISOR)
    assert supervisors.change is None and not supervisors.may_change
    await sessions.ask(answer(ours, OWN, "words", agrees=False))
    assert [(one.text, one.change) for one in await seen(sessions, contract, OTHER)] == [(ours.text, None)]
    for one in MEMBERS:
        await sessions.ask(reworded.model_copy(update={"set_by": one}))
    assert [one.text for one in await seen(sessions, contract, OTHER)] == [WORDS]


async def test_a_yes_counts_for_the_words_that_were_read_and_for_no_others(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    ours = goal(contract.process_id, whose="group")
    await sessions.ask(ours)
    await sessions.ask(ours.model_copy(update={"text": WORDS, "set_by": OTHER}))
    [shown] = await seen(sessions, contract, OWN)
    assert shown.change and shown.change.text == WORDS
    read = {"proposed_at": shown.change.proposed_at}
    await sessions.ask(answer(ours, MEMBERS[2], "words", agrees=False))
    later = {"text": "Words that nobody has read", "set_by": OTHER, "as_of": PLANNED + timedelta(minutes=1)}
    await sessions.ask(ours.model_copy(update=later))
    with pytest.raises(Refusal, match="change_waits"):
        await sessions.ask(answer(ours, OWN, "words").model_copy(update=read))
    [shown] = await seen(sessions, contract, OWN)
    assert shown.change and (shown.change.agreed, shown.change.may_answer) == (1, True)


async def test_nobody_waits_for_the_yes_of_who_has_left_and_a_stranger_has_none(sessions: House) -> None:
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    ours = goal(contract.process_id, whose="group")
    await sessions.ask(ours)
    for one in MEMBERS[:4]:
        await sessions.ask(score(ours, one, 2))
    for by in (STRANGER, contract.parties.supervisor_id):
        with pytest.raises(Refusal, match="not_a_member: person_id"):
            await sessions.ask(answer(ours, by, "score"))
    assert [one.score for one in await seen(sessions, contract, OWN)] == [None]
    assert await waits_for(sessions, MEMBERS[4]) == [contract.process_id]
    await sessions.ask(leaving(contract, MEMBERS[4]))
    assert await waits_for(sessions, MEMBERS[4]) == []
    assert [one.score for one in await seen(sessions, contract, OWN)] == [2]


async def test_a_late_no_to_other_words_is_told_apart_from_a_no_that_is_said_again(sessions: House) -> None:
    """Which is meant, the time of the proposal says that its reader had before them."""
    contract, _ = await planned(sessions)
    sessions.move_clock(PLANNED)
    ours = goal(contract.process_id, whose="group")
    await sessions.ask(ours)
    at = {}
    for words, agrees in ((WORDS, False), (f"{WORDS}!", True)):
        sessions.move_clock(sessions.clock.now() + timedelta(minutes=1))
        await sessions.ask(
            ours.model_copy(update={"text": words, "set_by": OWN, "as_of": sessions.clock.now()})
        )
        [shown] = await seen(sessions, contract, OTHER)
        assert shown.change
        at[agrees] = {"proposed_at": shown.change.proposed_at}
        for one in MEMBERS if agrees else [OTHER]:
            if one != OWN:
                await sessions.ask(answer(ours, one, "words", agrees=agrees).model_copy(update=at[agrees]))
        again = answer(ours, OTHER, "words", agrees=agrees).model_copy(update=at[agrees])
        await sessions.ask(again)
        with pytest.raises(Refusal, match="decided_otherwise"):
            await sessions.ask(again.model_copy(update={"agrees": not agrees}))
    older = answer(ours, OTHER, "words", agrees=False).model_copy(update=at[False])
    for agrees in (False, True):  # of what was decided before the last, nobody knows any more who said what
        with pytest.raises(Refusal, match="change_over"):
            await sessions.ask(older.model_copy(update={"agrees": agrees}))
    [shown] = await seen(sessions, contract, OTHER)
    assert shown.text == f"{WORDS}!"
