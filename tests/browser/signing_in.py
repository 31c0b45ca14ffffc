"""Signing in as a person does: the address is typed, the code is read from the mail and typed.

Everybody does so once in a run; the later contexts of the same person begin with the cookie of the first.
"""

import email
import email.policy
import re
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, StorageState

from services.messages.values import Language
from tests.browser.doors import Doors, Name
from tests.browser.watching import Watcher
from tests.e2e.walking import eventually
from tests.patience import PATIENCE_S

HEIGHT = 900
_CODE = re.compile(r"^\s*(\d{3} ?\d{3})\s*$", re.MULTILINE)


class Visitors:
    """Contexts and pages of one test, all watched. Signed-in cookies are kept for the next test."""

    def __init__(self, doors: Doors, browser: Browser) -> None:
        self._doors = doors
        self._browser = browser
        self._kept: dict[tuple[str, Name], StorageState] = {}
        self._contexts: list[BrowserContext] = []
        self.watchers: list[Watcher] = []

    async def page(
        self,
        who: str | None,
        door: Name,
        path: str = "",
        *,
        language: Language | None = None,
        width: int = 1440,
    ) -> Page:
        """A page of a new context, signed in as this address, or as nobody; at the path where one is given."""
        state = await self.signed_in(who, door) if who else None
        context = await self.context(door, state=state, language=language, width=width)
        page = await context.new_page()
        if path:
            await page.goto(self._doors.url(door, path))
        return page

    async def context(
        self,
        door: Name,
        *,
        state: StorageState | None = None,
        language: Language | None = None,
        width: int = 1440,
        scripts: bool = True,
    ) -> BrowserContext:
        """scripts: False is a browser without JavaScript."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": HEIGHT}, storage_state=state, java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        self._contexts.append(context)
        self.watchers.append(Watcher(context, self._doors.hosts))
        if language:
            await context.add_cookies(
                [{"name": "language", "value": language, "url": self._doors.url(door), "httpOnly": True}]
            )
        return context

    async def signed_in(self, who: str, door: Name) -> StorageState:
        """The cookies of this person at this door; they sign in now, if they have not yet."""
        if (who, door) not in self._kept:
            context = await self.context(door)
            page = await context.new_page()
            await sign_in(page, self._doors, who, door)
            self._kept[who, door] = await context.storage_state()
            await context.close()
        return self._kept[who, door]

    def forget(self, who: str, door: Name) -> None:
        """They sign in anew the next time."""
        self._kept.pop((who, door), None)

    async def cookies(self, who: str, door: Name) -> dict[str, str]:
        """The same for a plain HTTP client."""
        state = await self.signed_in(who, door)
        return {one["name"]: one["value"] for one in state["cookies"]}

    async def see(self) -> str:
        """Address and words of every page that is open."""
        pages = [page for context in self._contexts for page in context.pages]
        return "\n\n".join([f"{page.url}\n{await page.locator('body').inner_text()}" for page in pages])

    async def leave(self) -> list[str]:
        """Closes every context; what its watcher saw."""
        for context in self._contexts:
            await context.close()
        faults = [fault for watcher in self.watchers for fault in watcher.faults]
        self._contexts, self.watchers = [], []
        return faults


async def sign_in(page: Page, doors: Doors, who: str, door: Name) -> None:
    """From the door's sign-in page to wherever that leads."""
    post = Post(doors.installation.mail, who)
    await ask_for_code(page, doors, who, door)
    await enter(page, await post.code())


async def ask_for_code(page: Page, doors: Doors, who: str, door: Name) -> None:
    await page.goto(doors.url(door, "/sign-in"))
    await page.locator("input[name=email]").fill(who)
    await page.locator("form:has(input[name=email]) button").first.click()
    await page.wait_for_url("**/sign-in/code*")


async def enter(page: Page, code: str) -> None:
    """Types the code and sends it."""
    await page.locator("input[name=code]").fill(code)
    await page.locator("form:has(input[name=code]) button").first.click()
    await page.wait_for_url(lambda url: "/sign-in" not in url)


class Post:
    """What comes to one address from now on."""

    def __init__(self, folder: Path, to: str) -> None:
        self._folder = folder
        self._to = to
        self._before = {file.name for file in folder.glob("*.eml")}

    async def code(self) -> str:
        """The six digits of the newest mail with a code."""
        code = _CODE.search(await self.text(_CODE))
        assert code
        return code[1].replace(" ", "")

    async def text(self, with_words: re.Pattern[str]) -> str:
        """The plain text of the newest mail in which the words are."""
        what = f"a mail to {self._to} with {with_words.pattern}"
        return await eventually(lambda: self._newest(with_words), what)

    async def _newest(self, with_words: re.Pattern[str]) -> str:
        for file in sorted(self._folder.glob("*.eml"), reverse=True):
            if file.name in self._before:
                break
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain",))
            text = body.get_content() if body else ""
            if self._to in mail["Delivered-To"] and with_words.search(text):
                return str(text)
        return ""
