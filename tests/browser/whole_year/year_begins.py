"""How the year by hand begins: an inquiry without an account, until all three parties have signed."""

import re

from playwright.async_api import Page, expect

from deploy.demo import people as who
from tests.browser.by_hand import (
    fill,
    follow,
    found,
    is_done,
    is_told,
    press,
    tick,
    turn_to,
    waiting,
)
from tests.browser.signing_in import Post
from tests.browser.whole_year.year import CONTACT, DOMAIN, MEMBERS, ORGANISATION, SUPERVISOR, Year

NUMBER = re.compile(r"\bTO-\d+\b")
SIGNING_LINK = re.compile(r"http://\S+/sign/\S+")
PRICE = re.compile("265[.,]00")


async def an_organisation_asks(year: Year) -> None:
    page = await year.page(None, "portal", "/")
    await follow(page, "Ask for supervision")
    await fill(
        page,
        {
            "Name of the organisation": ORGANISATION,
            "Business ID": "2345678-0",
            "Street address": "Koivukuja 1",
            "Postal code": "33100",
            "Town": "Tampere",
            "Mail address for invoices": f"laskut@{DOMAIN}",
            "Given name": CONTACT.given_name,
            "Family name": CONTACT.family_name,
            "Your mail address": CONTACT.email,
        },
    )
    await tick(page, "Company")
    await press(page, "Continue")
    await tick(page, "A group", "Remote meetings suit us too", "90 minutes", "A shorter process")
    await fill(page, {"How many people": str(len(MEMBERS)), "Region": "Central Finland"})
    await press(page, "Continue")
    await tick(page, "Wellbeing and motivation at work", "Finnish")
    await fill(page, {"Expectations in your own words": "Arjen tueksi."})
    await press(page, "Continue")
    post = Post(year.platform.installation.mail, CONTACT.email)
    await press(page, "Send the inquiry")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your inquiry is here")
    year.number = found(NUMBER, await page.get_by_role("main").inner_text())
    assert year.number in await post.text(NUMBER)


async def the_coordinator_arranges(year: Year) -> None:
    """From my day: each row leads to its act, and leaves when that is done."""
    board = await year.page(who.COORDINATOR, "console", "/processes")
    await expect(board.locator("#column-screening").get_by_text(year.number)).to_be_visible()
    my_day = await year.page(who.COORDINATOR, "console", "/")
    await expect(my_day.get_by_role("heading", level=1)).to_have_text("My day")

    act = await turn_to(my_day, year.number, "Decide the screening")
    await tick(act, "Supervision")
    await press(act, "Save the decision")
    await is_told(act, "It is supervision.")
    await is_done(my_day, year.number, "Decide the screening")

    act = await turn_to(my_day, year.number, "Find a supervisor")
    await press(act, f"Ask {SUPERVISOR} by letter")
    await is_told(act, "The supervisor is asked by letter")
    await the_supervisor_says_that_nothing_stands_between(year)
    await act.reload()
    await press(act, f"Choose {SUPERVISOR}")
    await is_told(act, "The supervisor is chosen.")
    await is_done(my_day, year.number, "Find a supervisor")

    act = await turn_to(my_day, year.number, "Send the proposal")
    await expect(act.get_by_role("main")).to_contain_text("€265.00")
    await fill(act, {"Begins": f"{year.starts_on}", "Ends": f"{year.ends_on}"})
    await press(act, "Look at it as the customer will see it")
    await expect(act.get_by_role("main")).to_contain_text("Nothing has been sent yet: the form is below.")
    await press(act, "Send the proposal")
    await is_told(act, "The proposal is sent.")
    await is_done(my_day, year.number, "Send the proposal")
    await expect(board.locator("#column-proposal").get_by_text(year.number)).to_be_visible()


async def the_supervisor_says_that_nothing_stands_between(year: Year) -> None:
    my_day = await year.page(SUPERVISOR, "console", "/")
    await waiting(my_day, year.number, "Say what you have to do with them").click()
    await tick(my_day, "Nothing stands between them")
    await press(my_day, "Answer")
    await is_told(my_day, "The coordinator has your answer.")


async def hr_accepts(year: Year) -> None:
    """Signing in for the first time, by the address of the inquiry."""
    home = await year.page(CONTACT, "portal", "/home")
    await waiting(home, year.number, "Answer the proposal").click()
    await expect(home.get_by_role("main")).to_contain_text(str(SUPERVISOR))
    await press(home, "Accept")
    await is_told(home, "The proposal is accepted.")


async def the_contract_is_completed(year: Year) -> None:
    my_day = await year.page(who.COORDINATOR, "console", "/")
    act = await turn_to(my_day, year.number, "Complete the contract")
    for row, member in enumerate(MEMBERS, start=1):
        fields = act.get_by_role("group", name=f"Supervisee {row}")
        await fields.get_by_label("Given name").fill(member.given_name)
        await fields.get_by_label("Family name").fill(member.family_name)
        await fields.get_by_label("Mail address").fill(member.email)
    await tick(act, "Signs for the supervisees: Supervisee 1")
    for signer in (CONTACT, *MEMBERS, SUPERVISOR):
        year.posts[signer.email] = Post(year.platform.installation.mail, signer.email)
    await press(act, "Complete and ask for signatures")
    await is_told(act, "The contract is complete.")
    await is_done(my_day, year.number, "Complete the contract")


async def every_other_member_consents(year: Year) -> None:
    """At the portal, or by the link in the mail alone. Who signs for them consents by that.

    What it costs they read in the contract, and nowhere else.
    """
    home = await year.page(MEMBERS[1], "portal", "/home")
    reads = waiting(home, year.number, "Read the contract and give your consent")
    await expect(reads).to_be_visible()
    await expect(home.get_by_role("main")).not_to_contain_text(PRICE)
    await reads.click()
    await expect(home.get_by_role("article")).to_contain_text(PRICE)
    await consents(home)
    await is_told(home, "Your consent is recorded.")
    by_link = await open_link_of(year, MEMBERS[2])
    await consents(by_link)
    await expect(by_link.get_by_text("You have consented to this contract.")).to_be_visible()


async def consents(page: Page) -> None:
    await tick(page, "I have read the contract and consent to it")
    await press(page, "Give my consent")


async def open_link_of(year: Year, who_reads: who.Someone) -> Page:
    """In a browser where nobody is signed in."""
    link = found(SIGNING_LINK, await year.posts[who_reads.email].text(SIGNING_LINK))
    page = await year.page(None, "portal")
    await page.goto(link)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Contract")
    return page


async def three_parties_sign_by_the_links_in_their_mails(year: Year) -> None:
    """Each in a browser where nobody is signed in; a link that is opened before its turn signs nothing."""
    early = await year.page(None, "portal", await year.representatives_link())
    await expect(early.get_by_text("It is not yet your turn.")).to_be_visible()
    await expect(early.get_by_role("button", name="Sign the contract")).to_be_disabled()
    for signer in (CONTACT, MEMBERS[0], SUPERVISOR):
        page = await open_link_of(year, signer)
        if signer == SUPERVISOR:
            await tick(page, "Nothing stands between them")
        await tick(page, "I have read the contract and sign it")
        await press(page, "Sign the contract")
        await expect(page.get_by_text("You have signed this contract.")).to_be_visible()
        await expect(page.get_by_role("main")).not_to_contain_text(signer.family_name)


BEGINNING = (
    an_organisation_asks,
    the_coordinator_arranges,
    hr_accepts,
    the_contract_is_completed,
    every_other_member_consents,
    three_parties_sign_by_the_links_in_their_mails,
)
