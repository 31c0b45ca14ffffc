"""A stranger on an empty machine comes to the first inquiry, and back from a backup, by what docs/operating.md tells.

What is not typed there is done as its words say: settings are filled in, a file is copied, pages are filled in.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from deploy import CHECKOUT
from deploy.backup.sealed import key_pairs
from deploy.machine import keys
from deploy.machine.databases import superuser_url
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from tests.browser.signing_in import Post
from tests.e2e.reading import rows
from tests.e2e.stranger.machine import Machine
from tests.e2e.stranger.page import Page
from tests.e2e.walking import eventually
from tests.integration.deploy.production.test_checking import undone
from tests.integration.deploy.production.tls_proxy import authority, tls_before
from tests.integration.portal.test_inquiry import WHO, filled_in
from tests.patience import PATIENCE_S
from tests.servers import Servers
from tests.visitor import FROM_OUR_PAGE

A_MACHINE = "A machine of your own"
BACKUP = "Where the servers are somebody else's"
FIRST = {"given_name": "Aino", "family_name": "Ensi", "email": "aino@firm.example", "language": "en"}
HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}


@asynccontextmanager
async def browser_at(machine: Machine, door: str) -> AsyncIterator[httpx.AsyncClient]:
    """With HTTPS before the door, as a web server has it."""
    known = authority(machine.root / "tls" / door, HOST)
    async with (
        tls_before(machine.doors[door], known) as port,
        httpx.AsyncClient(
            base_url=f"https://{HOST}:{port}",
            headers={**FROM_OUR_PAGE, "host": HOSTS[door], "accept-language": "en"},
            timeout=PATIENCE_S,
            verify=False,
        ) as browser,
    ):
        yield browser


async def test_a_stranger_comes_from_an_empty_machine_to_the_first_inquiry_and_back_from_a_backup(
    servers: Servers, tmp_path: Path
) -> None:
    machine, page = Machine(tmp_path, servers), Page(CHECKOUT / "docs" / "operating.md")
    passwords = keys.passwords(servers.installation.keys)
    try:
        async with AsyncExitStack() as stack:
            await installed(machine, page, stack)
            link = await machine.typed(next(to_come(page, "first-administrator")))
            await somebody_becomes_the_administrator(machine, link)
            await a_customer_asks(machine)
            await backed_up(machine, page)
        # The machine is lost with its servers.
        await restored_on_another(machine, page)
    finally:
        await undone(superuser_url(machine.postgres, passwords, keys.SUPERUSER))


def to_come(page: Page, word: str) -> Iterator[str]:
    return (one for one in page.commands(A_MACHINE) if word in one)


async def installed(machine: Machine, page: Page, stack: AsyncExitStack) -> None:
    """Up to programs that are all well."""
    clone, install, *databases, namespace, attribute, doctor, link, start, health, _ = page.commands(
        A_MACHINE
    )
    for command in (clone, install, *databases):
        await machine.typed(command)
    await stack.enter_async_context(machine.broker(page.settings(A_MACHINE)))
    await stack.enter_async_context(machine.histories())
    machine.fill_in()
    for command in (namespace, attribute):
        await machine.typed(command)
    assert lacking(await machine.typed(doctor, ends_with=1)) == ["broker"]
    for command in (link, start):
        await machine.typed(command)
    await stack.enter_async_context(machine.what_systemd_starts())

    async def are_well() -> bool:
        return (await machine.tried(health))[0] == 0

    await eventually(are_well, "every program is well", within_s=450)
    await machine.typed(doctor)


async def backed_up(machine: Machine, page: Page) -> None:
    """Sealed, and the keys apart."""
    backup, keys_apart, *_ = page.commands(BACKUP)
    secret = key_pairs.new()
    (machine.root / "key.txt").write_text(secret)
    machine.at("/another").mkdir()
    machine.meant |= {"age1...": key_pairs.recipient_of(secret), "key.txt": str(machine.root / "key.txt")}
    for command in (backup, keys_apart):
        await machine.typed(command)
    [made] = machine.at("/backups").iterdir()
    machine.meant |= {"luotsi-....tar.age": made.name, "--data new": f"--data {machine.root / 'new'}"}


async def restored_on_another(machine: Machine, page: Page) -> None:
    _, _, restore, up, *_ = page.commands(BACKUP)
    assert "1 began anew in the phase screening" in await machine.typed(restore)
    async with machine.going_on(up):

        async def is_well() -> bool:
            return (await machine.tried("./luotsi health --data new"))[0] == 0

        await eventually(is_well, "the restored platform is well", within_s=450)
        there = Installation.of_running(machine.root / "new")
        [[number]] = await rows(there, "intake", "SELECT number FROM inquiry")
        [[email]] = await rows(
            there,
            "directory",
            "SELECT email FROM person JOIN relation USING (person_id) WHERE relation = 'administrator'",
        )
        assert (number, email) == ("TO-1001", FIRST["email"])


def lacking(said: str) -> list[str]:
    return [line.split()[1] for line in said.splitlines() if line.startswith("MISSING")]


async def somebody_becomes_the_administrator(machine: Machine, said: str) -> None:
    link = urlsplit(said.split()[0])
    assert link.hostname == HOSTS["console"]
    [secret] = parse_qs(link.query)["link"]
    post = Post(machine.servers.installation.mail, FIRST["email"])
    async with browser_at(machine, "console") as browser:
        assert (await browser.get(f"{link.path}?{link.query}")).status_code == 200
        asked = await browser.post(link.path, data={**FIRST, "link": secret})
        assert asked.status_code == 200
        typed = {**FIRST, "link": secret, "code": await post.code()}
        done = await browser.post(f"{link.path}/code", data=typed)
        assert (done.status_code, done.headers["location"]) == (303, "/")
        # Elsewhere than on one machine staff have a passkey, which a mailed code alone lets them make.
        assert "passkey" in await arrived(browser, "/")


async def arrived(browser: httpx.AsyncClient, path: str) -> str:
    while (answer := await browser.get(path)).status_code == 303:
        path = answer.headers["location"]
    return answer.text


async def a_customer_asks(machine: Machine) -> None:
    post = Post(machine.servers.installation.mail, WHO["contact_email"])
    async with browser_at(machine, "portal") as browser:
        address = await filled_in(browser)
        sent = await browser.post(f"{address}/send")
        assert "TO-1001" in (await browser.get(sent.headers["location"])).text
    assert await post.text(re.compile("TO-1001"))
