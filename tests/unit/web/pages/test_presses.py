"""A double click is one act, and the answer that the browser shows says what was done."""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from services.web.pages.presses import FIELD, Presses, marked

ADDRESS = "/sessions/1/move"


class Moving:
    """A page that refuses to move what is there already. held: it waits for that before it is done."""

    def __init__(self) -> None:
        self.moved_to: list[str] = []
        self.told_again: list[Any] = []
        self.entered = asyncio.Event()
        self.second_is_there = asyncio.Event()
        self.held = asyncio.Event()
        self.held.set()
        self.time_s = 0.0
        self.app = FastAPI()
        self.app.add_middleware(Presses, cookie="portal", tell=self.tell, now=lambda: self.time_s)
        self.app.add_middleware(self.counted)
        self.app.post(ADDRESS)(self.move)

    def counted(self, app: ASGIApp) -> ASGIApp:
        """Around all: says when a second request has come, which then goes on at once."""
        arrived = 0

        async def arrive(scope: Scope, receive: Receive, send: Send) -> None:
            nonlocal arrived
            arrived += scope["type"] == "http"
            if arrived == 2:
                self.second_is_there.set()
            await app(scope, receive, send)

        return arrive

    async def tell(self, told: Any) -> None:
        self.told_again.append(told)

    async def move(self, request: Request) -> Response:
        self.entered.set()
        await self.held.wait()
        to = str((await request.form())["to"])
        if to in self.moved_to:
            return Response("refused", 422)
        self.moved_to.append(to)
        request.state.told = f"moved to {to}"
        response = RedirectResponse("/schedule", 303)
        response.set_cookie("seen", to)
        return response

    def browser(self, cookies: str = "portal=secret") -> httpx.AsyncClient:
        headers = {"cookie": cookies} if cookies else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://door", headers=headers
        )


async def test_a_second_click_is_answered_as_the_first_was() -> None:
    page = Moving()
    async with page.browser() as browser:
        first = await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})
        second = await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})
    assert (second.status_code, second.headers.raw) == (303, first.headers.raw)
    assert page.moved_to == ["Monday"] and page.told_again == ["moved to Monday"], (
        "and the next page says so again"
    )


async def test_a_click_while_the_first_is_carried_out_waits_for_it() -> None:
    """Also of an older page without a mark: it is the same browser, at the same moment, with the same words."""
    page = Moving()
    page.held.clear()
    async with page.browser() as browser:
        first = asyncio.create_task(browser.post(ADDRESS, data={"to": "Monday"}))
        await page.entered.wait()
        second = asyncio.create_task(browser.post(ADDRESS, data={"to": "Monday"}))
        await page.second_is_there.wait()
        page.held.set()
        answers = await asyncio.gather(first, second)
    assert [one.status_code for one in answers] == [303, 303] and page.moved_to == ["Monday"]


async def test_what_was_refused_is_tried_again() -> None:
    page = Moving()
    page.moved_to.append("Monday")
    async with page.browser() as browser:
        refused = await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})
        page.moved_to.clear()
        again = await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})
    assert (refused.status_code, again.status_code) == (422, 303)


async def test_another_page_another_text_and_another_browser_are_other_presses() -> None:
    page = Moving()
    async with page.browser() as browser, page.browser("portal=another") as other:
        await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})
        assert (await browser.post(ADDRESS, data={"to": "Monday", FIELD: "two"})).status_code == 422
        assert (await other.post(ADDRESS, data={"to": "Monday", FIELD: "one"})).status_code == 422
        assert (await browser.post(ADDRESS, data={"to": "Tuesday", FIELD: "one"})).status_code == 303
        back = await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})
    assert back.status_code == 422, "something else was done since, so it is meant anew"


async def test_a_later_press_is_meant() -> None:
    page = Moving()
    async with page.browser() as browser:
        assert (await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})).status_code == 303
        page.time_s += 9
        assert (await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})).status_code == 303
        page.time_s += 2
        assert (await browser.post(ADDRESS, data={"to": "Monday", FIELD: "one"})).status_code == 422
    assert page.moved_to == ["Monday"]


async def test_strangers_are_not_taken_for_one_another() -> None:
    """What one is sent on with may be a secret of theirs; a browser that is signing in has a cookie of its own."""
    page = Moving()
    for cookies, answered in (("language=fi", 422), ("portal-browser=secret", 303)):
        async with page.browser(cookies) as browser:
            assert (await browser.post(ADDRESS, data={"to": cookies, FIELD: "one"})).status_code == 303
            assert (await browser.post(ADDRESS, data={"to": cookies, FIELD: "one"})).status_code == answered
            assert (await browser.post(ADDRESS, data={"to": cookies})).status_code == 422


def test_each_form_that_changes_something_bears_the_mark_of_its_page() -> None:
    html = (
        '<form action="/x"><input></form><form class="a" method="post" action="/y"><button></button></form>'
    )
    page = marked(html, signed_in=True)
    assert page.count(f'name="{FIELD}"') == 1 and page.index(f'name="{FIELD}"') > page.index('action="/y"')
    assert page == marked(html, signed_in=True)
    assert marked(html + "!", signed_in=True) != page + "!", "another page has another mark"
    assert marked(html + "!", signed_in=False) == marked(html, signed_in=False) + "!", (
        "a stranger's tells nothing"
    )
