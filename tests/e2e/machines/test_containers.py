"""Every command of docker-compose.yml comes to its end or to work, with its environment and its files alone.

No engine of containers is at hand: what an image has is not asked, and Temporal's schema and Caddy are left out.
"""

from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from deploy.machine.ports import HOST
from deploy.production.installing import install_in_containers
from tests.e2e.machines.containers import DOORS, Composed
from tests.e2e.walking import eventually
from tests.patience import PATIENCE_S

HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}
STARTED_WITHIN_S = 300


async def test_all_that_the_file_starts_comes_up_as_it_says_and_a_first_administrator_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "srv"
    assert install_in_containers(settings, HOSTS) == 0
    with (settings / "notices.env").open("a") as opened:
        opened.write("LUOTSI_SMTP_HOST=mailbox\nLUOTSI_SMTP_PORT=2525\n")
    composed = Composed(settings, tmp_path)
    servers = {
        "postgres": composed.of_postgres(),
        "nats": composed.of_nats(settings / "nats" / "nats.conf"),
        "temporal": composed.of_temporal(),
    }
    async with AsyncExitStack() as stack:
        for name in (*composed.names(), "mailbox"):
            begun = await stack.enter_async_context(composed.running(name, *servers.get(name, ())))
            if name in servers:
                await composed.answers(name)
            elif composed.ends(name):
                assert await begun.wait() == 0, (name, composed.said_by(name))

        async def are_well() -> bool:
            async with composed.running("operator") as asked:
                return await asked.wait() == 0

        await eventually(are_well, "every program is well", STARTED_WITHIN_S)
        async with composed.running(
            "operator", *composed.command("operator", "first-administrator")
        ) as asked:
            assert await asked.wait() == 0
        assert "https://console.firm.example/first-administrator?link=" in composed.said_by("operator")
        async with httpx.AsyncClient(timeout=PATIENCE_S) as browser:
            for door in DOORS:
                answer = await browser.get(
                    f"http://{HOST}:{composed.ports[door]}/", headers={"Host": HOSTS[door]}
                )
                assert answer.status_code in (200, 303), (door, answer.status_code)
