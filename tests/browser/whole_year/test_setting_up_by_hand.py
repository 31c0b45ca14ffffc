"""What the demo enters before its first inquiry, entered on pages: staff, supervisors, prices, the seller."""

from datetime import timedelta

from playwright.async_api import Page, expect

from deploy.demo import people as who
from tests.browser.by_hand import fill, follow, go_to, is_told, press, tick
from tests.browser.signing_in import Visitors
from tests.e2e.walking import Walk

NEW_COORDINATOR = who.Someone("Saara", "Saarni", "sv", who.PROVIDER.domain)
NEW_SUPERVISOR = who.Someone("Leo", "Lehto", "en", who.PROVIDER.domain)
CREDENTIALS = ("Supervisor training", "Own supervision", "Association membership")
TRAINING = "Supervisor training 60 credits, Sample University, 2016"


async def test_a_person_is_added_to_the_staff_and_signs_in(visitors: Visitors) -> None:
    page = await visitors.page(who.ADMINISTRATOR.email, "console", "/", language="en")
    await go_to(page, "Staff")
    await follow(page, "Add a person")
    await describe(page, NEW_COORDINATOR)
    await tick(page, "Swedish", "Coordinator")
    await press(page, "Add")
    await is_told(page, "The person has the role and can sign in.")
    await expect(page.get_by_role("listitem").filter(has_text=NEW_COORDINATOR.email)).to_contain_text(
        "Coordinator"
    )
    theirs = await visitors.page(NEW_COORDINATOR.email, "console", "/")
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Min dag")


async def test_a_supervisor_is_added_with_credentials_and_hours(visitors: Visitors, walk: Walk) -> None:
    page = await visitors.page(who.COORDINATOR.email, "console", "/", language="en")
    today = (await walk.now()).date()
    far_end = f"{today + timedelta(days=700)}"
    await go_to(page, "Supervisors")
    await follow(page, "Add a supervisor")
    await describe(page, NEW_SUPERVISOR)
    await page.get_by_role("group", name="Language", exact=True).get_by_label("English").check()
    await page.get_by_role("group", name="Languages of supervision").get_by_label("English").check()
    await tick(page, "Also meets remotely", "An individual", "Lapland")
    await fill(page, {"Capacity": "2"})
    await press(page, "Add")
    await is_told(page, "The supervisor is registered.")
    await expect(page.get_by_role("main")).to_contain_text("not recorded yet")

    for credential in CREDENTIALS:
        what = {"Description": TRAINING} if credential == CREDENTIALS[0] else {"Last valid day": far_end}
        await fill(page, {"Credential": credential} | what)
        await press(page, "Record")
        await is_told(page, "The credential is recorded.")
    await expect(page.get_by_role("main")).not_to_contain_text("not recorded yet")

    await fill(page, {"Weekday": "Friday", "Begins": "09:00", "Ends": "16:00"})
    await fill(page, {"First day": f"{today}", "Last day": far_end})
    await press(page, "Offer")
    await is_told(page, "The hours are offered.")
    await expect(page.get_by_role("main")).to_contain_text("Friday 9:00–16:00")
    await follow(page, "Supervisors")
    await expect(page.get_by_role("row").filter(has_text=str(NEW_SUPERVISOR))).to_contain_text("Valid")


async def test_prices_and_the_seller_are_entered(visitors: Visitors, walk: Walk) -> None:
    page = await visitors.page(who.FINANCE.email, "console", "/", language="en")
    today = (await walk.now()).date()
    await go_to(page, "Prices")
    await tick(page, "For one person")
    await fill(page, {"Length": "45", "Price": "105,50", "From": f"{today}"})
    await press(page, "Add")
    await is_told(page, "The price is on the list.")
    await expect(page.get_by_role("row").filter(has_text="45 min")).to_contain_text("€105.50")

    await follow(page, "Your company")
    await fill(page, {"Street address": "Satamakatu 4 B", "From": f"{today}"})
    await press(page, "Save")
    await is_told(page, "Your company's details are saved.")
    await expect(page.get_by_role("definition").filter(has_text="Satamakatu 4 B")).to_be_visible()


async def describe(page: Page, person: who.Someone) -> None:
    names = {"Given name": person.given_name, "Family name": person.family_name}
    await fill(page, names | {"Mail address": person.email})
