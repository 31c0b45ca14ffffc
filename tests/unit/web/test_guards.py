"""What stands around every request of a door."""

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from services.runtime.commands.refusal import Refusal
from services.web.http import guards


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
