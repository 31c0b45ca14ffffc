"""A private person withdraws within fourteen days of the last signature, for nothing; an organisation does not."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.ending.consumers import last_day
from services.messages.contracts import EndAtOnce, PreviewTermination, ProcessTerminated, TerminationPreview
from services.messages.values import Party, Role, Viewer
from services.runtime.commands.refusal import Refusal
from tests.house import House
from tests.integration.contracts.builders import SIGNED, said, show
from tests.integration.contracts.test_every_kind_of_customer import matched_with, screened, signed_by_all

__all__ = ["matched_with"]
IN_TIME, TOO_LATE = SIGNED + timedelta(days=14), SIGNED + timedelta(days=15)


async def agreed(house: House, supervisor_id: UUID, kind: str = "private_person") -> tuple[UUID, UUID]:
    process_id, contact_id = await screened(house, kind)
    assert await signed_by_all(house, process_id, contact_id, supervisor_id) == "signed"
    return process_id, contact_id


def ended(process_id: UUID, who: UUID, at: datetime, by: str = "commissioner") -> EndAtOnce:
    facts: dict[str, Any] = {"process_id": process_id, "by": by, "ended_by": who, "as_of": at}
    return EndAtOnce.model_validate(facts)


async def previewed(house: House, process_id: UUID, who: UUID, at: datetime) -> TerminationPreview:
    organisation_id = (await show(house, process_id)).terms.organisation_id
    viewer = Viewer(person_id=who, role=Role.COMMISSIONER, organisation_id=organisation_id)
    found: TerminationPreview = await house.ask(
        PreviewTermination(process_id=process_id, viewer=viewer, as_of=at)
    )
    return found


@pytest.mark.parametrize("by", ["commissioner", "supervisee"])
async def test_a_private_person_withdraws_in_time_for_nothing(
    contracts: House, matched_with: UUID, by: str
) -> None:
    process_id, person_id = await agreed(contracts, matched_with)
    shown = await previewed(contracts, process_id, person_id, IN_TIME)
    assert (shown.withdraws_until, Party.COMMISSIONER in shown.at_once_by) == (date(2026, 12, 17), True)
    await contracts.ask(ended(process_id, person_id, IN_TIME, by))
    [told] = await said(contracts, ProcessTerminated)
    assert (told.by, told.costs, told.withdraws) == (by, "nothing", True)


async def test_after_that_it_is_ended_as_any_other_contract(contracts: House, matched_with: UUID) -> None:
    process_id, person_id = await agreed(contracts, matched_with)
    shown = await previewed(contracts, process_id, person_id, TOO_LATE)
    assert shown.withdraws_until is None and Party.COMMISSIONER not in shown.at_once_by
    with pytest.raises(Refusal, match="credentials_in_force"):
        await contracts.ask(ended(process_id, person_id, TOO_LATE))
    await contracts.ask(ended(process_id, person_id, TOO_LATE, "supervisee"))
    [told] = await said(contracts, ProcessTerminated)
    assert (told.costs, told.withdraws) == ("by_notice", False)


async def test_an_organisation_does_not_withdraw(contracts: House, matched_with: UUID) -> None:
    process_id, contact_id = await agreed(contracts, matched_with, "unregistered")
    assert (await previewed(contracts, process_id, contact_id, IN_TIME)).withdraws_until is None
    with pytest.raises(Refusal, match="credentials_in_force"):
        await contracts.ask(ended(process_id, contact_id, IN_TIME))


def test_a_day_off_is_none_of_the_last() -> None:
    assert last_day(date(2026, 12, 3)) == date(2026, 12, 17)
    assert last_day(date(2026, 12, 11)) == date(2026, 12, 28), "Christmas Day, then a weekend"
