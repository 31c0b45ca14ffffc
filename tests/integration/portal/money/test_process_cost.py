"""What a process costs stands on its page, for those who see prices."""

import re
from typing import Literal

import pytest

from tests.grown import grown
from tests.house import House
from tests.integration.directory.builders import person, relate
from tests.integration.portal.schedule.planned_year import Planned, year_of_sessions

TO_COME = re.compile(r"Sessions to come</dt>\s*<dd[^>]*>\s*€([\d,.]+)")


@pytest.fixture
async def planned(house: House) -> Planned:
    process_id, organisation_id, commissioner, sessions = await grown(house, year_of_sessions)
    return Planned(house, process_id, organisation_id, sessions[0].session_id, commissioner, sessions)


@pytest.mark.parametrize("role", ["hr", "payer"])
async def test_who_sees_prices_reads_on_the_processs_page_what_is_to_come(
    planned: Planned, role: Literal["hr", "payer"]
) -> None:
    who = await person(planned.house, "Pia")
    await relate(planned.house, who, role, planned.organisation_id)
    async with await planned.browser(who) as browser:
        page = (await browser.get(planned.path)).text
    assert "What the process costs" in page and "Invoiced so far" in page, page
    found = TO_COME.search(page)
    assert found and float(found[1].replace(",", "")) > 0, page
