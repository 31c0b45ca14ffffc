"""An inquiry by hand: what is missing is said where it is missing; a whole one has its number, its mail, its card."""

import re

import pytest
from playwright.async_api import Page, expect

from deploy.demo import people as who
from tests.browser.doors import Doors
from tests.browser.found import STEPS
from tests.browser.signing_in import Post, Visitors

TYPED = "Koivikon hoiva & kumppanit <Oy>"
NUMBER = re.compile(r"\bTO-\d+\b")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
async def test_empty_fields_are_said_in_a_summary_and_what_was_typed_stays(
    visitors: Visitors, platform: Doors, scripts: bool
) -> None:
    context = await visitors.context("portal", language="fi", scripts=scripts)
    page = await context.new_page()
    await page.goto(platform.url("portal", "/inquiry"))
    await page.locator("[name=organisation_name]").fill(TYPED)
    async with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
        await go_on(page)
    assert (await sent.value).status == 422
    await expect(page).to_have_title(re.compile("^Virhe:"))
    await expect(page.locator("[name=organisation_name]")).to_have_value(TYPED)
    summary = page.locator("[data-error-summary]")
    await expect(summary).to_be_focused()
    await expect(summary.get_by_role("link")).to_have_count(len(STEPS[1]) - 1)
    await summary.get_by_role("link").first.click()
    await expect(page).to_have_url(re.compile(r"/inquiry(#field-organisation_kind)?$"))


async def test_the_language_switch_keeps_what_is_half_typed(visitors: Visitors, platform: Doors) -> None:
    page = await visitors.page(None, "portal", "/inquiry", language="fi")
    await page.locator("[name=organisation_name]").fill(TYPED)
    await page.get_by_role("button", name="Svenska").click()
    await expect(page.locator("html")).to_have_attribute("lang", "sv")
    await expect(page.locator("[name=organisation_name]")).to_have_value(TYPED)


async def test_a_good_one_shows_its_number_and_is_mailed_and_stands_on_the_board(
    visitors: Visitors, platform: Doors
) -> None:
    board = await visitors.page(who.COORDINATOR.email, "console", "/processes")
    post = Post(platform.installation.mail, STEPS[1]["contact_email"])
    page = await visitors.page(None, "portal", "/inquiry", width=390)
    for step, fields in STEPS.items():
        await expect(page).to_have_url(re.compile("/inquiry$" if step == 1 else f"/{step}$"))
        await fill(page, fields)
        await go_on(page)
    await page.locator("form[action$='/send'] button").click()
    await expect(page).to_have_url(re.compile("/sent$"))
    number = NUMBER.search(await page.locator("main").inner_text())
    assert number
    await expect(board.get_by_text(number[0], exact=True)).to_be_visible()
    assert number[0] in await post.text(NUMBER)


async def go_on(page: Page) -> None:
    """The step's first button, by which it is sent."""
    await page.locator("form[action^='/inquiry'] .acts button, form[action^='/inquiry'] button").first.click()


async def fill(page: Page, fields: dict[str, object]) -> None:
    """As a person does: choices are ticked, the rest is typed."""
    for name, value in fields.items():
        for text in value if isinstance(value, list) else [value]:
            field = page.locator(f"main :is(input:not([type=hidden]), select, textarea)[name={name}]")
            kind = await field.first.evaluate("one => one.type")
            if kind in ("radio", "checkbox"):
                await field.and_(page.locator(f"[value='{text}']")).check()
            elif kind.startswith("select"):
                await field.select_option(str(text))
            else:
                await field.fill(str(text))
