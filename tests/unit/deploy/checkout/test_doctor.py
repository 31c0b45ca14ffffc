"""The doctor must notice what is missing, and say how to mend it."""

import errno
import os
import sys
from pathlib import Path

import pytest

from deploy.checkout import browser, doctor, mail_check, servers_check
from deploy.checkout.doctor import Finding
from tests.integration.deploy.production.installed import installed
from tests.time_authority import Authority


def test_one_missing_thing_is_told_with_its_remedy_and_exit_code_1(monkeypatch, capsys):
    found = (Finding("this", True, "there"), Finding("that", False, "not there", "buy one"))
    monkeypatch.setattr(doctor, "looks", lambda: (lambda: iter(found),))
    assert doctor.examine() == 1
    told = capsys.readouterr().out
    assert "MISSING  that" in told
    assert "remedy: buy one" in told
    assert "Missing: 1." in told


def test_nothing_missing_is_exit_code_0(monkeypatch):
    monkeypatch.setattr(doctor, "looks", lambda: (lambda: iter([Finding("this", True, "there")]),))
    assert doctor.examine() == 0


def test_every_finding_that_is_not_well_has_a_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "chosen_folder", lambda: tmp_path / "none")
    monkeypatch.setattr(doctor, "is_ready", lambda folder: True)
    found = list(doctor.programs())
    assert [finding.what for finding in found] == ["NATS", "Temporal", "PostgreSQL", "initdb"]
    assert all(not finding.well and finding.remedy for finding in found)


def test_the_servers_of_this_environment_run(monkeypatch):
    """In the environment that runs this test, wherever it is."""
    monkeypatch.setattr(doctor, "chosen_folder", lambda: Path(sys.prefix))
    monkeypatch.setattr(doctor, "is_ready", lambda folder: True)
    assert [finding.what for finding in doctor.programs() if not finding.well] == []


def test_too_little_space_is_noticed(tmp_path):
    assert not doctor.room("space", tmp_path / "not" / "yet", 10**18).well
    assert doctor.room("space", tmp_path / "not" / "yet", 1).well


@pytest.mark.parametrize(("answer", "well"), [("true", True), ("", False)])
def test_root_without_user_namespaces_needs_another_user(monkeypatch, answer, well):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(doctor, "version_of", lambda command, uid=None: answer if uid else "")
    (finding,) = doctor.user()
    assert finding.well is well
    assert "user namespaces are forbidden" in finding.said


def test_a_loopback_that_is_closed_is_noticed(monkeypatch):
    def refuse(address: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("deploy.checkout.doctor.socket.create_server", refuse)
    (finding,) = doctor.ports()
    assert not finding.well


def test_no_browser_is_no_fault_and_says_what_would_bring_one(monkeypatch):
    monkeypatch.setattr(browser, "found", lambda: None)
    (finding,) = doctor.chromium()
    assert finding.well
    assert "apt install chromium" in finding.said


def test_a_browser_that_does_not_run_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(browser, "found", lambda: tmp_path / "chromium")
    (finding,) = doctor.chromium()
    assert not finding.well and finding.remedy


def test_where_a_folder_of_settings_is_named_what_stands_there_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not that no mail server is named here, nor who says the time of seals."""
    monkeypatch.setattr(doctor, "is_ready", lambda folder: False)
    assert [one.what for one in doctor.of_the_environment()] == ["mail", "seal's time", "e-invoices"]
    monkeypatch.setenv("LUOTSI_SETTINGS", str(tmp_path))
    assert list(doctor.of_the_environment()) == []


def test_mail_seals_and_e_invoices_of_a_platform_elsewhere_are_looked_at_as_its_folder_has_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(servers_check, "_asked", lambda python, where: iter(()))
    monkeypatch.setattr(mail_check, "look", lambda python, told: iter(()))
    folder = installed(tmp_path / "luotsi", {"portal": "p.example", "console": "c.example"}, "127.0.0.1:1")
    with (folder / "billing.env").open("a") as settings:
        settings.write(f"LUOTSI_EINVOICE_DATA={tmp_path}\n")
    with Authority(lambda _: (503, b"")) as authority:
        with (folder / "contracts.env").open("a") as settings:
            settings.write(f"LUOTSI_SEAL_AUTHORITY_URL={authority.url}\n")
        said = {
            one[0]: one for one in servers_check.look(Path(sys.executable), {"LUOTSI_SETTINGS": str(folder)})
        }
    assert [said[name][1] for name in ("seal's time", "e-invoices")] == [False, False]
