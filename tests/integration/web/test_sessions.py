"""A person's own sessions: seen on their page, ended one by one or all at once, and over by themselves."""

from uuid import UUID

import pytest

from tests.house import House
from tests.integration.web.builders import person
from tests.visitor import visitor


@pytest.fixture
async def person_id(house: House) -> UUID:
    await house.open("directory", "contracts", "portal")
    return await person(house)


async def test_a_person_sees_their_devices_and_signs_one_of_them_out(house, person_id):
    async with (
        await visitor(house, "portal", person_id, device="Firefox, Linux") as here,
        await visitor(house, "portal", person_id, device="Chrome, Android") as phone,
    ):
        page = await here.get("/me/security")
        row = await house.rows(
            "portal", "SELECT session_id FROM web_session WHERE device = 'Chrome, Android'"
        )
        await here.post("/me/sessions/revoke", data={"session_id": str(row[0]["session_id"])})
        after, other = await here.get("/me/security"), await phone.get("/me/security")
    assert "Firefox, Linux" in page.text and "Chrome, Android" in page.text
    assert "That device is signed out." in after.text and "Chrome, Android" not in after.text
    assert other.status_code == 303


async def test_all_other_sessions_end_at_once_and_this_one_goes_on(house, person_id):
    async with (
        await visitor(house, "portal", person_id) as here,
        await visitor(house, "portal", person_id) as second,
        await visitor(house, "portal", person_id) as third,
    ):
        await here.post("/me/sessions/revoke-others")
        statuses = [(await one.get("/me/security")).status_code for one in (here, second, third)]
    assert statuses == [200, 303, 303]


async def test_nobody_ends_another_persons_session(house, person_id):
    other_id = await person(house, "eeva@example.org")
    async with (
        await visitor(house, "portal", person_id) as victim,
        await visitor(house, "portal", other_id) as other,
    ):
        row = await house.rows("portal", "SELECT session_id FROM web_session WHERE person_id = $1", person_id)
        await other.post("/me/sessions/revoke", data={"session_id": str(row[0]["session_id"])})
        await other.post("/me/sessions/revoke-others")
        rubbish = await other.post("/me/sessions/revoke", data={"session_id": "all"})
        still = await victim.get("/me/security")
    assert still.status_code == 200 and rubbish.status_code == 404


@pytest.mark.parametrize("column, ago", [("seen_at", "30 minutes"), ("began_at", "12 hours")])
async def test_a_session_is_over_after_half_an_hour_unused_and_after_twelve_hours(
    house, person_id, column, ago
):
    async with await visitor(house, "portal", person_id) as browser:
        await house.rows("portal", f"UPDATE web_session SET {column} = {column} - interval '{ago}'")
        over = await browser.get("/me/security")
    assert over.status_code == 303 and over.headers["location"] == "/sign-in?next=/me/security"


@pytest.mark.parametrize(
    "asks, ends", [({"hx-request": "true"}, True), ({"accept": "text/event-stream"}, True), ({}, False)]
)
async def test_a_page_that_renews_itself_keeps_nobody_signed_in(house, person_id, asks, ends):
    async with await visitor(house, "portal", person_id) as browser:
        for _ in range(2):
            await house.rows("portal", "UPDATE web_session SET seen_at = seen_at - interval '20 minutes'")
            await browser.get("/me/security", headers=asks)
        after = await browser.get("/me/security")
    assert after.status_code == (303 if ends else 200)


async def test_a_page_says_how_long_the_session_lasts_and_staying_prolongs_it(house, person_id):
    async with await visitor(house, "portal", person_id) as browser:
        page = await browser.get("/me/security")
        await house.rows("portal", "UPDATE web_session SET seen_at = seen_at - interval '29 minutes'")
        stayed = await browser.post("/stay")
        await house.rows("portal", "UPDATE web_session SET seen_at = seen_at - interval '29 minutes'")
        later = await browser.get("/me/security")
        await house.rows(
            "portal", "UPDATE web_session SET began_at = began_at - interval '11 hours 50 minutes'"
        )
        last = await browser.get("/me/security")
    assert 'data-session="1800"' in page.text
    assert stayed.status_code == 204 and later.status_code == 200
    left = int(last.text.split('data-session="')[1].split('"')[0])
    assert 0 < left <= 600
