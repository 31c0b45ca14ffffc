"""Who words a text of the contract gets the sample as a paper, and still has what was typed."""

import re
from pathlib import Path

from playwright.async_api import Browser, expect
from pypdf import PdfReader

from tests.house import House
from tests.integration.console.arranged import Arranged
from tests.integration.console.conftest import arranged
from tests.patience import PATIENCE_S
from tests.visitor import visitor

__all__ = ["arranged"]
OURS = "Emme nauhoita emmekä kuvaa: sovittu PDF-näyte."


async def secret_of(house: House, arranged: Arranged) -> str:
    async with await visitor(house, "console", arranged.staff["administrator"]) as signed_in:
        return str(signed_in.cookies["console"])


async def test_the_sample_is_downloaded_as_a_paper_with_the_words_that_were_typed(
    browser: Browser, arranged: Arranged, tmp_path: Path
) -> None:
    house = arranged.house
    context = await browser.new_context(base_url=house.address("console"), locale="en")
    context.set_default_timeout(PATIENCE_S * 1000)
    for name, value in (("console", await secret_of(house, arranged)), ("language", "en")):
        cookie = {"url": house.address("console"), "name": name, "value": value}
        await context.add_cookies([cookie])  # type: ignore[list-item]
    page = await context.new_page()
    await page.goto("/settings/clauses/no_recording/fi")
    await page.get_by_label("Text", exact=True).fill(OURS)
    for _ in range(2):  # once more, by the same button
        async with page.expect_download() as waiting:
            await page.get_by_role("button", name="Sample as a PDF").click()
        download = await waiting.value
        assert download.suggested_filename == "sample-no_recording-fi.pdf"
        await download.save_as(tmp_path / "sample.pdf")
        printed = " ".join(one.extract_text() for one in PdfReader(tmp_path / "sample.pdf").pages)
        assert OURS in " ".join(printed.split())
    await expect(page.get_by_label("Text", exact=True)).to_have_value(OURS)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("main")).to_contain_text(re.compile("Set by"))
    await context.close()
