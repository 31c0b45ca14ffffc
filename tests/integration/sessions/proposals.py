"""Orders about a plan that is proposed: made, looked at, confirmed, asked for otherwise."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from services.messages import sessions as messages
from services.messages.contracts import ContractCard
from services.messages.values import Role
from tests.grown import copied
from tests.house import House
from tests.integration.contracts.builders import MEMBERS, signed
from tests.integration.sessions.builders import PLANNED, STRANGER, hours, viewer


@copied
async def proposed(house: House) -> ContractCard:
    """A signed contract with the plan that its process proposes."""
    contract = await signed(house)
    await house.ask(hours(contract.parties.supervisor_id))
    await house.ask(first_plan(contract.process_id))
    return contract


def first_plan(process_id: UUID, as_of: datetime = PLANNED) -> messages.ProposeFirstPlan:
    return messages.ProposeFirstPlan(process_id=process_id, as_of=as_of)


async def shown(
    house: House,
    process_id: UUID,
    person_id: UUID = MEMBERS[0],
    role: Role = Role.SUPERVISEE,
    as_of: datetime = PLANNED,
) -> messages.PlanShown:
    found: messages.PlanShown = await house.ask(
        messages.ShowPlan(process_id=process_id, viewer=viewer(person_id, role), as_of=as_of)
    )
    return found


def confirmation(process_id: UUID, revision: int = 1, **facts: Any) -> messages.ConfirmPlan:
    order = {"process_id": process_id, "revision": revision, "person_id": MEMBERS[0], "as_of": PLANNED}
    return messages.ConfirmPlan.model_validate(order | facts)


def otherwise(process_id: UUID, wish: str, revision: int = 1, **facts: Any) -> messages.AskOtherPlan:
    order = {"process_id": process_id, "revision": revision, "person_id": MEMBERS[0], "as_of": PLANNED}
    return messages.AskOtherPlan.model_validate(order | {"wish": wish} | facts)


async def another(
    house: House,
    process_id: UUID,
    by: UUID,
    revision: int = 1,
    weekdays: list[int] | None = None,
    start: time | None = None,
    first_day: date | None = None,
    as_of: datetime = PLANNED,
) -> messages.ProposePlan:
    """The order that a page sends once its coordinator has looked at what it comes to."""
    wish = {"process_id": process_id, "weekdays": weekdays or [], "start": start, "first_day": first_day}
    looks = viewer(STRANGER, Role.COORDINATOR)
    plan = await house.ask(messages.PreviewPlan.model_validate(wish | {"viewer": looks, "as_of": as_of}))
    said = {"proposed_by": by, "revision": revision, "fingerprint": plan.fingerprint, "as_of": as_of}
    return messages.ProposePlan.model_validate(wish | said)


async def booked(house: House, process_id: UUID) -> list[messages.SessionCard]:
    return (await house.ask(messages.ListSessions(process_id=process_id))).sessions
