"""Where a session is, changed on its page by its supervisor or a coordinator."""

import pytest

from tests.house import House
from tests.integration.console.in_series import InSeries, in_series


@pytest.fixture
async def year(house: House) -> InSeries:
    return await in_series(house)


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_the_place_of_one_or_of_the_rest_is_changed_and_shown(year: InSeries, role: str) -> None:
    path = await year.path()
    assert f'href="{path}/place"' in await year.get(role, path)
    assert "In the contract:" in await year.get(role, f"{path}/place") or "names no place" in await year.get(
        role, f"{path}/place"
    )
    status, _page = await year.post(role, f"{path}/place", place="Pappila, huone 2", and_later="true")
    assert status == 303
    assert "Place: Pappila, huone 2" in await year.get(role, path)
    assert 'value="Pappila, huone 2"' in await year.get(role, f"{path}/place")
    second = (await year.sessions())[1]
    assert "Place: Pappila, huone 2" in await year.get(role, f"/sessions/{second.session_id}")


async def test_finance_and_what_is_over_have_no_such_page(year: InSeries) -> None:
    path = f"{await year.path()}/place"
    assert (await year.post("finance", path, place="Pappila"))[0] == 404
    year.move_clock((await year.first()).ends_at)
    async with await year.browser("supervisor") as browser:
        assert (await browser.get(path)).status_code == 303
    assert (await year.post("supervisor", path, place="Pappila"))[0] == 422
