"""Goals of a process that has ended: none is set any more, and none goes on where the renewal came to nothing."""

from uuid import UUID

import pytest

from services.messages.contracts import ContractCard
from services.messages.sessions import Goals, ListGoals
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import start_of
from tests.house import House
from tests.integration.contracts.builders import SUCCESSOR, draft, end, show
from tests.integration.sessions.builders import goal
from tests.integration.sessions.content.test_goals_carried_on import OWN, carry, renewed


async def seen(house: House, contract: ContractCard) -> Goals:
    viewer = Viewer(person_id=OWN, role=Role.SUPERVISEE)
    shown: Goals = await house.ask(ListGoals(process_id=contract.process_id, viewer=viewer))
    return shown


async def test_a_new_goal_is_refused_and_none_is_offered_once_the_process_has_ended(sessions: House) -> None:
    contract, ours = await renewed(sessions, set_by=OWN)
    assert (await seen(sessions, contract)).may_set
    await sessions.ask(end(contract.process_id))
    await sessions.quiet()
    after = await seen(sessions, contract)
    assert not after.may_set and [one.goal_id for one in after.goals] == [ours.goal_id]
    late = goal(contract.process_id, set_by=OWN, goal_id=UUID(int=77))
    with pytest.raises(Refusal) as refused:
        await sessions.ask(late)
    assert (refused.value.code, refused.value.field) == ("process_ended", "process_id")
    await sessions.ask(ours)  # said again, it is nothing new


async def test_no_goal_is_said_to_go_on_where_the_renewal_lapsed(sessions: House) -> None:
    contract, ours = await renewed(sessions, set_by=OWN)
    await sessions.ask(carry(ours))
    await sessions.ask(draft(SUCCESSOR, renews=contract.process_id))
    await sessions.ask(end(contract.process_id))
    await sessions.quiet()
    assert [one.carries_on for one in (await seen(sessions, contract)).goals] == [True]
    sessions.move_clock(start_of((await show(sessions, SUCCESSOR)).terms.starts_on))
    await sessions.quiet()
    [one] = (await seen(sessions, contract)).goals
    assert (one.carries_on, one.may_carry) == (False, False)
