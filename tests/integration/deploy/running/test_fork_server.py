"""A child of the fork server is like a program that was started from nothing, and no child outlives the server."""

import asyncio
import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deploy import CHECKOUT
from deploy.running import pid_file
from deploy.running.fork_server.client import Forked, ForkServer
from deploy.running.launch import Launch, never
from deploy.running.restarting import WatchedProcess
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere each process is started from nothing"
)

MODULES = {
    "leaves": "import sys; print('well', flush=True); sys.exit(7)",
    "sleeps": "import time; print('awake', flush=True); time.sleep(600)",
    "raises": "raise LookupError('no such thing')",
    "tells": "import json, os, sys, signal, threading; print(json.dumps({'environment': dict(os.environ),"
    " 'argv': sys.argv, 'cwd': os.getcwd(), 'session': os.getsid(0) == os.getpid(), 'stdin': sys.stdin.read(),"
    " 'fds': sorted(map(int, os.listdir('/proc/self/fd'))), 'threads': threading.active_count(),"
    " 'chld': signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL, 'name': __name__}))",
}


@dataclasses.dataclass
class Ward:
    """A server that is watched, modules for its children, and a test's own folder for what they say."""

    modules: Path
    folder: Path
    server: ForkServer
    watched: WatchedProcess
    said: list[str]

    async def run(self, module: str) -> Forked:
        return await self.server.fork(self.launch(module), self.log(module))

    def launch(self, module: str) -> Launch:
        told = {"LUOTSI_TOLD": "this", "PYTHONPATH": str(CHECKOUT)}
        return Launch(module, (sys.executable, "-m", module), told, ready=never)

    def log(self, module: str) -> Path:
        return self.folder / "logs" / f"{module}.log"

    async def until_it_said(self, module: str, words: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not (self.log(module).exists() and words in self.log(module).read_text()):
                await asyncio.sleep(0.01)


@pytest.fixture(scope="module")
async def whole_ward(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ward]:
    """One server for all: it imports a great deal."""
    folder = tmp_path_factory.mktemp("ward")
    for name, content in MODULES.items():
        (folder / f"{name}.py").write_text(content)
    said: list[str] = []
    server = ForkServer(folder, ["leaves"])
    # The modules of the test are found beside ours.
    path = {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{folder}"}
    launch = dataclasses.replace(server.launch, environment={**server.launch.environment, **path})
    watched = WatchedProcess(launch, folder / "logs" / "server.log", said.append, lambda: None, server.begin)
    watched.start()
    yield Ward(folder, folder, server, watched, said)
    await server.close()
    await watched.stop(at_once=asyncio.Event())


@pytest.fixture
def ward(whole_ward: Ward, tmp_path: Path) -> Ward:
    return dataclasses.replace(whole_ward, folder=tmp_path)


async def test_an_exit_code_arrives(ward: Ward) -> None:
    child = await ward.run("leaves")
    assert await child.wait() == 7
    assert child.returncode == 7
    assert ward.log("leaves").read_text() == "well\n"


async def test_a_death_by_signal_is_reported(ward: Ward) -> None:
    child = await ward.run("sleeps")
    await ward.until_it_said("sleeps", "awake")
    child.kill()
    assert await child.wait() == -9
    other = await ward.run("sleeps")
    await ward.until_it_said("sleeps", "awake\nawake")
    other.send_signal(signal.SIGTERM)
    assert await other.wait() == -15


async def test_a_traceback_is_in_the_log_and_the_exit_code_is_one(ward: Ward) -> None:
    assert await (await ward.run("raises")).wait() == 1
    said = ward.log("raises").read_text()
    assert said.startswith("Traceback (most recent call last):\n")
    assert said.endswith("LookupError: no such thing\n")


async def test_a_module_that_cannot_be_imported_says_so_in_its_own_log(ward: Ward) -> None:
    assert await (await ward.run("nowhere")).wait() == 1
    assert "No module named nowhere" in ward.log("nowhere").read_text()
    assert await (await ward.run("leaves")).wait() == 7  # the server goes on


async def test_a_child_is_as_if_it_had_been_started_from_nothing(ward: Ward) -> None:
    assert await (await ward.run("tells")).wait() == 0
    (said,) = ward.log("tells").read_text().splitlines()
    told = json.loads(said)
    environment = told.pop("environment")
    assert environment["LUOTSI_TOLD"] == "this"
    assert [name for name in environment if name.startswith("LUOTSI_")] == ["LUOTSI_TOLD"]
    assert told == {
        "argv": [str(ward.modules / "tells.py")],
        "cwd": str(CHECKOUT),
        "session": True,
        "stdin": "",
        "fds": [0, 1, 2, 3],  # the last is the listing's own
        "threads": 1,
        "chld": True,
        "name": "__main__",
    }


async def test_a_child_is_seen_under_its_own_name_and_environment(ward: Ward) -> None:
    child = await ward.run("sleeps")
    await ward.until_it_said("sleeps", "awake")
    words = Path(f"/proc/{child.pid}/cmdline").read_text().rstrip("\0").split("\0")
    assert words == [sys.executable, "-m", "sleeps"]
    told = Path(f"/proc/{child.pid}/environ").read_text().rstrip("\0").split("\0")
    assert "LUOTSI_TOLD=this" in told
    assert not any(line.startswith("LUOTSI_ROOM") for line in told)


async def test_children_die_with_the_server_and_both_can_begin_again(ward: Ward) -> None:
    child = await ward.run("sleeps")
    await ward.until_it_said("sleeps", "awake")
    await ward.watched.kill()
    assert await asyncio.wait_for(child.wait(), PATIENCE_S) == -9
    assert pid_file.born(child.pid) is None
    again = await ward.run("leaves")  # waits for the next server
    assert await again.wait() == 7
    assert any(line.startswith("forkserver died (signal SIGKILL): starting it again") for line in ward.said)


async def test_who_waits_for_a_server_that_will_not_come_is_told_so(tmp_path: Path) -> None:
    server = ForkServer(tmp_path, [])
    launch = Launch("it", (sys.executable, "-m", "it"), {}, ready=never)
    waiting = asyncio.create_task(server.fork(launch, tmp_path / "it.log"))
    await asyncio.sleep(0)
    await server.close()
    with pytest.raises(OSError, match="is being stopped"):
        await asyncio.wait_for(waiting, PATIENCE_S)


async def test_a_child_whose_orderer_has_gone_does_not_stay(ward: Ward) -> None:
    assert await (await ward.run("leaves")).wait() == 7
    assert ward.watched.pid
    os.kill(ward.watched.pid, signal.SIGSTOP)  # it has the order, and does nothing yet
    ordering = asyncio.create_task(ward.run("sleeps"))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not ordering.done()
    ordering.cancel()
    os.kill(ward.watched.pid, signal.SIGCONT)
    assert await (await ward.run("leaves")).wait() == 7
    children = Path(f"/proc/{ward.watched.pid}/task/{ward.watched.pid}/children")
    async with asyncio.timeout(PATIENCE_S):
        while children.read_text():
            await asyncio.sleep(0.01)


KEEPS_A_FORK_SERVER = """
import asyncio, dataclasses, os, pathlib, sys
from deploy.running.fork_server.client import ForkServer
from deploy import CHECKOUT
from deploy.running.launch import Launch, never

async def main(folder):
    server = ForkServer(folder, [])
    path = {"PYTHONPATH": f"{CHECKOUT}{os.pathsep}{folder}"}
    process = await server.begin(dataclasses.replace(server.launch, environment=path), folder / "server.log")
    child = await server.fork(Launch("it", (sys.executable, "-m", "sleeps"), {}, ready=never), folder / "it.log")
    print(process.pid, child.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main(pathlib.Path(sys.argv[1])))
"""


def test_all_die_with_a_platform_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "sleeps.py").write_text(MODULES["sleeps"])
    words = [sys.executable, "-c", KEEPS_A_FORK_SERVER, str(tmp_path)]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as platform:
        assert platform.stdout
        try:
            pids = [int(word) for word in platform.stdout.readline().split()]
            log = tmp_path / "it.log"
            wait_until(lambda: log.exists() and log.read_text() == "awake\n")
            assert len(pids) == 2 and all(map(pid_file.born, pids))
        finally:
            platform.kill()
    wait_until(lambda: not any(map(pid_file.born, pids)))


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)
