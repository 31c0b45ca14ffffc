"""The process is renewed, and a goal goes on with it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from deploy.demo.commission import Seen, Turn
from deploy.demo.goals import goal_id
from deploy.demo.script import Act, Ask, Check, local
from services.messages import sessions
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
        person = seen.commission.supervisees[0]
        viewer = Viewer(person_id=person.person_id, role=Role.SUPERVISEE)
        shown = await ask(sessions.ListGoals(process_id=seen.commission.process_id, viewer=viewer))
        carried = [one.carries_on for one in shown.goals]
        return [
            Check(
                f"{seen.commission.name}: the goal goes on with the renewal", carried == [True], f"{carried}"
            )
        ]
