"""What a start of the broker costs: its settings are made where the messages of all services are loaded already."""

import dataclasses
from pathlib import Path

from deploy.machine import servers
from deploy.machine.installation import Installation
from deploy.machine.ports import Ports
from deploy.running.launch import Launch


@dataclasses.dataclass
class Done:
    """A program that has done its one thing."""

    pid: int = 1
    returncode: int | None = 0

    async def wait(self) -> int:
        return 0

    def send_signal(self, signal: int) -> None: ...

    def kill(self) -> None: ...


async def test_who_may_say_what_is_written_by_a_child_of_who_has_loaded_it(tmp_path: Path) -> None:
    born: list[str] = []

    async def fork(launch: Launch, log: Path) -> Done:
        born.append(launch.argv[-1])
        return Done()

    installation = Installation(tmp_path, Ports(1, 2, 3, 4, 5, 6, 7))
    await servers.launches(installation, fork)["nats"].before()
    assert born == [servers.BROKER_SETTINGS]
