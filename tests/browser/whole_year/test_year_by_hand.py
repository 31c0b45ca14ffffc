"""A whole year done by hand in the browser, from an inquiry without an account to the renewal.

Nothing here is done by command: what cannot be done on a page cannot be done here.
"""

import re
from datetime import datetime, time, timedelta

from playwright.async_api import expect

from deploy.demo import people as who
from services.runtime.finland import HELSINKI, local_date
from tests.browser.by_hand import (
    fill,
    follow,
    found,
    go_to,
    is_done,
    is_told,
    press,
    tick,
    waiting,
)
from tests.browser.doors import Doors
from tests.browser.signing_in import Visitors
from tests.browser.whole_year.year import CONTACT, MEMBERS, ORGANISATION, SUPERVISOR, Year
from tests.browser.whole_year.year_begins import BEGINNING, NUMBER
from tests.e2e.walking import Walk

A_MOMENT = timedelta(minutes=5)
WISH = "Keskiviikkona emme pääse; tiistai iltapäivällä sopisi."
REVIEWS = ("interim", "final")
GOAL = "Kiireestä puhutaan ennen kuin se kasautuu."
STATEMENT = "Yhteistyö on sujunut, ja ryhmä jatkaa mielellään."
NOTE = "Muistiinpano: ryhmä etsii vielä yhteistä kieltä."


async def test_a_whole_year_is_done_by_hand(visitors: Visitors, platform: Doors, walk: Walk) -> None:
    """After each step everybody closes their browser: live pages that are left open cost the platform's time."""
    year = Year(visitors, platform, walk, (await walk.now()).date())
    for step in STEPS:
        await step(year)
        assert await visitors.leave() == [], step.__name__


async def other_days_are_asked_for_and_proposed(year: Year) -> None:
    """By the member who acts for the group, in their own words; nobody is invited yet."""
    home = await year.page(MEMBERS[0], "portal", "/home")
    await waiting(home, year.number, "Confirm the days of the sessions, or ask for others").click()
    await expect(home.get_by_role("main")).to_contain_text("nothing is agreed yet")
    await fill(home, {"Which days would suit better?": WISH})
    await press(home, "Ask for other days")
    await is_told(home, "Your wish is with those who plan.")
    other = await year.page(MEMBERS[1], "portal", f"/processes/{year.number}/plan")
    await expect(other.get_by_role("button", name="Confirm the plan")).to_have_count(0)
    assert WISH not in await other.content()
    my_day = await year.page(who.COORDINATOR, "console", "/")
    await waiting(my_day, year.number, "Propose days for the sessions").click()
    await expect(my_day.get_by_role("main")).to_contain_text(WISH)
    await press(my_day, "Look at the plan")
    await press(my_day, "Propose this plan")
    await is_told(my_day, "The plan is proposed.")
    assert await year.sessions() == []


async def the_days_are_confirmed(year: Year) -> None:
    home = await year.page(MEMBERS[0], "portal", "/home")
    await waiting(home, year.number, "Confirm the days of the sessions, or ask for others").click()
    await press(home, "Confirm the plan")
    await is_told(home, "The plan is confirmed.")
    await go_to(home, "Home")
    await is_done(home, year.number, "Confirm the days of the sessions, or ask for others")


async def the_sessions_are_planned(year: Year) -> None:
    board = await year.page(who.COORDINATOR, "console", "/processes")
    await expect(board.locator("#column-sessions").get_by_text(year.number)).to_be_visible()
    home = await year.page(MEMBERS[1], "portal", "/home")
    await expect(home.get_by_role("main")).to_contain_text(f"{year.number}, Session 1")
    planned = await year.sessions()
    assert len(planned) >= 5 and planned[0].starts_at.date() >= year.starts_on


async def the_supervisor_confirms_on_a_telephone(year: Year) -> None:
    """In four taps at most, from the page that they sign in to; two quick presses are one."""
    first = (await year.sessions())[0]
    await year.go_to(first.ends_at + A_MOMENT)
    lines, cents = await draft_of(year)
    telephone = await year.page(SUPERVISOR, "console", "/", width=360)
    taps = [
        waiting(telephone, year.number, "Confirm the session"),
        telephone.get_by_role("button", name="Confirm the session"),
    ]
    assert len(taps) <= 4
    await taps[0].click()
    await expect(telephone.get_by_label(str(MEMBERS[2]))).to_be_checked()
    await taps[1].dblclick()
    await is_told(telephone, f"Session 1 of {year.number} is confirmed.")
    await is_done(telephone, year.number, "Confirm the session")
    await year.walk.quiet()
    assert await draft_of(year) == (lines + 1, cents + 265_00)


async def draft_of(year: Year) -> tuple[int, int]:
    """Lines and cents that wait to be invoiced, as finance sees them on their day."""
    page = await year.page(who.FINANCE, "console", "/")
    panel = page.locator("section").filter(has=page.get_by_role("heading", name="Waiting to be invoiced"))
    lines, euros = await panel.get_by_role("definition").all_inner_texts()
    return int(lines), cents(euros)


def cents(euros: str) -> int:
    """Of an amount as it is written."""
    return int(re.sub(r"\D", "", euros))


async def the_supervisor_writes_a_note_that_nobody_else_sees(year: Year) -> None:
    path = f"/sessions/{(await year.sessions())[0].session_id}"
    page = await year.page(SUPERVISOR, "console", path)
    await fill(page, {"Your note": NOTE})
    await press(page, "Save the note")
    await is_told(page, "Your note is sealed and saved.")
    await expect(page.get_by_label("Your note")).to_have_value(NOTE)
    colleague = await year.page(who.COORDINATOR, "console", path)
    await expect(colleague.get_by_role("heading", level=1)).to_have_text("Session 1")
    await expect(colleague.get_by_role("heading", name="Your private note")).to_have_count(0)
    assert NOTE not in await colleague.content()


async def a_member_sets_a_goal_that_the_employer_does_not_see(year: Year) -> None:
    page = await year.page(MEMBERS[0], "portal", f"/processes/{year.number}")
    await follow(page, "Goals")
    await fill(page, {"Goal": GOAL})
    await press(page, "Set the goal")
    await is_told(page, "The goal is set.")
    await expect(page.get_by_role("main")).to_contain_text(GOAL)
    hr = await year.page(CONTACT, "portal", f"/processes/{year.number}")
    await follow(hr, "Goals")
    await expect(hr.get_by_role("main")).to_contain_text("No goal has been released")
    assert GOAL not in await hr.content()


async def a_session_is_moved_to_a_free_time(year: Year) -> None:
    """By the member who signs for the group, without a reason."""
    second = (await year.sessions())[1]
    page = await year.page(MEMBERS[0], "portal", f"/processes/{year.number}")
    await follow(page, "Schedule")
    await page.get_by_role("row").filter(has_text="Session 2").get_by_role("link", name="Move").click()
    await page.get_by_role("radio").last.check()
    await press(page, "Move the session")
    await is_told(page, "The session is moved to")
    moved = (await year.sessions())[1]
    assert moved.starts_at != second.starts_at and moved.sequence == second.sequence + 1


async def another_member_cannot_come_and_leaves_the_session_to_the_group(year: Year) -> None:
    page = await year.page(MEMBERS[1], "portal", f"/processes/{year.number}/schedule")
    row = page.get_by_role("row").filter(has_text="Session 3")
    await expect(page.get_by_role("main").get_by_role("link", name="Cancel")).to_have_count(0)
    await row.get_by_role("link", name="I cannot come").click()
    await press(page, "Say that I cannot come")
    await is_told(page, "The supervisor knows now that you cannot come.")
    await expect(row).to_contain_text("you cannot come")
    third = (await year.sessions())[2]
    theirs = await year.page(SUPERVISOR, "console", f"/sessions/{third.session_id}")
    await expect(theirs.get_by_role("main")).to_contain_text(str(MEMBERS[1]))


async def a_late_cancellation_shows_its_price_first(year: Year) -> None:
    third = (await year.sessions())[2]
    await year.go_to(third.starts_at - timedelta(days=1))
    page = await year.page(MEMBERS[0], "portal", f"/processes/{year.number}/schedule")
    await page.get_by_role("row").filter(has_text="Session 3").get_by_role("link", name="Cancel").click()
    main = page.get_by_role("main")
    await expect(main).to_contain_text("At least 5 working days before: nothing")
    await expect(main).to_contain_text("100% of the price of the session is charged")
    await press(page, "Cancel the session")
    await is_told(page, "The session is cancelled.")
    await expect(main.get_by_role("row").filter(has_text="Cancelled")).to_have_count(1)


async def the_rest_is_held(year: Year) -> None:
    held = [one for one in await year.sessions() if one.status == "planned"]
    await year.go_to(held[-1].ends_at + A_MOMENT)
    my_day = await year.page(SUPERVISOR, "console", "/")
    for session in held:
        await waiting(my_day, f"{year.number}, Session {session.number},", "Confirm the session").click()
        await press(my_day, "Confirm the session")
        await is_told(my_day, f"Session {session.number} of {year.number} is confirmed.")


async def the_reviews_are_held_and_released(year: Year) -> None:
    """HR reads what was written only when every member has consented."""
    page = await year.page(SUPERVISOR, "console", "/")
    for kind in REVIEWS:
        await waiting(page, year.number, "Hold the review").first.click()
        await page.locator(f"#{kind}").get_by_role("link", name="Record or waive the review").click()
        for question in ("Has the supervision been of benefit?", "Does the group want to go on?"):
            await page.get_by_role("group", name=question).get_by_label("Yes").check()
        await fill(page, {"Statement": STATEMENT})
        await press(page, "Record the review")
        await is_told(page, "The review is recorded.")
        await go_to(page, "My day")
    await is_done(page, year.number, "Hold the review")
    hr = await year.page(CONTACT, "portal", f"/processes/{year.number}/reviews")
    for member in MEMBERS:
        await expect(hr.get_by_role("main")).not_to_contain_text(STATEMENT)
        home = await year.page(member, "portal", "/home")
        await waiting(home, year.number, "Read the review and give your consent").click()
        for kind in REVIEWS:
            await home.locator(f"#{kind}").get_by_role("button", name="I consent to releasing it").click()
            await is_told(home, "Your consent is given.")
        await hr.reload()
    await expect(hr.get_by_text(STATEMENT)).to_have_count(len(REVIEWS))


async def both_sides_renew(year: Year) -> None:
    """HR takes it back once, and says it again."""
    for who_chooses in (CONTACT, MEMBERS[0]):
        home = await year.page(who_chooses, "portal", "/home")
        await waiting(home, year.number, "Choose: close or renew").click()
        await tick(home, "Renew")
        await press(home, "Confirm the choice")
        await is_told(home, "You have said that it goes on")
        if who_chooses is CONTACT:
            home = await year.page(CONTACT, "portal", f"/processes/{year.number}/close")
            await press(home, "Take the choice back")
            await is_told(home, "It is open again how it goes on")
            await tick(home, "Renew")
            await press(home, "Confirm the choice")


async def the_end_passes_and_what_nobody_has_completed_lapses(year: Year) -> None:
    board = await year.page(who.COORDINATOR, "console", f"/processes?q={ORGANISATION}")
    successors = board.locator("#column-contract .board-card")
    await expect(successors.first).to_be_visible()  # it began when both had said that it goes on
    await expect(successors).to_have_count(1)
    async with board.expect_navigation():
        await successors.get_by_role("link", name=ORGANISATION).click()
    successor = found(NUMBER, await board.get_by_role("main").inner_text())
    assert successor != year.number
    draft = await year.page(who.COORDINATOR, "console", f"/processes/{successor}/contracting")
    await expect(draft.get_by_text("Lapses unless it is completed by")).to_be_visible()
    board = await year.page(who.COORDINATOR, "console", f"/processes?q={ORGANISATION}")
    ended = board.locator(".board-card").filter(has_text=year.number)
    await expect(ended).to_be_visible()
    await year.go_to(datetime.combine(year.ends_on + timedelta(days=2), time(9), HELSINKI))
    for over in (ended, board.locator("#column-contract .board-card")):
        await expect(over).to_have_count(0)
    home = await year.page(CONTACT, "portal", f"/processes/{year.number}/close")
    await expect(home.get_by_text("The next contract has lapsed")).to_be_visible()


async def the_months_run_is_ordered_and_then_closed(year: Year) -> None:
    """In the night before it would be done by itself: that of the last session, in which the year ended too."""
    month = local_date((await year.sessions())[-1].starts_at)
    assert (month.year, month.month) == (year.ends_on.year, year.ends_on.month)
    next_month = month.replace(day=1) + timedelta(days=31)
    await year.go_to(datetime.combine(next_month.replace(day=1), time(0, 30), HELSINKI))
    page = await year.page(who.FINANCE, "console", "/")
    await go_to(page, "Invoices")
    await follow(page, "Billing runs")
    await follow(page, f"{month:%B %Y}")
    taken = page.locator("section").filter(has=page.get_by_role("heading", name="What a run would take now"))
    amounts = taken.locator(":is(tbody, tfoot) td:nth-last-child(2)")  # beside what can be done with the line
    *lines, total = [cents(one) for one in await amounts.all_inner_texts()]
    assert len(lines) >= 2 and sum(lines) == total

    made = page.locator("section").filter(has=page.get_by_role("heading", name="Made so far"))
    await press(page, "Run the month now")
    await is_told(page, "made.")
    await expect(page.get_by_text("Nothing waits.")).to_be_visible()
    after = await made.get_by_role("definition").all_inner_texts()
    assert int(after[0]) >= 1 and cents(after[1]) == total
    await expect(page.get_by_text("The month is done.")).to_be_visible()


async def the_invoices_are_there_with_their_documents(year: Year) -> None:
    page = await year.page(CONTACT, "portal", "/home")
    await follow(page, "All invoices")
    numbers = page.get_by_role("main").get_by_role("rowheader").get_by_role("link")
    await expect(numbers.nth(1)).to_be_visible()
    await numbers.first.click()
    document = await page.get_by_role("link", name="Open the PDF").get_attribute("href")
    answer = await page.request.get(year.platform.url("portal", document or ""))
    assert answer.ok and (await answer.body()).startswith(b"%PDF-")
    for name in ("Download as Finvoice", "Download as Peppol invoice"):
        document = await page.get_by_role("link", name=name).get_attribute("href")
        answer = await page.request.get(year.platform.url("portal", document or ""))
        assert answer.ok and (await answer.body()).startswith(b"<?xml")


STEPS = (
    *BEGINNING,
    other_days_are_asked_for_and_proposed,
    the_days_are_confirmed,
    the_sessions_are_planned,
    the_supervisor_confirms_on_a_telephone,
    the_supervisor_writes_a_note_that_nobody_else_sees,
    a_member_sets_a_goal_that_the_employer_does_not_see,
    a_session_is_moved_to_a_free_time,
    another_member_cannot_come_and_leaves_the_session_to_the_group,
    a_late_cancellation_shows_its_price_first,
    the_rest_is_held,
    the_reviews_are_held_and_released,
    both_sides_renew,
    the_end_passes_and_what_nobody_has_completed_lapses,
    the_months_run_is_ordered_and_then_closed,
    the_invoices_are_there_with_their_documents,
)
