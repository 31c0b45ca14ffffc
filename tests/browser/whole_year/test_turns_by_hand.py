"""What turns in a year, pressed in Finnish by the people whose turn it is, each from where they would begin.

Nothing is done by command but what comes before: a signed contract, its confirmed plan, one session that was held.
"""

from datetime import date, timedelta

from playwright.async_api import Page, expect

from deploy.demo import people as who
from deploy.demo.turns.sessions import record_held
from services.runtime.finland import local_date
from tests.browser.by_hand import fill, follow, found, is_told, press, tick, waiting
from tests.browser.signing_in import Post
from tests.browser.test_accessibility import WIDTHS, examine, with_axe
from tests.browser.whole_year.turning import EMPTY, UNCHOSEN, Turns, a_group, says_what_is_wrong, turns
from tests.browser.whole_year.year_begins import SIGNING_LINK

__all__ = ["turns"]
GROUP = a_group("the turning one")
FIRST, SECOND, THIRD = GROUP.supervisees
FORMER, NEW = who.GROUP_SUPERVISOR, who.MANAGER_SUPERVISOR
LOOK = "Katso, mitä siitä seuraa"


async def test_what_turns_in_a_year_is_pressed_in_finnish(turns: Turns) -> None:
    for step in STEPS:
        await step(turns)
        assert await turns.visitors.leave() == [], step.__name__


async def the_members_pause_it_until_somebody_says(turns: Turns) -> None:
    """On a telephone, from the page of the process; a pause without a reason is refused, and a day that is gone."""
    before = await turns.planned()
    page = await turns.page(FIRST, "portal", f"/processes/{turns.number}", width=390)
    await follow(page, "Tauko")
    await fill(page, {"Tauon ensimmäinen päivä": "2020-01-01"})
    await press(page, LOOK)
    await says_what_is_wrong(page, "Tauon ensimmäinen päivä: Tämä päivä on mennyt.")
    await fill(page, {"Tauon ensimmäinen päivä": f"{local_date(before[0].starts_at)}"})
    await press(page, LOOK)
    await expect(page.get_by_role("main")).to_contain_text("Jäävät pois kalenterista, maksutta")
    await press(page, "Pane tauolle")
    await says_what_is_wrong(page, f"Miksi: {UNCHOSEN}")
    await fill(page, {"Miksi": "Sairaus"})
    await page.get_by_role("button", name="Pane tauolle").dblclick()
    await is_told(page, "Tauko on kirjattu.")
    assert await turns.planned() == []
    employer = await turns.page(who.MUNICIPAL_HR, "portal", f"/processes/{turns.number}/pause")
    await expect(employer.get_by_role("main")).to_contain_text("Avoin: joku ilmoittaa, milloin se jatkuu")
    await expect(employer.get_by_text("Sairaus")).to_have_count(0)


async def it_goes_on_with_as_many_sessions(turns: Turns) -> None:
    """Said by the employer, who sees the new days before."""
    page = await turns.page(who.MUNICIPAL_HR, "portal", f"/processes/{turns.number}/pause")
    on = local_date(await turns.walk.now()) + timedelta(days=28)
    await fill(page, {"Ensimmäinen päivä tauon jälkeen": f"{on}"})
    await press(page, LOOK)
    await expect(page.get_by_role("main")).to_contain_text(
        "Jäljellä olevat tapaamiset, kuten ne suunnitellaan"
    )
    await press(page, "Jatka työnohjausta")
    await is_told(page, "Prosessi jatkuu.")
    planned = await turns.planned()
    assert planned and local_date(planned[0].starts_at) >= on


async def a_session_that_was_held_is_denied(turns: Turns) -> None:
    """By a member, from the schedule; finance hears both and decides with a ground."""
    first = (await turns.planned())[0]
    await turns.walk.driver.carry_out(record_held(GROUP, first))
    await turns.walk.quiet()
    page = await turns.page(SECOND, "portal", f"/processes/{turns.number}/schedule", width=390)
    await page.get_by_text("Eikö johonkin näistä tullut ketään?").click()
    await follow(page, "Tapaaminen 1")
    await press(page, "Ilmoita, ettei sitä pidetty")
    await is_told(page, "Ilmoituksesi on kirjattu.")
    finance = await turns.page(who.FINANCE, "console", "/")
    await waiting(finance, turns.number, "Rivi on riitautettu: ratkaise").click()
    await finance.get_by_text("Ratkaise", exact=True).first.click()
    await press(finance, "Ratkaise")
    await says_what_is_wrong(finance, f"Peruste: {EMPTY}")
    await tick(finance, "Ei hyväksytty")
    await fill(finance, {"Peruste": "Läsnäolot on kirjattu."})
    await press(finance, "Ratkaise")
    await is_told(finance, "Asia on ratkaistu")
    read = await with_axe(await turns.page(SECOND, "portal", ""))
    await read.goto(turns.platform.url("portal", f"/processes/{turns.number}"))
    await follow(read, "Riitautukset")
    await expect(read.get_by_role("main")).to_contain_text("Läsnäolot on kirjattu.")
    assert await examine(read, "fi", WIDTHS["fi"]) == []


async def another_supervisor_is_agreed_to(turns: Turns) -> None:
    """Asked about conflicts of interest, chosen, consented to from home, and signed by the link in the mail."""
    page = await with_axe(await turns.page(who.COORDINATOR, "console", ""))
    await page.goto(turns.platform.url("console", f"/processes/{turns.number}"))
    await follow(page, "Toinen työnohjaaja")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Toinen työnohjaaja")
    await press(page, f"Kysy viestillä: {NEW}")
    own = await turns.page(NEW, "console", "/")
    await waiting(own, turns.number, "Kerro sidonnaisuutesi ennen valintaa").click()
    await tick(own, "Ei sidonnaisuuksia")
    await press(own, "Vastaa")
    await is_told(own, "Kiitos.")
    await page.reload()
    assert await examine(page, "fi", WIDTHS["fi"]) == []
    await expect(page.get_by_role("button", name="Kysy jäseniltä")).to_have_count(0)
    await tick(page, f"{NEW}")
    await fill(page, {"Mistä päivästä alkaen": f"{await from_day(turns)}"})
    await press(page, "Katso tapaamiset")
    await expect(page.locator("#looked-at")).to_contain_text("Uuden työnohjaajan kanssa")
    assert await examine(page, "fi", WIDTHS["fi"]) == []
    await press(page, "Kysy jäseniltä")
    await says_what_is_wrong(page, f"Miksi: {UNCHOSEN}")
    await fill(page, {"Miksi": "Sairaus"})
    await press(page, "Kysy jäseniltä")
    await expect(page.get_by_role("main")).to_contain_text("Keneltä kysytään")
    post = Post(turns.platform.installation.mail, NEW.email)
    for member in (SECOND, THIRD, FIRST):
        home = await turns.page(member, "portal", "/home", width=390)
        await waiting(home, turns.number, "Vastaa sopimuksen muutokseen").click()
        await expect(home.get_by_role("main")).to_contain_text(f"{NEW}")
        await agree(home, signs=member is FIRST)
    link = await turns.page(None, "portal", "/")
    await link.goto(found(SIGNING_LINK, await post.text(SIGNING_LINK)))
    await tick(link, "Ei sidonnaisuuksia")
    await agree(link, signs=True)
    await expect(link.get_by_text("Olet allekirjoittanut tämän sopimuksen.")).to_be_visible()
    await turns.walk.quiet()
    assert (await turns.planned())[-1].supervisor_id == NEW.person_id


async def all_agree_on_an_earlier_end(turns: Turns) -> None:
    """Proposed by the employer; a day that is gone is refused before anybody is asked."""
    page = await turns.page(who.MUNICIPAL_HR, "portal", f"/processes/{turns.number}/earlier-end")
    for day, wrong in (("", EMPTY), ("2020-01-01", "Tämä päivä on mennyt.")):
        await fill(page, {"Viimeinen päivä": day})
        await press(page, LOOK)
        await says_what_is_wrong(page, f"Viimeinen päivä: {wrong}")
    last_day = await from_day(turns) - timedelta(days=1)
    await fill(page, {"Viimeinen päivä": f"{last_day}"})
    await press(page, LOOK)
    await press(page, "Ehdota tätä päivää")
    await is_told(page, "Muilta osapuolilta on kysytty.")
    home = await turns.page(FIRST, "portal", "/home", width=390)
    await waiting(home, turns.number, "Vastaa, päättyykö se aiemmin").click()
    await answer_yes(home)
    await answer_yes(await turns.page(FORMER, "console", f"/processes/{turns.number}/earlier-end"))
    await turns.walk.quiet()
    left = await turns.planned()
    assert left and all(local_date(one.starts_at) <= last_day for one in left)


async def from_day(turns: Turns) -> date:
    """Of the last session."""
    return local_date((await turns.planned())[-1].starts_at)


async def agree(page: Page, *, signs: bool) -> None:
    words = "Olen lukenut sopimuksen ja " + ("allekirjoitan sen" if signs else "annan siihen suostumukseni")
    await tick(page, words)
    await press(page, "Allekirjoita sopimus" if signs else "Anna suostumus")
    await expect(page.get_by_role("checkbox", name=words)).to_have_count(0)


async def answer_yes(page: Page) -> None:
    await tick(page, "Kyllä")
    await press(page, "Vastaa")
    await is_told(page, "Vastauksesi on tallennettu.")


STEPS = (
    the_members_pause_it_until_somebody_says,
    it_goes_on_with_as_many_sessions,
    a_session_that_was_held_is_denied,
    another_supervisor_is_agreed_to,
    all_agree_on_an_earlier_end,
)
