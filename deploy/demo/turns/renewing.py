"""The process is renewed, and a goal goes on with it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from deploy.demo.commission import Seen, Turn
from deploy.demo.goals import goal_id
from deploy.demo.script import Act, Ask, Check, local
from services.messages import contracts, sessions
from services.messages.values import Role, Viewer


@dataclass(frozen=True)
class GoalCarriedOn(Turn):
    """By whose it is, two weeks before the last day; the choice to renew was made before."""

    told: ClassVar[tuple[str, ...]] = ("continuation_chosen", "process_renewed")
    recounted: ClassVar[bool] = True
    words: str

    def acts(self, seen: Seen) -> list[Act]:
        at = local(seen.contract.terms.ends_on - timedelta(days=14), 12)
        person = seen.commission.supervisees[0]
        order = sessions.CarryGoalOn(
            goal_id=goal_id(seen.commission, self.words), carried_by=person.person_id, as_of=at
        )
        return [Act(at, str(person), f"has their goal go on after {seen.commission.name}", (order,))]

    async def checks(self, seen: Seen, ask: Ask) -> list[Check]:
        return [await self._of_goal(seen, ask), await of_next_years_group(seen, ask)]

    async def _of_goal(self, seen: Seen, ask: Ask) -> Check:
        person = seen.commission.supervisees[0]
        viewer = Viewer(person_id=person.person_id, role=Role.SUPERVISEE)
        shown = await ask(sessions.ListGoals(process_id=seen.commission.process_id, viewer=viewer))
        carried = [one.carries_on for one in shown.goals]
        what = f"{seen.commission.name}: the goal is said to go on"
        return Check(what, carried == [True], f"{carried}")


async def of_next_years_group(seen: Seen, ask: Ask) -> Check:
    """Who belongs to it and acts for it on the last day, and who supervised it at first, whoever stood in."""
    assert seen.contract.successor_id is not None
    commission, last = seen.commission, seen.contract.terms.ends_on
    following = (await ask(contracts.ShowContract(process_id=seen.contract.successor_id))).parties
    due = {one.person_id for one in commission.members_on(last)}
    acting, leader = commission.acts_for_on(last), commission.led_by
    return Check(
        f"{commission.name}: the next year is of those who belong to it on its last day",
        len(following.supervisee_ids) == len(due)
        and set(following.supervisee_ids) == due
        and following.representative_id == acting.person_id
        and following.supervisor_id == leader.person_id,
        f"{len(due)} members, {acting} acts for them",
    )
