"""A coordinator proposes a new member of a group; its page tells how it stands, by name to who knows the members."""

import re
from datetime import timedelta

from services.messages.directory import FindPerson
from services.messages.sessions import LeaveGroup
from services.runtime.finland import local_date
from tests.house import House
from tests.integration.console.in_series import in_series
from tests.integration.contracts.builders import MEMBERS


async def test_a_coordinator_proposes_a_new_member_and_sees_how_it_stands(house: House) -> None:
    series = await in_series(house)
    await house.open("notices")
    process = f"/processes/{series.number}"
    page = f"{process}/group/newcomer"
    day = local_date(house.clock.now()) + timedelta(days=20)
    form = {"given_name": "Nea", "family_name": "Uusi", "email": "nea@kunta.example", "language": "fi"}
    assert "The contract takes 12 at most" in await series.get("coordinator", page)
    late = {"from_day": local_date(house.clock.now()).isoformat()}
    status, text = await series.post("coordinator", page, **form, **late)
    assert status == 422 and "Choose tomorrow or a later day" in text
    assert (await series.post("supervisor", page, **form, from_day=day.isoformat()))[0] == 404
    assert (await series.post("coordinator", page, **form, from_day=day.isoformat()))[0] == 303
    group = await series.get("coordinator", process)
    assert "Nea Uusi" in group and "0 of 5 members have agreed" in group
    assert "Nea Uusi" not in await series.get("finance", process)


async def test_a_newcomer_to_a_process_that_ended_meanwhile_is_refused_and_entered_nowhere(
    house: House,
) -> None:
    series = await in_series(house)
    page = f"/processes/{series.number}/group/newcomer"
    day = local_date(house.clock.now()) + timedelta(days=20)
    form = {"given_name": "Nea", "family_name": "Uusi", "email": "nea@kunta.example", "language": "fi"}
    house.move_clock(house.clock.now() + timedelta(days=800))
    status, text = await series.post("coordinator", page, **form, from_day=day.isoformat())
    assert status == 409 and "outside the contract" in text
    assert (await house.ask(FindPerson(email="nea@kunta.example"))).person is None
    async with await series.browser("coordinator") as browser:
        assert (await browser.get(page)).headers["location"] == f"/processes/{series.number}"


async def test_the_page_counts_who_is_in_the_group_today(house: House) -> None:
    year = await in_series(house)
    order = LeaveGroup(process_id=year.process_id, person_id=MEMBERS[1], as_of=house.clock.now())
    await house.ask(order)
    await house.quiet()
    page = await year.get("coordinator", f"/processes/{year.number}")
    [count] = re.findall(r"How many today</dt>\s*<dd>\s*(\d+)", page)
    assert int(count) == len(MEMBERS) - 1
