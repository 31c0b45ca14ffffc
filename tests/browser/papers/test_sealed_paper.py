"""A contract is signed by the links in mails, its sealed file is downloaded, and anybody has it checked.

On a house of a few services: what is signed here is nobody else's stage.
"""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.browser.test_accessibility import AXE, EXAMINE, SIDEWAYS, TAGS
from tests.house import House
from tests.integration.portal.test_signing_links import Signers, signers
from tests.patience import PATIENCE_S
from tests.visitor import visitor

__all__ = ["signers"]
WIDTHS = (1440, 390)


@pytest.fixture
async def context(browser: Browser, signers: Signers) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context(base_url=signers.house.address("portal"), locale="en")
    made.set_default_timeout(PATIENCE_S * 1000)
    yield made
    await made.close()


async def sign(page: Page, signers: Signers) -> None:
    """Everybody by their own link, when their turn has come."""
    aino, bo, cia = signers.members
    for who in (signers.commissioner, bo, cia, aino, signers.supervisor):
        [link] = await signers.links(who)
        await page.goto(link)
        await page.get_by_role("checkbox").first.check()
        if who == signers.supervisor:
            await page.locator("input[name=code][value=none]").check()
        wanted = re.compile("^(Sign the contract|Give my consent)$")
        async with page.expect_navigation():
            await page.get_by_role("main").get_by_role("button", name=wanted).first.click()


async def download(page: Page, house: House, signers: Signers, folder: Path) -> Path:
    """As the commissioner, on their own pages."""
    async with await visitor(house, "portal", signers.commissioner) as signed_in:
        secret = signed_in.cookies["portal"]
    for name, value in (("portal", secret), ("language", "en")):
        cookie = {"url": house.address("portal"), "name": name, "value": value}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
    await page.goto("/processes")
    process = page.get_by_role("main").get_by_role("link", name=re.compile("TO-")).first
    await page.goto(f"{await process.get_attribute('href')}/contract")
    await expect(page.get_by_role("main")).to_contain_text(
        "The file ends with the evidence of the signatures"
    )
    path = await page.get_by_role("link", name="Open the PDF").get_attribute("href")
    file = await page.request.get(str(path))
    assert file.headers["content-type"] == "application/pdf"
    kept = folder / "contract.pdf"
    kept.write_bytes(await file.body())
    return kept


async def examine(page: Page) -> None:
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate(EXAMINE, [TAGS, {}]) == []
        assert await page.evaluate(SIDEWAYS) == 0


async def check(page: Page, file: Path, says: str) -> None:
    await page.goto("/verify")
    await page.get_by_label("The file of the contract (PDF)").set_input_files(file)
    await page.get_by_role("button", name="Check the file").click()
    await expect(page.get_by_role("main")).to_contain_text(says)
    await examine(page)


async def test_who_holds_the_file_of_a_signed_contract_sees_whether_it_was_changed(
    context: BrowserContext, signers: Signers, tmp_path: Path
) -> None:
    house = signers.house
    await house.open("billing")
    page = await context.new_page()
    await page.add_init_script(path=AXE)
    await sign(page, signers)
    await house.quiet()
    paper = await download(page, house, signers, tmp_path)
    await context.clear_cookies()
    await check(page, paper, "The file is unchanged")
    await expect(page.get_by_role("main")).to_contain_text("The seal covers the whole file")
    changed = bytearray(paper.read_bytes())
    changed[changed.index(b"stream") + 40] ^= 1
    paper.write_bytes(changed)
    await check(page, paper, "The file has been changed")
    paper.write_bytes(b"no paper at all")
    await check(page, paper, "This is not a PDF file.")
