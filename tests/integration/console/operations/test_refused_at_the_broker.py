"""What the broker has refused to a thief with a program's seed is seen at the console: that program knows nothing."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path

from services.console.pages.operations.refused import AtTheBroker
from services.runtime.broker.refused import Refused
from services.runtime.clock import SystemClock
from tests.house import House
from tests.integration.console.arranged import Arranged, arrange
from tests.patience import PATIENCE_S, nats_connection


async def page_of(console: Arranged) -> str:
    async with await console.browser("coordinator") as browser:
        return (await browser.get("/system")).text


def row_of(page: str, name: str) -> str:
    table = page[page.find("Refused by the message broker") :]
    found = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', table, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split()) if found else ""


async def test_what_a_thief_is_refused_is_seen_by_whose_seed_they_have(house: House) -> None:
    log = house.web["broker_log"] = house.servers.installation.logs / "nats.log"
    console = await arrange(house)
    thief = await nats_connection(house.as_program("portal"))
    try:
        await thief.publish("events.intake.thiefs_word", b"{}")
        await thief.flush()
    finally:
        await thief.close()
    async with asyncio.timeout(PATIENCE_S):  # the broker answers before its log is on the disk
        while b"thiefs_word" not in log.read_bytes():
            await asyncio.sleep(0.05)
    page = await page_of(console)
    told = row_of(page, "Portal")
    assert "127.0.0.1 to say events.intake.thiefs_word" in told and "Within a day" in told
    assert "Something needs a look." in page


async def test_a_log_that_is_not_told_of_or_not_there_is_said_to_be_so(house: House, tmp_path: Path) -> None:
    console = await arrange(house)
    assert "the console was not told (LUOTSI_BROKER_LOG)" in await page_of(console)
    await house.stop("console")
    house.web["broker_log"] = tmp_path / "none.log"
    await house.open("console")
    assert "log cannot be read." in await page_of(console)
    (tmp_path / "none.log").write_text("[7] 2027/05/02 04:32:00.00 [INF] Starting nats-server\n")
    assert "Nothing was refused." in await page_of(console)


def test_what_is_older_than_a_day_is_told_and_alarms_nobody() -> None:
    now = SystemClock().now()
    old, new = (Refused("portal", 1, now - ago, "::1") for ago in (timedelta(days=2), timedelta(hours=2)))
    assert AtTheBroker(True, [old], now).is_well and not AtTheBroker(True, [old, new], now).is_well
    assert not AtTheBroker(True, None, now).is_well and AtTheBroker(False, [], now).is_well
