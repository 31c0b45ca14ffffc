"""A provider's first day: from the first administrator's link to the first inquiry, by what the pages say alone.

The platform is empty and this test's own. What is pressed is counted as a hand does it: each press of the
mouse, and each choice of a list; what is typed goes from field to field by the keyboard.
"""

import re
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from deploy.demo import people as who
from deploy.machine.installation import Installation
from deploy.operating.first_administrator import kept_secret
from deploy.platform import Platform
from services.runtime.clock import SystemClock
from services.runtime.finland import local_date
from tests.browser.by_hand import fill, follow, go_to, is_told, press, tick
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Post, Visitors
from tests.unit.pictures.drawings import png

MOST_PRESSES = 49
"""Under fifty: docs/decisions/0192."""
FIRST = who.Someone("Aino", "Ensi", "en", "ohjaamo.example")
PROVIDER_WRITES = re.compile("Ohjaamo Ensi Oy")
SUPERVISOR = who.Someone("Leo", "Lehto", "en", "ohjaamo.example")
CUSTOMER = who.Someone("Hanna", "Tilaaja", "en", "kunta.example")
PROVIDER = "Ohjaamo Ensi Oy"
CREDENTIALS = ("Supervisor training", "Own supervision", "Association membership")
TRAINING = "Supervisor training 60 credits, Sample University, 2016"
COUNTING = """
addEventListener('pointerdown', () => window.pressed(), true)
addEventListener('change', one => one.target.tagName === 'SELECT' && window.pressed(), true)
"""


@dataclass
class Day:
    doors: Doors
    visitors: Visitors
    presses: list[str] = field(default_factory=list)

    async def page(self, door: Name, path: str) -> Page:
        context = await self.visitors.context(door, language="en")
        await context.expose_binding("pressed", lambda source: self.presses.append(source["page"].url))
        await context.add_init_script(COUNTING)
        page = await context.new_page()
        await page.goto(self.doors.url(door, path))
        return page


@asynccontextmanager
async def empty_platform() -> AsyncIterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="luotsi-first-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        platform = Platform(lambda line: None)
        try:
            await platform.start(installation)
            yield installation
        finally:
            await platform.stop()
            installation.close()


async def test_a_provider_comes_from_the_link_to_its_first_inquiry_in_under_fifty_presses(
    browser: Browser,
) -> None:
    async with empty_platform() as installation:
        day = Day(Doors(installation), Visitors(Doors(installation), browser))
        try:
            page = await somebody_becomes_the_administrator(day)
            await the_list_is_gone_through(page)
            await a_customer_asks(day)
            await the_list_is_gone_and_the_inquiry_waits(page)
        except BaseException:
            print(await day.visitors.see())
            raise
        faults = await day.visitors.leave()
    assert not faults, "\n".join(faults)
    assert len(day.presses) <= MOST_PRESSES, day.presses


async def somebody_becomes_the_administrator(day: Day) -> Page:
    """The link leads to the list of what is missing."""
    installation = day.doors.installation
    secret = await kept_secret(installation.broker)
    page = await day.page("console", f"/first-administrator?link={secret}")
    post = Post(installation.mail, FIRST.email)
    await describe(page, FIRST)
    await press(page, "Mail me a code")
    await fill(page, {"Code of six digits": await post.code()})
    await press(page, "Become the administrator")
    await expect(page.get_by_role("heading", name="Before the first process")).to_be_visible()
    return page


async def the_list_is_gone_through(page: Page) -> None:
    today = local_date(SystemClock().now())
    far_end = f"{today + timedelta(days=700)}"
    await open_step(page, "Your promises, and what cancelling costs")
    await press(page, "Save")
    await is_told(page, "Processes that are under way keep what held when they began.")
    await take_next(page, "Texts of proposals and contracts")
    await press(page, "We use these texts")
    await is_told(page, "Noted: proposals and contracts say these texts.")
    await take_next(page, "Languages that you serve")
    await press(page, "Save")
    await is_told(page, "What has been agreed in another language keeps it.")
    for step, role in (("A coordinator", "Coordinator"), ("Somebody in finance", "Finance")):
        await take_next(page, step)
        await press(page, f"Take the role {role} yourself")
        await is_told(page, "You act as before until you change your role under your name.")

    await take_next(page, "Your company")
    await fill(
        page, {"Name of the company": PROVIDER, "Business ID": "2345678-0", "Telephone": "013 123 4567"}
    )
    await fill(page, {"Street address": "Koivukuja 1", "Postal code": "80100", "Town": "Joensuu"})
    await fill(page, {"IBAN": "FI21 1234 5600 0007 85", "From": f"{today}"})
    await press(page, "Save")
    await is_told(page, "Your company's details are saved.")

    await take_next(page, "Your logo")
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": png(300, 90)}
    await page.get_by_label("The picture (PNG or JPEG)").set_input_files(logo)  # type: ignore[arg-type]
    await press(page, "Look at it")
    await press(page, "Use this logo")
    await is_told(page, "From today on pages, letters and documents show it like this.")

    await take_next(page, "A price list")
    await tick(page, "For one person")
    await fill(page, {"Length": "60", "Price": "120,00", "From": f"{today}"})
    await press(page, "Add")
    await is_told(page, "The price is on the list.")

    await take_next(page, "A supervisor with credentials")
    await follow(page, "Add a supervisor")
    await describe(page, SUPERVISOR)
    await page.get_by_role("group", name="Languages of supervision").get_by_label("Finnish").check()
    await tick(page, "An individual")
    await press(page, "Add")
    for credential in CREDENTIALS:
        what = {"Description": TRAINING} if credential == CREDENTIALS[0] else {"Last valid day": far_end}
        await fill(page, {"Credential": credential} | what)
        await press(page, "Record")
        await is_told(page, "The credential is recorded.")
    await fill(page, {"Weekday": "Friday", "Begins": "09:00", "Ends": "16:00"})
    await fill(page, {"First day": f"{today}", "Last day": far_end})
    await press(page, "Offer")
    await is_told(page, "The hours are offered.")
    await expect(page.get_by_role("navigation", name="Before the first process")).to_contain_text(
        "An inquiry"
    )


async def take_next(page: Page, words: str) -> None:
    """From the page of the step before."""
    following = page.get_by_role("navigation", name="Before the first process")
    await following.locator("a, button").filter(has_text=words).click()


async def open_step(page: Page, words: str) -> None:
    """By its link, or in the other of one's roles that may take it."""
    step = page.locator("#first-steps li").filter(has=page.get_by_text(words, exact=True))
    await step.locator("a, button").first.click()


async def a_customer_asks(day: Day) -> None:
    page = await day.page("portal", "/")
    await expect(page.get_by_role("banner")).to_contain_text(PROVIDER)
    await expect(page.locator(".brand-logo")).to_have_js_property("naturalWidth", 300)
    await follow(page, "Ask for supervision")
    await fill(
        page,
        {
            "Name of the organisation": "Ensimmäinen kunta",
            "Business ID": "0207474-0",
            "Street address": "Kuntatie 1",
            "Postal code": "80100",
            "Town": "Joensuu",
            "Mail address for invoices": "laskut@kunta.example",
            "Given name": CUSTOMER.given_name,
            "Family name": CUSTOMER.family_name,
            "Your mail address": CUSTOMER.email,
        },
    )
    await tick(page, "Company")
    await press(page, "Continue")
    await tick(page, "An individual", "Remote meetings suit us too", "60 minutes", "A shorter process")
    await fill(page, {"How many people": "1", "Region": "North Karelia"})
    await press(page, "Continue")
    await tick(page, "Wellbeing and motivation at work", "Finnish")
    await press(page, "Continue")
    post = Post(day.doors.installation.mail, CUSTOMER.email)
    await press(page, "Send the inquiry")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your inquiry is here")
    assert PROVIDER in await post.text(PROVIDER_WRITES)


async def the_list_is_gone_and_the_inquiry_waits(page: Page) -> None:
    await go_to(page, "My day")
    await expect(page.get_by_role("link", name="Decide the screening")).to_be_visible()
    await expect(page.locator("#first-steps")).to_have_count(0)
    await expect(page.get_by_role("link", name="Open the inquiry TO-")).to_be_visible()


async def describe(page: Page, person: who.Someone) -> None:
    names = {"Given name": person.given_name, "Family name": person.family_name}
    await fill(page, names | {"Mail address": person.email})
