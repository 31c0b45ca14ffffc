"""`python -m tests.browser.screenshots OUT --data DIR [--language fi]`: pictures of the main pages, for looking at.

The platform of DIR runs and has lived through the demo year; each page is taken at 1440 and at 390 px. With
--readme, only those of the README are, each as a window shows it:

    python -m tests.browser.screenshots docs/pictures --data DIR --readme
"""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from deploy.checkout import browser as chromium
from deploy.demo import people as who
from deploy.machine.installation import Installation
from deploy.running.launch import CannotStart
from services.messages.values import Language
from tests.browser.conftest import ARGUMENTS
from tests.browser.doors import Doors, Name
from tests.browser.signing_in import Visitors

WIDTHS = (1440, 390)
HEIGHT = 1000
"""Of a picture in the README."""


@dataclass(frozen=True)
class Picture:
    """name: of the file. visitor: none for nobody."""

    name: str
    door: Name
    path: str
    visitor: who.Someone | None


PICTURES = (
    Picture("01-front", "portal", "/", None),
    Picture("02-inquiry", "portal", "/inquiry", None),
    Picture("03-home", "portal", "/home", who.MUNICIPAL_HR),
    Picture("04-process", "portal", "/processes/TO-1001", who.MUNICIPAL_HR),
    Picture("05-schedule", "portal", "/processes/TO-1001/schedule", who.GROUP[0]),
    Picture("06-contract", "portal", "/processes/TO-1001/contract", who.MUNICIPAL_HR),
    Picture("07-my-day", "console", "/", who.COORDINATOR),
    Picture("08-board", "console", "/processes", who.COORDINATOR),
    Picture("09-one-process", "console", "/processes/TO-1001", who.COORDINATOR),
    Picture("10-calendar", "console", "/calendar", who.GROUP_SUPERVISOR),
)


OF_README = (
    Picture("portal", "portal", "/", None),
    Picture("console", "console", "/processes/TO-1001", who.COORDINATOR),
    Picture("contract", "portal", "/processes/TO-1001/contract", who.MUNICIPAL_HR),
    Picture("settings", "console", "/settings", who.ADMINISTRATOR),
)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--data", type=Path, required=True)
    asked.add_argument("--language", choices=["fi", "sv", "en"], default="fi")
    asked.add_argument("--readme", action="store_true", help="only those of the README")
    told = asked.parse_args()
    try:
        return asyncio.run(take_all(told.out, Installation.of_running(told.data), told.language, told.readme))
    except CannotStart as refused:
        print(refused, file=sys.stderr)
        return 1


async def take_all(out: Path, installation: Installation, language: Language, of_readme: bool) -> int:
    """1 when a page was not given: its picture shows what came instead."""
    out.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium.found(), args=[*ARGUMENTS])
        try:
            return await take_with(browser, out, Doors(installation), language, of_readme)
        finally:
            await browser.close()


async def take_with(
    browser: Browser, out: Path, doors: Doors, language: Language, of_readme: bool = False
) -> int:
    visitors, missing = Visitors(doors, browser), 0
    for picture in OF_README if of_readme else PICTURES:
        for width in WIDTHS[:1] if of_readme else WIDTHS:
            email = picture.visitor.email if picture.visitor else None
            page = await visitors.page(email, picture.door, language=language, width=width)
            file = out / (f"{picture.name}.png" if of_readme else f"{picture.name}-{width}.png")
            if of_readme:
                await page.set_viewport_size({"width": width, "height": HEIGHT})
            missing += not await take(page, doors.url(picture.door, picture.path), file, whole=not of_readme)
    for fault in await visitors.leave():
        print(fault)
    return 1 if missing else 0


async def take(page: Page, address: str, file: Path, *, whole: bool) -> bool:
    """Whether it is the page that was asked for. whole: down to its end."""
    answer = await page.goto(address)
    await page.screenshot(path=file, full_page=whole)
    status = answer.status if answer else 0
    print(f"{status} {address} -> {file}")
    return status == 200 and page.url == address


if __name__ == "__main__":
    sys.exit(main())
