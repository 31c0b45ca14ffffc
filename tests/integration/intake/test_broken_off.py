"""A decision that is broken off, whichever question was the last before its end, comes out the same when asked again.

Intake keeps nothing of it until its end, and directory all that it has been told: so a kill in between leaves it.
"""

from typing import Any, cast
from uuid import UUID

import pytest

from services.intake.askers import registering
from services.messages.directory import ListAdmissions, ListCommissioners
from services.messages.intake import DecideScreening, ShowInquiry
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Fault
from tests.founder import FOUNDER
from tests.house import House
from tests.integration.intake.builders import decision, inquiry

MOST_QUESTIONS = 12
PLACES: tuple[dict[str, Any], ...] = (
    {},
    {"organisation_name": "The town of Joensuu"},
    {"department_name": "Library"},
)


class BrokenOff(Fault):
    """Whoever asked has died."""


async def broken_off(
    house: House, order: DecideScreening, after: int, monkeypatch: pytest.MonkeyPatch
) -> bool:
    """Whether that many questions come before its end: it dies with the answer to the last of them."""
    place, asked = registering.place, 0

    async def dying(ask: Any, *others: Any) -> Any:
        async def counted(command: Any) -> Any:
            nonlocal asked
            answer = await ask(command)
            asked += 1
            if asked == after:
                raise BrokenOff
            return answer

        return await place(cast(Any, counted), *others)

    with monkeypatch.context() as patched:
        patched.setattr(registering, "place", dying)
        try:
            await house.ask(order)
        except Fault:
            return True
    return False


@pytest.mark.parametrize("placed", PLACES, ids=lambda one: "".join(one) or "as typed")
async def test_whoever_asked_first_becomes_hr_wherever_the_decision_was_broken_off(
    intake: House, placed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for after in range(1, MOST_QUESTIONS):
        order = inquiry(business_id=business_id(after), contact_email=f"helena{after}@town{after}.example")
        await intake.ask(order)
        decided = decision(order.inquiry_id).model_copy(update=placed)
        was = await broken_off(intake, decided, after, monkeypatch)
        await intake.ask(decided)
        card = await intake.ask(ShowInquiry(process_id=order.inquiry_id))
        assert card.organisation_id
        assert await acting_for(intake, card.organisation_id, card.department_id) == [card.contact_id], after
        if not was:
            break
    else:
        pytest.fail("it asks more questions than were tried")
    waiting = ListAdmissions(viewer=Viewer(person_id=FOUNDER, role=Role.COORDINATOR))
    assert (await intake.ask(waiting)).admissions == []


async def acting_for(house: House, organisation_id: UUID, department_id: UUID | None) -> list[UUID]:
    found = await house.ask(ListCommissioners(organisation_id=organisation_id, department_id=department_id))
    return [person.person_id for person in found.people]


def business_id(number: int) -> str:
    """A valid one each."""
    digits = f"{2_000_000 + number:07}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return business_id(number + 100) if rest == 1 else f"{digits}-{11 - rest if rest else 0}"
