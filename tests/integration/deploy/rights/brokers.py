"""A broker that holds nothing, as it is set up for our programs, and a connection with the seed of one of them."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from nats.aio.client import Client as Nats

from deploy import CHECKOUT
from deploy.machine import keys
from deploy.machine.ports import HOST, free_ports
from deploy.machine.servers import program
from deploy.rights import users
from deploy.rights.table import Rights, table
from deploy.rights.users import with_users
from deploy.running.launch import listens
from services.runtime.broker import nkeys
from services.runtime.broker.address import BrokerAddress, inbox_of
from tests.patience import PATIENCE_S

_REFUSED = re.compile(r'violation for (publish|subscription) to "([^"]+)"', re.IGNORECASE)


def those_among(asked: Iterable[str], allowed: Iterable[str]) -> set[str]:
    """Of the subjects that are asked, those that a right is for: few rights are for more than one subject."""
    wide = [one.split(".") for one in allowed if "*" in one or ">" in one]
    narrow = set(allowed)
    return {one for one in asked if one in narrow or any(_matches(one.split("."), each) for each in wide)}


def _matches(subject: list[str], pattern: list[str]) -> bool:
    if pattern[-1:] == [">"]:
        return len(subject) >= len(pattern) and _matches(subject[: len(pattern) - 1], pattern[:-1])
    return len(subject) == len(pattern) and all(
        asked in ("*", word) for word, asked in zip(subject, pattern, strict=True)
    )


def without_accounts(settings: str, seeds: Path, *, local: bool) -> str:
    """As it was: one account for all."""
    key = nkeys.public_key(nkeys.read(seeds / "operator.nk"))
    return f"{settings}\nauthorization {{ users: [{users._user(key, table(local=local)['operator'])}] }}\n"


@asynccontextmanager
async def broker(
    folder: Path, *, local: bool, more: str = "", written_by: Callable[..., str] = with_users
) -> AsyncIterator[tuple[str, Path]]:
    """One that holds what lies in the folder; where it is, and the folder of the seeds. more: of its settings, which
    `written_by` makes whole.
    """
    seeds = folder / "nats"
    keys.make_seeds(seeds)
    settings = folder / "nats.conf"
    common = (CHECKOUT / "deploy" / "machine" / "nats.conf").read_text()
    settings.write_text(written_by(f"{common}\n{more}", seeds, local=local))
    port, monitor = (next(free_ports()) for _ in range(2))
    told = {"HOST": HOST, "PORT": port, "MONITOR_PORT": monitor, "STORE": f'"{folder}"', "STORE_BYTES": 10**9}
    with (folder / "log").open("wb") as log:
        server = await asyncio.create_subprocess_exec(
            *(program("nats-server"), "--config", str(settings)),
            env={f"LUOTSI_NATS_{name}": str(value) for name, value in told.items()},
            stderr=log,
        )
    while not await listens(HOST, port):
        await asyncio.sleep(0.01)
    try:
        yield f"nats://{HOST}:{port}", seeds
    finally:
        server.kill()
        await server.wait()


class Known:
    """A connection with somebody's seed, as whoever has stolen it would have, and what it was refused: the client
    gives subjects in small letters.
    """

    def __init__(self, url: str, seeds: Path, user: str) -> None:
        self._at = BrokerAddress(url, user, seeds / f"{user}.nk")
        self._user = user
        self.refused: dict[str, set[str]] = {"publish": set(), "subscription": set()}

    async def __aenter__(self) -> "Known":
        self.nats: Nats = await self._at.connect(connect_timeout=int(PATIENCE_S), error_cb=self._hears)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.nats.close()

    async def _hears(self, error: Exception) -> None:
        if found := _REFUSED.search(str(error)):
            self.refused[found[1].lower()].add(found[2])

    async def all_is_heard(self) -> None:
        """What was said and asked for so far, the broker has judged: what comes after it has come back."""
        back = await self.nats.subscribe(f"outbox.{self._user}")
        await self.nats.publish(f"outbox.{self._user}", b"the last")
        while (await back.next_msg(timeout=PATIENCE_S)).data != b"the last":
            pass

    async def differences(self, rights: Rights, asked: list[str]) -> list[str]:
        """What the broker let pass though the table does not say so, and the other way round."""
        for subject in asked:
            await self.nats.publish(subject, b"{}", reply=f"{inbox_of(self._user)}.me")
            await self.nats.subscribe(subject)
        await self.all_is_heard()
        found = []
        for verb, allowed in (("publish", rights.publish), ("subscription", rights.subscribe)):
            passes = those_among(asked, allowed)
            for subject in asked:
                if (subject in passes) == (subject.lower() in self.refused[verb]):
                    found.append(f"{self._user} {verb} {subject}")
        return found
