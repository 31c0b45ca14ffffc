"""Where a session is, changed on its page by its supervisor or a coordinator."""

import pytest

from services.messages.contracts import ShowContract, Terms
from services.messages.sessions import ListSessions
from services.messages.values import Role, Viewer
from tests.house import House
from tests.integration.console.in_series import InSeries, in_series
from tests.integration.contracts.builders import COMMISSIONER, MEMBERS
from tests.integration.sessions.builders import viewer

LINK = "https://etana.example/huone/7"


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_the_place_of_one_or_of_the_rest_is_changed_and_shown(year: InSeries, role: str) -> None:
    path = await year.path()
    assert f'href="{path}/place"' in await year.get(role, path)
    before = await year.get(role, f"{path}/place")
    assert "As agreed:" in before or "No place is agreed." in before
    status, _page = await year.post(role, f"{path}/place", place="Pappila, huone 2", and_later="true")
    assert status == 303
    assert "Place: Pappila, huone 2" in await year.get(role, path)
    assert 'value="Pappila, huone 2"' in await year.get(role, f"{path}/place")
    second = (await year.sessions())[1]
    assert "Place: Pappila, huone 2" in await year.get(role, f"/sessions/{second.session_id}")


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_the_whole_series_is_given_a_link_from_the_process(year: InSeries, role: str) -> None:
    """Whoever meets there is told by the pages; nobody of the organisation is."""
    await year.house.open("notices")
    way = f"{await year.path()}/place?and_later=true"
    assert f'href="{way}"' in await year.get(role, f"/processes/{year.number}")
    page = await year.get(role, way)
    assert 'name="and_later" type="checkbox" value="true" checked' in page
    status, _page = await year.post(role, way.partition("?")[0], place=LINK, and_later="true")
    assert status == 303
    meets = [viewer(MEMBERS[1], Role.SUPERVISEE), viewer(year.arranged.staff["supervisor"], Role.SUPERVISOR)]
    orders = viewer(COMMISSIONER, Role.COMMISSIONER, (await contract_of(year)).organisation_id)
    seen = [await places_of(year, who) for who in (*meets, orders)]
    assert seen == [{LINK}, {LINK}, {""}]


async def contract_of(year: InSeries) -> Terms:
    return (await year.house.ask(ShowContract(process_id=year.process_id))).terms


async def places_of(year: InSeries, who: Viewer) -> set[str]:
    query = ListSessions(process_id=year.process_id, viewer=who)
    return {one.place for one in (await year.house.ask(query)).sessions}


async def test_finance_and_what_is_over_have_no_such_page(year: InSeries) -> None:
    path = f"{await year.path()}/place"
    assert (await year.post("finance", path, place="Pappila"))[0] == 404
    year.move_clock((await year.first()).ends_at)
    async with await year.browser("supervisor") as browser:
        assert (await browser.get(path)).status_code == 303
    assert (await year.post("supervisor", path, place="Pappila"))[0] == 422
