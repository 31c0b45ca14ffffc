"""The programs as units of systemd: each has what it needs, and nothing of another."""

import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from deploy.processes import PROCESSES
from deploy.production.told import programs
from deploy.production.units import PREPARATION, TARGET, units, unseen

HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}
CODE, SETTINGS = Path("/opt/luotsi"), Path("/etc/luotsi")
MOST_EXPOSED = 20
"""In tenths, by systemd's own reckoning, from 0 to 100."""


def entries(text: str) -> dict[str, list[str]]:
    read = defaultdict(list)
    for line in text.splitlines():
        key, is_entry, value = line.partition("=")
        if is_entry:
            read[key].append(value)
    return read


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, list[str]]]:
    return {name: entries(text) for name, text in units(CODE, SETTINGS, HOSTS).items()}


def test_there_is_a_unit_for_each_program_of_the_list_and_a_target_that_wants_them_all(written) -> None:
    names = {f"luotsi-{one.name}.service" for one in PROCESSES if one.kind in ("service", "worker")}
    assert written.keys() == names | {PREPARATION, TARGET}
    assert set(written[TARGET]["Wants"]) == names | {PREPARATION}


@pytest.mark.parametrize("process", list(programs()), ids=lambda one: one.name)
def test_a_program_is_handed_its_own_secrets_and_keys_alone(written, process) -> None:
    handed = written[f"luotsi-{process.name}.service"]["LoadCredential"]
    from_where = {entry.partition(":")[2] for entry in handed}
    assert {place for place in from_where if "/keys/" in place} == {
        f"{SETTINGS}/keys/{name}" for name in (*process.keys, f"nats/{process.name}.nk")
    }
    assert all(
        place.startswith((f"{SETTINGS}/keys/", f"{SETTINGS}/secrets/{process.name}/")) for place in from_where
    )


def test_a_key_that_opens_content_is_read_by_one_program_alone() -> None:
    readers = defaultdict(set)
    for process in programs():
        for name in process.keys:
            readers[name].add(process.name)
    assert readers["notes.json"] == {"sessions"}
    assert readers["payloads.json"] == {"workflows"}
    assert readers["marks.json"] == {"directory"}
    assert readers["links.json"] == {"notices", "contracts", "intake", "directory"}


@pytest.mark.parametrize("process", list(programs()), ids=lambda one: one.name)
def test_a_program_runs_by_the_lists_command_from_where_the_code_lies(written, process) -> None:
    unit = written[f"luotsi-{process.name}.service"]
    assert unit["ExecStart"] == [f"{CODE}/.venv/bin/{' '.join(process.command)}"]
    assert unit["WorkingDirectory"] == [str(CODE)]


@pytest.mark.parametrize("path", ["%h/luotsi", "/opt/a luotsi", "/opt/lu\notsi"])
def test_a_folder_that_a_unit_cannot_name_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        units(Path(path), SETTINGS, HOSTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Units as systemd would find them, with the program that they start."""
    python = tmp_path / "code" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/bin/true")
    (tmp_path / "units").mkdir()
    for name, text in units(tmp_path / "code", SETTINGS, HOSTS).items():
        (tmp_path / "units" / name).write_text(text)
    return tmp_path / "units"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_finds_no_fault_in_them_and_little_that_is_open(folder: Path) -> None:
    files = sorted(map(str, folder.iterdir()))
    verified = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    services = [file for file in files if file.endswith(".service")]
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", *services],
        capture_output=True,
        text=True,
    )
    assert rated.returncode == 0, rated.stdout[-2000:]


def test_a_checkout_or_a_python_that_no_unit_sees_is_named(tmp_path: Path) -> None:
    assert unseen(Path("/opt/luotsi")) == []
    assert unseen(Path("/home/aino/luotsi")) == [
        Path("/home/aino/luotsi"),
        Path("/home/aino/luotsi/.venv/bin/python"),
    ]
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/root/python/bin/python")
    assert Path("/root/python/bin/python") in unseen(tmp_path)
