"""What keeps a platform from starting is said before anything starts; what it was given last time, it gets again."""

import json
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import CHECKOUT
from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST, free_ports, is_free
from deploy.processes import PROCESSES
from deploy.running import pid_file
from deploy.running.launch import CannotStart


@pytest.fixture
def taken() -> Iterator[int]:
    """With a free one before it, which no outgoing connection borrows meanwhile."""
    port = next(one for one in free_ports() if is_free(one - 1))
    with socket.create_server((HOST, port)):
        yield port


def test_a_given_port_that_is_taken_is_named(tmp_path: Path, taken: int) -> None:
    with pytest.raises(CannotStart, match=rf"port {taken} \(for nats\) is taken"):
        Installation.open(tmp_path, taken - 1)


def test_a_refused_start_leaves_the_folder_free(tmp_path: Path, taken: int) -> None:
    with pytest.raises(CannotStart):
        Installation.open(tmp_path, taken)
    Installation.open(tmp_path, None).close()


def test_the_ports_of_last_time_are_used_again(tmp_path: Path) -> None:
    first = Installation.open(tmp_path, None)
    first.close()
    second = Installation.open(tmp_path, None)
    second.close()
    assert second.ports == first.ports


def test_ports_of_last_time_that_somebody_took_are_replaced(tmp_path: Path, taken: int) -> None:
    first = Installation.open(tmp_path, None)
    first.close()
    kept = json.loads((tmp_path / "ports.json").read_text())
    (tmp_path / "ports.json").write_text(json.dumps({**kept, "nats": taken}))
    second = Installation.open(tmp_path, None)
    second.close()
    assert second.ports.nats != taken


def test_a_folder_has_one_platform_at_a_time(tmp_path: Path) -> None:
    first = Installation.open(tmp_path, None)
    with pytest.raises(CannotStart, match="another platform is running"):
        Installation.open(tmp_path, None)
    first.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match="cannot be written"):
        Installation.open(tmp_path / "file" / "data", None)


def test_a_full_disk_is_noticed_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=(1 << 30) - 1))
    with pytest.raises(CannotStart, match="has 1023 MB free"):
        Installation.open(tmp_path, None)


def test_nobody_speaks_with_a_platform_that_does_not_run(tmp_path: Path) -> None:
    Installation.open(tmp_path, None).close()
    with pytest.raises(CannotStart, match="no platform is running"):
        Installation.of_running(tmp_path)


def test_what_an_earlier_platform_left_is_ended_before_the_next_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pid_file, "LEFTOVERS_MAY_LIVE_SECONDS", 0.1)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as left:
        pid_file.write(tmp_path, {"nats": left.pid})
        Installation.open(tmp_path, None).close()
        assert left.wait(5) == -9


def test_a_pid_that_now_is_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as other:
        entry = {"pid": other.pid, "born": "1"}
        (tmp_path / "running.json").write_text(json.dumps({"processes": {"nats": entry}}))
        Installation.open(tmp_path, None).close()
        assert other.poll() is None
        other.kill()


def test_keys_are_made_once_and_are_their_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    keys.make(folder)
    before = {file.name: file.read_bytes() for file in folder.rglob("*.*")}
    keys.make(folder)
    assert {file.name: file.read_bytes() for file in folder.rglob("*.*")} == before
    seeds = {f"{user}.nk" for user in (keys.OPERATOR, *keys.ROLES)}
    assert set(before) - seeds == {
        *(
            "payloads.json",
            "notes.json",
            "links.json",
            "seal.json",
            "postgres.json",
            *("proofs.json", "proofs.pub", "marks.json", "asked.pub"),
        ),
        *(f"asked_{role}.key" for role in keys.ROLES),
    }
    assert seeds < set(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in folder.rglob("*.*"))


def test_a_process_is_told_its_own_database_alone(tmp_path: Path) -> None:
    installation = Installation.open(tmp_path, None)
    installation.close()
    passwords = keys.passwords(installation.keys)
    told = "\n".join(installation.environment("intake").values())
    assert [role for role in passwords if passwords[role] in told] == ["intake"]


def test_a_process_is_handed_the_keys_that_it_reads_and_its_own_seed(tmp_path: Path) -> None:
    installation = Installation.open(tmp_path / "data", None)
    keys.make(installation.keys)
    for process in PROCESSES:
        told = installation.environment(process.name)
        handed = {file.name: file.read_text() for file in Path(told["LUOTSI_KEYS"]).iterdir()}
        assert handed == {name: (installation.keys / name).read_text() for name in process.keys}
        others = {str(installation.nkey(one)) for one in keys.ROLES if one != process.name}
        assert not others & set(told.values())
    installation.close()


def test_what_cannot_start_says_so_in_one_line_and_exits_with_one(tmp_path: Path, taken: int) -> None:
    words = [sys.executable, "-m", "deploy", "up", "--data", str(tmp_path / "data"), "--ports", str(taken)]
    done = subprocess.run(words, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
