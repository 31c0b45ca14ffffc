"""Where a trial meets: said when it is prepared, and told to those who may see it alone."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from services.messages.contracts import ListPlaces, TrialAgreed, TrialAsked, TrialPrepared
from services.messages.values import Role, Viewer
from services.runtime.finland import local_date
from tests.integration.contracts.builders import COMMISSIONER, COORDINATOR, MEMBERS, STRANGER, said
from tests.integration.contracts.trials.trying import T1, agreed, plan, prepared, shown

PLACE = "Pappila, huone 2"


async def place_for(house, process_id, person_id, role, **facts):
    """As its page has it, and as letters and calendars ask for it."""
    viewer = Viewer(person_id=person_id, role=role, **facts)
    on_page = (await shown(house, process_id, person_id, role, **facts)).place
    alone = (await house.ask(ListPlaces(process_id=process_id, viewer=viewer))).processes
    among_all = (await house.ask(ListPlaces(viewer=viewer))).processes
    assert among_all == alone
    asked = "".join(one.on(local_date(T1)) for one in alone)
    assert asked == on_page or role is Role.COORDINATOR
    return on_page


async def test_who_meets_there_reads_the_place_and_the_customer_does_not(contracts, trial):
    process_id, who = trial
    await contracts.ask(prepared(process_id, place=f"  {PLACE} "))
    await plan(contracts, process_id, T1)
    organisation = (await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)).terms.organisation_id
    seen = [
        await place_for(contracts, process_id, MEMBERS[1], Role.SUPERVISEE),
        await place_for(contracts, process_id, who, Role.SUPERVISOR),
        await place_for(contracts, process_id, COORDINATOR, Role.COORDINATOR),
        await place_for(contracts, process_id, COMMISSIONER, Role.COMMISSIONER, organisation_id=organisation),
    ]
    assert seen == [PLACE, PLACE, PLACE, ""]
    stranger = ListPlaces(process_id=process_id, viewer=Viewer(person_id=STRANGER, role=Role.SUPERVISEE))
    assert (await contracts.ask(stranger)).processes == []


async def test_no_event_has_it(contracts, trial):
    await agreed(contracts, trial, place=PLACE)
    told = [one for kind in (TrialPrepared, TrialAsked, TrialAgreed) for one in await said(contracts, kind)]
    assert len(told) == 3 and not any(PLACE in str(one) for one in told)


async def test_before_it_is_prepared_it_is_as_was_asked_for_and_so_where_nobody_says_another(
    contracts, trial
):
    process_id, _ = trial
    before = await shown(contracts, process_id, COORDINATOR, Role.COORDINATOR)
    assert before.place == "Pirkanmaa, lähitapaamisina."
    await contracts.ask(prepared(process_id))
    await plan(contracts, process_id, T1)
    assert (await shown(contracts, process_id, MEMBERS[1], Role.SUPERVISEE)).place == before.place


@pytest.mark.parametrize("place", ["", "  ", "x" * 301])
def test_none_or_too_long_a_one_is_refused_with_its_field(place):
    with pytest.raises(ValidationError) as no:
        prepared(uuid4(), place=place)
    assert [one["loc"] for one in no.value.errors()] == [("place",)]
