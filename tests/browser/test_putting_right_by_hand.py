"""What is wrong in the register is put right on pages: two entries of one person, a name, a department that closes."""

from playwright.async_api import Page, expect

from deploy.demo import people as who
from tests.browser.by_hand import fill, follow, go_to, is_told, press, tick
from tests.browser.signing_in import Visitors

STAYS = who.Someone("Petra", "Palo", "fi", "palo.example")
GOES = who.Someone("Petra", "Palo", "fi", "työ.example")
DEPARTMENT = "Hammashoitola"


async def test_two_entries_of_one_person_become_one_by_a_typed_address(visitors: Visitors) -> None:
    page = await customer(visitors)
    for one in (STAYS, GOES):
        await follow(page, "Add a person")
        await fill(page, {"Given name": one.given_name, "Family name": one.family_name})
        await fill(page, {"Mail address": one.email})
        await tick(page, "Finnish", "Payer")
        await press(page, "Add")
        await is_told(page, "The person has the role")

    row = page.get_by_role("listitem").filter(has_text=STAYS.email)
    await row.get_by_role("link", name="Two entries of one person").click()
    await follow(page, "Merge with another entry")
    await fill(page, {"Address of the other entry": GOES.email})
    await press(page, "Show them side by side")
    both = page.get_by_role("button", name="Make them one")
    await expect(both).to_have_attribute("aria-disabled", "true")
    await page.locator("[data-confirm-word] input").fill(GOES.email)
    await both.click()
    await is_told(page, "The two entries are one now.")
    await expect(page.get_by_role("main")).to_contain_text(GOES.email)


async def test_a_department_that_closes_is_ended_with_a_reason_and_that_is_taken_back(
    visitors: Visitors,
) -> None:
    page = await customer(visitors)
    await follow(page, "Add a department")
    await fill(page, {"Name": DEPARTMENT, "Mail address for invoices": "hammas@kunta.example"})
    await fill(page, {"Street address": "Katu 1", "Postal code": "00100", "Town": "Helsinki"})
    await press(page, "Save")
    await follow(page, DEPARTMENT)
    await follow(page, "History")
    await fill(page, {"Why": "Moved to the wellbeing services county"})
    await press(page, "End this entry")
    await expect(page.get_by_role("main")).to_contain_text("it is named for nothing new")
    await expect(page.get_by_role("main")).to_contain_text("Moved to the wellbeing services county")
    await press(page, "Take the end back")
    await expect(page.get_by_role("button", name="End this entry")).to_be_visible()


async def customer(visitors: Visitors) -> Page:
    """The first one in the list, as a coordinator sees it."""
    page = await visitors.page(who.COORDINATOR.email, "console", "/", language="en")
    await go_to(page, "Organisations")
    await page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    await expect(page.get_by_role("heading", name="Departments")).to_be_visible()
    return page
