"""Whoever may read a signed contract has its sealed file, at either door, and everybody the same one."""

import hashlib
from typing import Any
from uuid import UUID

import httpx
import pytest_asyncio

from tests.integration.console.arranged import one_of_ours
from tests.integration.contracts.builders import COMMISSIONER
from tests.integration.contracts.sealing.papers import sealed
from tests.visitor import visitor


@pytest_asyncio.fixture
async def doors(house):
    await house.open("directory", "intake", "contracts", "sessions", "billing", "portal", "console")
    return house


async def opened(house: Any, door: str, who: UUID, path: str) -> httpx.Response:
    async with await visitor(house, door, who) as browser:
        return await browser.get(path)


async def test_both_doors_give_the_bytes_that_are_kept_to_whoever_may_read_them(doors):
    card = await sealed(doors)
    [row] = await doors.rows("contracts", "select number, sha256 from sealed_paper")
    paths = {
        "portal": (COMMISSIONER, f"/processes/{row['number']}/contract/pdf"),
        "console": (await one_of_ours(doors, "coordinator"), f"/processes/{row['number']}/contracting/pdf"),
    }
    for door, (who, path) in paths.items():
        for which in ("", "?version=1"):
            answer = await opened(doors, door, who, path + which)
            assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
            assert f'"{row["number"]}-1.pdf"' in answer.headers["content-disposition"]
            assert hashlib.sha256(answer.content).hexdigest() == row["sha256"]
        assert (await opened(doors, door, who, f"{path}?version=2")).status_code == 404
    member = card.parties.representative_id
    assert (await opened(doors, "console", member, paths["console"][1])).status_code != 200
