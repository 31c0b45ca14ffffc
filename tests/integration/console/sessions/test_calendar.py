"""The calendar's page: whose sessions it shows, when, and where they lead."""

import re
from uuid import UUID

import pytest

from tests.house import House
from tests.integration.console.in_series import InSeries, in_series
from tests.integration.intake import builders as intake
from tests.visitor import visitor


@pytest.fixture(scope="module")
async def year(shared_house: House) -> InSeries:
    return await in_series(shared_house)


def led_to(page: str) -> set[UUID]:
    return {UUID(one) for one in re.findall(r'href="/sessions/([0-9a-f-]{36})"', page)}


@pytest.mark.parametrize("role", ["supervisor", "coordinator"])
async def test_each_view_leads_to_the_sessions_of_its_days(year: InSeries, role: str) -> None:
    first, *later = await year.sessions()
    for view in ("week", "month", "agenda"):
        page = await year.get(role, f"/calendar?view={view}&day={first.starts_at.date()}")
        assert first.session_id in led_to(page) and later[-1].session_id not in led_to(page), view
        assert "Järvikunta, sosiaalipalvelut" in page


async def test_the_days_before_are_empty_and_the_way_on_leads_to_the_session(year: InSeries) -> None:
    first = await year.first()
    page = await year.get("supervisor", f"/calendar?day={first.starts_at.date()}")
    earlier, _today, later = re.findall(r'href="(/calendar\?view=week&amp;day=[\d-]+)"', page)[-3:]
    before = await year.get("supervisor", earlier.replace("&amp;", "&"))
    assert "No sessions at this time" in before and not led_to(before)
    assert earlier != later


async def test_a_coordinator_chooses_a_supervisor_and_the_choice_stays_in_the_address(year: InSeries) -> None:
    other = await intake.supervisor(year.house, "toinen@virta.example")
    first = await year.first()
    path = f"/calendar?view=agenda&day={first.starts_at.date()}&supervisor="
    own = await year.get("coordinator", f"{path}{year.arranged.staff['supervisor']}")
    theirs = await year.get("coordinator", f"{path}{other}")
    assert first.session_id in led_to(own) and not led_to(theirs)
    assert theirs.count(f"supervisor={other}") >= 5, "every way on keeps it"


async def test_a_supervisor_sees_their_own_only_whatever_the_address_says(year: InSeries) -> None:
    other = await intake.supervisor(year.house, "kolmas@virta.example")
    first = await year.first()
    path = f"/calendar?day={first.starts_at.date()}&supervisor={year.arranged.staff['supervisor']}"
    async with await visitor(year.house, "console", other) as browser:
        page = await browser.get(path)
    assert page.status_code == 200 and not led_to(page.text)


async def test_holidays_are_named_in_the_readers_language(year: InSeries) -> None:
    for language, named in (("fi", "Loppiainen"), ("sv", "Trettondag"), ("en", "Epiphany")):
        for view in ("week", "month"):
            assert named in await year.get("supervisor", f"/calendar?view={view}&day=2027-01-06", language)


async def test_what_cannot_be_read_in_the_address_counts_as_not_said(year: InSeries) -> None:
    for query in ("view=year", "day=9999-12-31", "day=x&supervisor=y", "supervisor="):
        assert "Calendar" in await year.get("coordinator", f"/calendar?{query}")


async def test_others_have_no_calendar(year: InSeries) -> None:
    for role in ("finance", "administrator"):
        async with await year.browser(role) as browser:
            assert (await browser.get("/calendar")).status_code == 404
