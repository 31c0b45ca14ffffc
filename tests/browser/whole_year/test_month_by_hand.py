"""Finance's month, pressed in Finnish, with a customer who lacks a reference: each begins where they would.

Nothing is done by command but what comes before: a contract with its plan, and the sessions that were held.
"""

import re
from datetime import datetime, time, timedelta

from playwright.async_api import Locator, Page, expect

from deploy.demo import people as who
from deploy.demo.turns.sessions import record_held
from services.messages.values import Language
from services.runtime.finland import HELSINKI, local_date
from tests.browser import stage
from tests.browser.by_hand import fill, follow, found, is_told, move_clock, press, tick
from tests.browser.doors import Name
from tests.browser.signing_in import Post, enter
from tests.browser.test_accessibility import examine, with_axe
from tests.browser.whole_year.turning import EMPTY, Turns, a_group, says_what_is_wrong, turns

__all__ = ["turns"]
GROUP = a_group("the month's one")
LINK = re.compile(r"https?://\S+/organisation/billing\S*")
MISSING = re.compile("Tilausnumero: puuttuu")
ORDER = "4500AB12"
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
BOTH = (1440, 390)
WHY = "Tilaaja kysyi tästä."


async def test_a_month_is_invoiced_by_hand_from_its_preview_to_its_credit_notes(turns: Turns) -> None:
    for step in STEPS:
        await step(turns)
        assert await turns.visitors.leave() == [], step.__name__


async def a_session_is_held_and_what_came_with_it_is_entered(turns: Turns) -> None:
    first = (await turns.planned())[0]
    await turns.walk.driver.carry_out(record_held(GROUP, first))
    await turns.walk.quiet()
    page = await with_axe(await turns.page(who.FINANCE, "console", ""))
    await page.goto(turns.platform.url("console", f"/processes/{turns.number}/items"))
    for kind, quantity, price in (("Matka, kilometrit", "84", "0,60"), ("Materiaali", "3", "19,90")):
        await tick(page, kind)
        day = f"{local_date(first.starts_at)}"
        await fill(page, {"Suorituspäivä": day, "Määrä": quantity, "Hinta": price})
        await press(page, "Kirjaa")
        await expect(page.locator("[data-flash]")).to_be_visible()
    assert await wrong_with(turns, page) == []


async def its_month_is_over(turns: Turns) -> None:
    """In the night before it would be invoiced by itself."""
    over = (local_date(await turns.walk.now()).replace(day=1) + timedelta(days=31)).replace(day=1)
    clock = await turns.visitors.page(None, "console", language="en")
    await move_clock(clock, turns.platform, datetime.combine(over, time(0, 30), HELSINKI))


async def the_customer_is_to_have_an_order_on_each_invoice(turns: Turns) -> None:
    page = await turns.page(who.FINANCE, "console", "/organisations")
    await follow(page, GROUP.organisation.name)
    await follow(page, "Laskutustiedot")
    order = page.get_by_role("group", name="Tilausnumero")
    await order.get_by_label("Laskua ei tehdä ilman sitä").check()
    await order.get_by_label("Miltä se näyttää").fill("45XXXXXX")
    await order.get_by_label("Mitä laskuissa lukee").fill("")
    await press(page, "Tallenna")
    await is_told(page, "Laskutustiedot on tallennettu.")


async def the_run_holds_what_lacks_it_and_its_letter_leads_who_pays_to_the_field(turns: Turns) -> None:
    """Who pays is signed out, and has a telephone."""
    page = await the_month(turns)
    await expect(page.get_by_role("main")).to_contain_text("Tästä laskutettaisiin")
    assert await wrong_with(turns, page) == []
    mail = turns.platform.installation.mail
    letter, code = Post(mail, stage.PAYER.email), Post(mail, stage.PAYER.email)
    await press(page, "Laskuta kuukausi nyt")
    await is_told(page, "pidätet")
    await expect(lines(page, "Niiden rivit", turns).first).to_be_visible()
    assert await wrong_with(turns, page) == []
    text = await letter.text(MISSING)
    assert turns.number in text and "Tallenna" in text
    theirs = await turns.visitors.page(None, "portal", language="fi", width=390)
    await theirs.goto(found(LINK, text))
    await theirs.locator("input[name=email]").fill(stage.PAYER.email)
    await theirs.locator("form:has(input[name=email]) button").first.click()
    await enter(theirs, await code.code())
    await expect(theirs.get_by_role("heading", level=1)).to_have_text("Laskutustiedot")
    order = theirs.get_by_role("group", name="Tilausnumero").get_by_label("Mitä laskuissa lukee")
    await order.fill("45AB")
    await press(theirs, "Tallenna")
    await expect(theirs.locator("[data-error-summary]")).to_contain_text("Tilausnumero")
    await order.fill(ORDER)
    await press(theirs, "Tallenna")
    await is_told(theirs, "Laskutustiedot on tallennettu.")


async def a_line_is_held_and_one_is_left_out_and_the_rest_is_invoiced(turns: Turns) -> None:
    page = await the_month(turns)
    await expect(page.get_by_text("Korjattu: seuraava ajo tekee laskun").first).to_be_visible()
    before = await lines(page, "Rivit", turns).count()
    assert before >= 2
    await set_aside(turns, page, "Pidä odottamassa: mikään ajo ei ota sitä ennen kuin se otetaan takaisin")
    await set_aside(turns, page, "Jätä pois: siitä ei laskuteta ketään")
    await expect(lines(page, "Rivit", turns)).to_have_count(before - 2)
    await press(page, "Tee laskut odottavasta")
    await expect(page.locator("[data-flash]")).to_be_visible()
    await expect(page.get_by_text("Mikään ei odota.")).to_be_visible()


async def what_was_held_is_taken_back_and_invoiced_too(turns: Turns) -> None:
    page = await the_month(turns)
    await page.get_by_role("main").get_by_role("button", name="Palauta").first.click()
    await is_told(page, "Otettu takaisin: seuraava laskutusajo ottaa rivin.")
    await press(page, "Tee laskut odottavasta")
    await is_told(page, "lasku")
    await expect(page.get_by_text("Mikään ei odota.")).to_be_visible()


async def it_is_delivered_and_sent_again(turns: Turns) -> None:
    page = await newest_invoice(turns)
    assert await wrong_with(turns, page) == []
    delivery = page.locator("#delivery")
    await turns.walk.quiet()
    await page.reload()
    await expect(delivery.get_by_role("button", name="Lähetä uudelleen")).to_be_visible()
    await delivery.get_by_role("button", name="Lähetä uudelleen").click()
    await expect(page.locator("[data-flash]")).to_be_visible()


async def it_is_credited_in_part_and_then_the_rest(turns: Turns) -> None:
    page = await newest_invoice(turns)
    await follow(page, "Hyvitä se")
    assert await wrong_with(turns, page) == []
    await press(page, "Hyvitä")
    await says_what_is_wrong(page, f"Miksi: {EMPTY}")
    line = page.locator("main select").first
    await line.select_option(index=1)
    await fill(page, {"Kuinka paljon siitä, ilman arvonlisäveroa": "10,00", "Miksi": WHY})
    await tick(page, "Siitä ei laskuteta ketään")
    await press(page, "Hyvitä")
    await is_told(page, "Se on hyvitetty")
    await follow(page, "Hyvitä se")
    await tick(page, "Siitä ei laskuteta ketään")
    await fill(page, {"Miksi": WHY})
    await press(page, "Hyvitä")
    await expect(page.get_by_text("Lasku on hyvitetty kokonaan.")).to_be_visible()
    assert await wrong_with(turns, page) == []


async def another_is_credited_whole_and_billed_again(turns: Turns) -> None:
    page = await newest_invoice(turns, 1)
    await follow(page, "Hyvitä se")
    await tick(page, "Se laskutetaan uudelleen, niin kuin se on kirjattu, kun seuraava ajo tulee")
    await fill(page, {"Miksi": WHY})
    await press(page, "Hyvitä")
    await expect(page.get_by_text("Lasku on hyvitetty kokonaan.")).to_be_visible()
    page = await the_month(turns)
    await expect(lines(page, "Rivit", turns)).to_have_count(1)
    await press(page, "Tee laskut odottavasta")
    await expect(page.get_by_text("Mikään ei odota.")).to_be_visible()


async def who_pays_downloads_each_document_and_reads_what_is_left(turns: Turns) -> None:
    page = await with_axe(await turns.page(stage.PAYER, "portal", ""))
    left = []
    for newer in (0, 1):
        await page.goto(turns.platform.url("portal", "/invoices"))
        async with page.expect_navigation():
            await page.get_by_role("main").locator("th a[href^='/invoices/']").nth(newer).click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Lasku")
        left.append({*re.findall(r"\b[45][0-9]{53}\b", await page.content())})
        assert await wrong_with(turns, page, "portal") == []
        for name, begins in (("Avaa PDF", b"%PDF-"), ("Lataa Finvoice-laskuna", b"<?xml")):
            document = await page.get_by_role("link", name=name).get_attribute("href")
            answer = await page.request.get(turns.platform.url("portal", document or ""))
            body = await answer.body()
            assert answer.ok and body.startswith(begins) and WHY.encode() not in body
            assert begins == b"%PDF-" or ORDER.encode() in body
    assert [len(one) for one in left] == [1, 0]


async def the_month(turns: Turns) -> Page:
    """Of finance; the month that is over, from the list of runs."""
    page = await with_axe(await turns.page(who.FINANCE, "console", ""))
    last = local_date(await turns.walk.now()).replace(day=1) - timedelta(days=1)
    await page.goto(turns.platform.url("console", "/billing/runs"))
    async with page.expect_navigation():
        await page.locator(f"main a[href='/billing/runs/{last:%Y-%m}']").last.click()
    return page


async def newest_invoice(turns: Turns, after: int = 0) -> Page:
    """after: how many newer ones there are."""
    page = await with_axe(await turns.page(who.FINANCE, "console", ""))
    await page.goto(turns.platform.url("console", "/invoices"))
    rows = page.get_by_role("row").filter(has_text=turns.number)
    async with page.expect_navigation():
        await rows.nth(after).locator("th a[href^='/invoices/']").click()
    return page


def lines(page: Page, table: str, turns: Turns) -> Locator:
    return page.get_by_role("table", name=table, exact=True).get_by_role("row").filter(has_text=turns.number)


async def set_aside(turns: Turns, page: Page, how: str) -> None:
    """The first line of the process."""
    lead_there = lines(page, "Rivit", turns).get_by_role("link", name="Pidä odottamassa tai jätä pois")
    async with page.expect_navigation():
        await lead_there.first.click()
    assert await wrong_with(turns, page) == []
    await press(page, "Pidä poissa laskulta")
    await says_what_is_wrong(page, f"Miksi: {EMPTY}")
    await tick(page, how)
    await fill(page, {"Miksi": WHY})
    await press(page, "Pidä poissa laskulta")
    await is_told(page, "Mikään laskutusajo ei ota tätä riviä nyt.")


async def wrong_with(turns: Turns, page: Page, door: Name = "console") -> list[str]:
    """With the page that is open, in each language and at both widths."""
    faults = []
    for language in (*LANGUAGES[1:], LANGUAGES[0]):
        at = turns.platform.url(door, "/")
        await page.context.add_cookies([{"name": "language", "value": language, "url": at, "httpOnly": True}])
        await page.goto(page.url)
        faults += [f"{language}: {one}" for one in await examine(page, language, BOTH)]
    return faults


STEPS = (
    a_session_is_held_and_what_came_with_it_is_entered,
    its_month_is_over,
    the_customer_is_to_have_an_order_on_each_invoice,
    the_run_holds_what_lacks_it_and_its_letter_leads_who_pays_to_the_field,
    a_line_is_held_and_one_is_left_out_and_the_rest_is_invoiced,
    what_was_held_is_taken_back_and_invoiced_too,
    it_is_delivered_and_sent_again,
    it_is_credited_in_part_and_then_the_rest,
    another_is_credited_whole_and_billed_again,
    who_pays_downloads_each_document_and_reads_what_is_left,
)
