"""What stands around every request of a door."""

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from services.runtime.commands.refusal import Refusal
from services.web.http import guards
from services.web.http.uploads import takes_file


async def refused(_request: Request, status: int, _refusal: Refusal | None) -> Response:
    return PlainTextResponse("", status)


@pytest.mark.parametrize("scheme, other", [("https", "http"), ("http", "https")])
async def test_who_leaves_out_a_slash_is_sent_on_as_browsers_reach_the_door(scheme: str, other: str) -> None:
    """Behind a proxy that speaks plain HTTP with us nobody is led away from HTTPS."""
    app = FastAPI()

    @app.get("/board")
    async def board() -> str:
        return "board"

    guards.install(app, f"{scheme}://door.example", refused, sealed=False)
    inside = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=inside, base_url="http://door.example", verify=False) as browser:
        answer = await browser.get("/board/", headers={"x-forwarded-proto": other})
    assert answer.headers["location"] == f"{scheme}://door.example/board"


async def test_a_page_that_takes_a_file_has_room_for_it_and_no_other_page_has() -> None:
    app = FastAPI()

    @app.post("/paper")
    @takes_file(1 << 20)
    async def paper(request: Request) -> int:
        return len(await request.body())

    @app.post("/form")
    async def form(request: Request) -> int:
        return len(await request.body())

    guards.install(app, "https://door.example", refused, sealed=False)
    sizes = (200 << 10, 1 << 20, (1 << 20) + (17 << 10))
    inside = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=inside,
        base_url="https://door.example",
        headers={"sec-fetch-site": "same-origin"},
        verify=False,
    ) as browser:
        told = {
            path: [(await browser.post(path, content=bytes(size))).status_code for size in sizes]
            for path in ("/paper", "/form")
        }
    assert told == {"/paper": [200, 200, 413], "/form": [200, 413, 413]}
