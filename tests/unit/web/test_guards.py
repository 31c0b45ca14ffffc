"""What stands around every request of a door."""

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from services.runtime.commands.refusal import Refusal
from services.web.http import guards
from services.web.http.uploads import takes_file

FORM, WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


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


async def test_no_name_that_a_visitor_gives_the_door_leads_anywhere() -> None:
    answer = await asked("/board/", "https://door.example", "evil.example", sealed=True)
    assert answer.headers["location"] == "https://door.example/board"


@pytest.mark.parametrize(
    "name", ["evil.example", "localhost.evil.example", "", "[", "localhost:x:y@evil.example"]
)
async def test_on_one_machine_a_page_of_another_name_reads_nothing(name: str) -> None:
    """Its name was made to lead to this machine, so that a browser takes it for one of ours."""
    assert (await asked("/board", "http://localhost:8000", name, sealed=False)).status_code == 400


@pytest.mark.parametrize("name", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:9"])
async def test_on_one_machine_it_is_reached_by_each_of_the_machines_own_names(name: str) -> None:
    assert (await asked("/board", "http://localhost:8000", name, sealed=False)).status_code == 200


async def asked(path: str, origin: str, host: str, *, sealed: bool) -> httpx.Response:
    app = FastAPI()

    @app.get("/board")
    async def board() -> str:
        return "board"

    guards.install(app, origin, refused, sealed=sealed)
    inside = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=inside, base_url="http://door.example", verify=False) as browser:
        return await browser.get(path, headers={"host": host})


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
            (path, kind): [
                (await browser.post(path, content=bytes(size), headers={"content-type": kind})).status_code
                for size in sizes
            ]
            for path in ("/paper", "/form")
            for kind in (WITH_FILES, FORM)
        }
    assert told.pop(("/paper", WITH_FILES)) == [200, 200, 413]
    assert set(map(tuple, told.values())) == {(200, 413, 413)}
