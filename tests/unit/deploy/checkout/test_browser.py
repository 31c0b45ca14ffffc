"""A build machine gets the browser that it lacks, or is told why it cannot; any other machine is left alone."""

import os
import stat

import pytest

from deploy.checkout import browser


@pytest.fixture
def apt(monkeypatch, tmp_path):
    """A machine without a browser, and an apt-get of ours that notes its words and brings one."""
    place, words = tmp_path / "chromium-headless-shell", tmp_path / "words"
    monkeypatch.setattr(browser, "USUAL_PLACES", (place, tmp_path / "in-a-window"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("CI", "true")

    def does(install: str) -> None:
        script = f'#!/bin/sh\necho "$2" >> {words}\n[ "$2" != install ] || {{ {install}; }}\n'
        program = tmp_path / "apt-get"
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    does(f"echo > {place} && /bin/chmod +x {place}")
    return type("Apt", (), {"does": staticmethod(does), "words": words})


def test_a_build_machine_without_a_browser_installs_it_once(apt, capsys):
    browser.make_ready()
    browser.make_ready()
    assert apt.words.read_text().split() == ["update", "install"]
    assert capsys.readouterr().out.startswith("browser      missing: apt-get installs Debian's Chromium")


def test_what_apt_says_last_is_told_when_it_fails(apt):
    apt.does("echo E: Unable to locate package chromium; exit 100")
    with pytest.raises(browser.CannotInstall, match="Unable to locate package chromium"):
        browser.make_ready()


def test_a_build_machine_where_it_cannot_be_installed_says_so(apt, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(browser.CannotInstall, match="only root on Debian"):
        browser.make_ready()
    assert not apt.words.exists()


def test_a_build_machine_that_cannot_get_the_lighter_one_goes_on_with_the_other(apt, tmp_path, capsys):
    apt.does("echo E: Unable to locate package; exit 100")
    window = tmp_path / "in-a-window"
    window.touch(mode=0o755)
    browser.make_ready()
    assert browser.found() == window and "does as well" in capsys.readouterr().out


@pytest.mark.parametrize("ci", ["", "false", "0"])
def test_a_machine_of_a_persons_own_is_left_alone(apt, monkeypatch, ci):
    monkeypatch.setenv("CI", ci)
    browser.make_ready()
    assert browser.found() is None
    assert not apt.words.exists()
