"""A door whose database is away says that a part is away; what is broken on our side it calls so."""

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from sqlalchemy import text

from services.runtime.away import Dependencies
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import database_judge
from services.web.http.errors import Failures

NOBODY_THERE = "postgresql+asyncpg://luotsi:x@127.0.0.1:1/portal"


async def answered(_request: Request, status: int, _refusal: Refusal | None) -> Response:
    return PlainTextResponse(str(status), status)


@pytest.fixture
def door() -> FastAPI:
    app, engine = FastAPI(), engine_for(NOBODY_THERE)
    Failures(answered, Dependencies(database_judge(engine))).install(app)

    @app.get("/asks")
    async def asks() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    @app.get("/too-slow")
    async def too_slow() -> None:
        raise TimeoutError

    @app.get("/broken")
    async def broken() -> None:
        raise LookupError("a fault of ours")

    return app


@pytest.mark.parametrize(("path", "status"), [("/asks", 503), ("/too-slow", 503), ("/broken", 500)])
async def test_a_database_that_is_away_is_no_fault_of_ours(door: FastAPI, path: str, status: int) -> None:
    transport = httpx.ASGITransport(door, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as browser:
        assert (await browser.get(path)).status_code == status
