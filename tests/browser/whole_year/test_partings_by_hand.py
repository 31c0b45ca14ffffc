"""Those who part, pressed in Finnish: a supervisor who leaves the house, and a group that ends its contract."""

from datetime import date, timedelta

from playwright.async_api import expect

from deploy.demo import people as who
from services.runtime.finland import local_date
from tests.browser.by_hand import fill, follow, is_told, press
from tests.browser.test_accessibility import WIDTHS, examine, with_axe
from tests.browser.whole_year.turning import UNCHOSEN, Turns, a_group, says_what_is_wrong, turns

__all__ = ["turns"]
GROUP = a_group("those who part")
REPRESENTATIVE, MEMBER, _THIRD = GROUP.supervisees
LEAVER = who.GROUP_SUPERVISOR
WHY = "Ryhmä hajoaa syksyllä."


async def test_those_who_part_do_so_in_finnish(turns: Turns) -> None:
    for step in STEPS:
        await step(turns)
        assert await turns.visitors.leave() == [], step.__name__


async def a_supervisor_leaves_and_what_is_left_is_paused(turns: Turns) -> None:
    """From the list of supervisors: without somebody for its sessions the group is no way to be left."""
    page = await with_axe(await turns.page(who.COORDINATOR, "console", ""))
    await page.goto(turns.platform.url("console", "/"))
    await page.get_by_role("navigation").get_by_role("link", name="Työnohjaajat", exact=True).first.click()
    await follow(page, f"{LEAVER}")
    await follow(page, "Työnohjaaja lopettaa")
    last_day = local_date((await turns.planned())[1].starts_at) - timedelta(days=1)
    await fill(page, {"Viimeinen päivä työnohjaajana": f"{last_day}"})
    await press(page, "Katso, mitä jää")
    left = page.get_by_role("article").filter(has_text=turns.number)
    await expect(left).to_contain_text("Hoidettava")
    assert await examine(page, "fi", WIDTHS["fi"]) == []
    await press(page, "Tämä työnohjaaja lopettaa")
    await says_what_is_wrong(page, "jää tapaamisia ilman työnohjaajaa")
    await page.get_by_role("main").get_by_label("Keskeytä se, mikä jää").check()
    await page.get_by_role("button", name="Tämä työnohjaaja lopettaa").dblclick()
    await is_told(page, "Häntä ei enää valita")
    await expect(left).to_contain_text("Odottaa toista työnohjaajaa")
    await turns.walk.quiet()
    assert all(local_date(one.starts_at) <= last_day for one in await turns.planned())
    await press(page, "Peru päättäminen")
    await expect(page.get_by_role("button", name="Peru päättäminen")).to_have_count(0)
    await turns.walk.quiet()
    assert any(local_date(one.starts_at) > last_day for one in await turns.planned()), "planned again"


async def what_waited_goes_on_with_who_stays(turns: Turns) -> None:
    """Nobody has to say so: the employer finds no pause that waits to be ended."""
    page = await turns.page(who.MUNICIPAL_HR, "portal", f"/processes/{turns.number}/pause")
    await expect(page.get_by_label("Tauon ensimmäinen päivä")).to_be_visible()
    await expect(page.get_by_label("Ensimmäinen päivä tauon jälkeen")).to_have_count(0)


async def the_group_ends_it_with_notice(turns: Turns) -> None:
    """By who signs for the group, on a telephone; a member who does not has no way there."""
    other = await turns.page(MEMBER, "portal", f"/processes/{turns.number}", width=390)
    await expect(other.get_by_role("link", name="Prosessin päättäminen ennen aikojaan")).to_have_count(0)
    page = await turns.page(REPRESENTATIVE, "portal", f"/processes/{turns.number}", width=390)
    await follow(page, "Prosessin päättäminen ennen aikojaan")
    await press(page, "Irtisano sopimus")
    await says_what_is_wrong(page, f"Miksi: {UNCHOSEN}")
    await fill(page, {"Miksi": "Sairaus", "Omin sanoin": WHY})
    shown = await page.locator("[name=last_day]").get_attribute("value")
    await page.get_by_role("button", name="Irtisano sopimus").dblclick()
    await is_told(page, "Sopimus on irtisanottu.")
    await turns.walk.quiet()
    last_day = date.fromisoformat(shown or "")
    assert all(local_date(one.starts_at) <= last_day for one in await turns.planned())


async def everybody_reads_until_when_and_the_coordinators_alone_why(turns: Turns) -> None:
    for person in (who.MUNICIPAL_HR, MEMBER):
        page = await turns.page(person, "portal", f"/processes/{turns.number}/terminate", width=390)
        await expect(page.get_by_role("main")).to_contain_text("Sopimus on irtisanottu")
        await expect(page.get_by_text(WHY)).to_have_count(0)
    for person, reads in ((LEAVER, 0), (who.COORDINATOR, 1)):
        page = await turns.page(person, "console", f"/processes/{turns.number}/terminate")
        await expect(page.get_by_role("main")).to_contain_text("Sopimus on irtisanottu")
        await expect(page.get_by_text(WHY)).to_have_count(reads)
    board = await turns.page(MEMBER, "portal", "/home", width=390)
    await expect(board.get_by_role("main")).to_contain_text("Päättyy ennen aikojaan")


STEPS = (
    a_supervisor_leaves_and_what_is_left_is_paused,
    what_waited_goes_on_with_who_stays,
    the_group_ends_it_with_notice,
    everybody_reads_until_when_and_the_coordinators_alone_why,
)
