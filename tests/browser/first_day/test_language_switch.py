"""What was typed into a form stays when the language is changed, or another form of the page is pressed."""

from playwright.async_api import Browser, Page, expect

from tests.house import House
from tests.integration.console.arranged import Arranged
from tests.integration.console.conftest import arranged
from tests.integration.console.processes.test_meeting import a_draft
from tests.patience import PATIENCE_S
from tests.visitor import visitor

__all__ = ["arranged"]


async def opened(browser: Browser, house: House, arranged: Arranged, role: str) -> Page:
    """A page of the console, in English, by somebody who is signed in. Its context is to be closed."""
    async with await visitor(house, "console", arranged.staff[role]) as signed_in:
        secret = str(signed_in.cookies["console"])
    context = await browser.new_context(base_url=house.address("console"), locale="en")
    context.set_default_timeout(PATIENCE_S * 1000)
    for name, value in (("console", secret), ("language", "en")):
        cookie = {"url": house.address("console"), "name": name, "value": value}
        await context.add_cookies([cookie])  # type: ignore[list-item]
    return await context.new_page()


async def test_what_was_typed_stays_and_the_language_of_mails_is_the_readers(
    browser: Browser, arranged: Arranged
) -> None:
    page = await opened(browser, arranged.house, arranged, "administrator")
    await page.goto("/people/new")
    await expect(page.locator("input[name=language][value=en]")).to_be_checked()
    await page.get_by_label("Given name").fill("Aino")
    await page.get_by_role("button", name="Suomi").click()
    await expect(page.get_by_label("Etunimi")).to_have_value("Aino")
    await expect(page.locator("input[name=language][value=fi]")).to_be_checked()
    await page.locator("input[name=language][value=sv]").check()
    await page.get_by_role("main").get_by_role("button", name="Lisää").last.click()
    await page.locator("[data-error-summary]").wait_for()
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_label("Given name")).to_have_value("Aino")
    await expect(page.locator("input[name=language][value=sv]")).to_be_checked()
    await page.context.close()


async def test_a_press_of_one_form_loses_nothing_that_was_typed_into_another(
    browser: Browser, arranged: Arranged
) -> None:
    path, _id = await a_draft(arranged)
    page = await opened(browser, arranged.house, arranged, "coordinator")
    await page.goto(path)
    first = page.get_by_role("group", name="Supervisee 1")
    await first.get_by_label("Given name").fill("Aino")
    await page.get_by_label("Who settles disputes").fill("Joku muu")
    await page.get_by_text("Leave the meeting out").click()
    await page.locator("#meeting-reason").fill("They know each other.")
    await page.get_by_role("button", name="Leave it out").click()
    await expect(page.get_by_text("The three-way meeting was left out")).to_be_visible()
    await expect(first.get_by_label("Given name")).to_have_value("Aino")
    await expect(page.get_by_label("Who settles disputes")).to_have_value("Joku muu")
    await page.reload()
    await expect(first.get_by_label("Given name")).to_have_value("")
    await page.context.close()
