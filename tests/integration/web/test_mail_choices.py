"""A person's own page of mails at both doors: what they choose is kept, and the portal asks about no tasks."""

from services.messages.notices import MailChoices, ShowMailChoices
from tests.house import House
from tests.integration.directory.builders import organisation, person, relate
from tests.visitor import visitor


async def test_mails_are_chosen_on_ones_own_page_at_either_door(house: House) -> None:
    await house.open("directory", "contracts", "notices", "portal", "console")
    hr, coordinator = await person(house, "Aino"), await person(house, "Kaisa", "Salo")
    await relate(house, hr, "hr", await organisation(house))
    await relate(house, coordinator, "coordinator", None)

    async with await visitor(house, "portal", hr) as browser:
        assert 'href="/me/mails"' in (await browser.get("/me")).text
        page = (await browser.get("/me/mails")).text
        assert 'name="invitations"' in page and 'name="tasks"' not in page
        done = await browser.post("/me/mails", data={"invitations": "single"})
        assert done.headers["location"] == "/me/mails"
        page = (await browser.get("/me/mails")).text
        taken_along = (await browser.get("/me/data.json")).json()["mails"]
    assert 'value="single" checked' in page and "Your choice is saved." in page
    assert taken_along == {"invitations": "single", "tasks": "each"}
    assert await house.ask(ShowMailChoices(person_id=hr)) == MailChoices(invitations="single")

    async with await visitor(house, "console", coordinator) as browser:
        assert 'href="/me/mails"' in (await browser.get("/me")).text
        refused = await browser.post("/me/mails", data={"invitations": "plan", "tasks": "hourly"})
        assert refused.status_code == 422 and 'href="#field-tasks"' in refused.text
        await browser.post("/me/mails", data={"invitations": "plan", "tasks": "daily"})
        page = (await browser.get("/me/mails")).text
    assert 'value="daily" checked' in page
    assert await house.ask(ShowMailChoices(person_id=coordinator)) == MailChoices(tasks="daily")
