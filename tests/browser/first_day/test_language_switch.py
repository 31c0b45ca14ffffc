"""Who changes the language of a half-filled page keeps what was typed, and has the rest as the page has it then."""

from playwright.async_api import Browser, expect

from tests.house import House
from tests.integration.console.arranged import Arranged
from tests.integration.console.conftest import arranged
from tests.patience import PATIENCE_S
from tests.visitor import visitor

__all__ = ["arranged"]


async def secret_of(house: House, arranged: Arranged) -> str:
    async with await visitor(house, "console", arranged.staff["administrator"]) as signed_in:
        return str(signed_in.cookies["console"])


async def test_what_was_typed_stays_and_the_language_of_mails_is_the_readers(
    browser: Browser, arranged: Arranged
) -> None:
    house = arranged.house
    context = await browser.new_context(base_url=house.address("console"), locale="en")
    context.set_default_timeout(PATIENCE_S * 1000)
    for name, value in (("console", await secret_of(house, arranged)), ("language", "en")):
        cookie = {"url": house.address("console"), "name": name, "value": value}
        await context.add_cookies([cookie])  # type: ignore[list-item]
    page = await context.new_page()
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
    await context.close()
