"""A backup every night is made by a unit of systemd, with the words with which it was asked for."""

import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.backup import nightly
from deploy.running.launch import CannotStart
from tests.unit.deploy.backup.test_sealed import RECIPIENT

CODE = Path("/opt/luotsi")


@pytest.fixture(autouse=True)
def folders_of_tests_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "UNSEEN", ("/var/tmp",))


def test_it_is_made_with_the_same_words(tmp_path: Path) -> None:
    assert nightly.write(tmp_path / "units", CODE, tmp_path, tmp_path / "to", RECIPIENT) == 0
    service = (tmp_path / "units" / "luotsi-backup.service").read_text()
    assert f"luotsi backup {tmp_path}/to --data {tmp_path} --seal-for {RECIPIENT}\n" in service
    assert f"User={tmp_path.owner()}\n" in service


def test_of_servers_elsewhere_it_is_told_where_they_are_named(tmp_path: Path) -> None:
    written = nightly.units(CODE, tmp_path, tmp_path / "to", RECIPIENT, elsewhere=True)
    service = written["luotsi-backup.service"]
    assert f"Environment=LUOTSI_SETTINGS={tmp_path}\n" in service
    assert f"luotsi backup {tmp_path}/to --seal-for {RECIPIENT}\n" in service


def test_a_folder_that_a_unit_does_not_see_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    hidden = Path("/var/tmp/luotsi")
    for code, data, to in ((hidden, tmp_path, tmp_path), (CODE, hidden, tmp_path), (CODE, tmp_path, hidden)):
        with pytest.raises(CannotStart, match="and there lies /var/tmp/luotsi: lay it elsewhere"):
            nightly.write(tmp_path / "units", code, data, to, None)
    assert not hidden.exists() and not (tmp_path / "units").exists()


def test_what_a_unit_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="cannot stand in a unit"):
        nightly.units(CODE, tmp_path, Path("/a folder"), None)
    with pytest.raises(CannotStart, match="no key to seal for"):
        nightly.units(CODE, tmp_path, tmp_path, "age1nobody")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("elsewhere", [False, True])
def test_systemd_reads_them_without_a_word(tmp_path: Path, elsewhere: bool) -> None:
    (tmp_path / "luotsi").write_text("#!/bin/sh\n")
    (tmp_path / "luotsi").chmod(0o755)
    nightly.write(tmp_path, tmp_path, tmp_path, tmp_path / "to", None, elsewhere=elsewhere)
    files = [str(tmp_path / f"{nightly.NAME}.{kind}") for kind in ("service", "timer")]
    said = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
