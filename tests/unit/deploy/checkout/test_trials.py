"""A trial that is red turns the whole proof red, and the README names each."""

import subprocess
import sys

import pytest

from deploy import CHECKOUT
from deploy.checkout import browser, checks, lanes
from deploy.checkout.trials import ROUNDS, TRIALS
from deploy.command_line import parse


@pytest.fixture
def trials(monkeypatch):
    """Stand-ins for pytest: the one of `b` is red."""
    script = "import sys; print('given', *sys.argv[1:]); sys.exit(4 if 'b' in sys.argv else 0)"
    monkeypatch.setattr(lanes, "PYTEST", (sys.executable, "-c", script))
    monkeypatch.setattr(lanes, "TRIALS", {"one": ("a",), "other": ("b", "c")})


def test_one_red_trial_makes_all_of_them_red(trials, capfd):
    assert checks.trial(["all"]) == 4
    told = capfd.readouterr().out.splitlines()
    assert {"one| given a", "other| given b c"} < set(told)
    assert told[-1] == "trials: red: trial other"


def test_a_trial_is_had_by_its_name(trials, capfd):
    assert checks.trial(["one"]) == 0
    assert capfd.readouterr().out.splitlines() == ["one| given a", "trials: all green"]


def test_races_are_run_oftener_by_their_name_and_as_often_as_somebody_says(monkeypatch, capfd):
    script = f"import os; print(os.environ.get('{ROUNDS}', 'as in a lane'))"
    monkeypatch.setattr(lanes, "PYTEST", (sys.executable, "-c", script))
    monkeypatch.setattr(lanes, "TRIALS", {"kills": (), "races": ()})
    monkeypatch.delenv(ROUNDS, raising=False)
    for name, line in (
        ("races", "races| 100"),
        ("all", "races| as in a lane"),
        ("kills", "kills| as in a lane"),
    ):
        assert checks.trial([name]) == 0
        assert line in capfd.readouterr().out.splitlines()
    monkeypatch.setenv(ROUNDS, "3")
    assert checks.trial(["races"]) == 0
    assert "races| 3" in capfd.readouterr().out


def test_a_build_machine_that_can_get_no_browser_has_no_trial(trials, monkeypatch, capfd):
    def refuse() -> None:
        raise browser.CannotInstall("there is no browser")

    monkeypatch.setattr(browser, "make_ready", refuse)
    assert checks.trial(["all"]) == 1
    assert capfd.readouterr().out.splitlines() == ["luotsi trial: there is no browser"]


def test_a_trial_that_is_not_known_is_refused(capsys):
    assert parse(["trial", "kills", "pages"]).names == ["kills", "pages"]
    with pytest.raises(SystemExit) as ended:
        parse(["trial", "nothing"])
    assert ended.value.code == 2 and "nothing" in capsys.readouterr().err


@pytest.mark.parametrize("name", TRIALS)
def test_the_readme_names_each(name):
    [row] = [line for line in (CHECKOUT / "README.md").read_text().splitlines() if "`./luotsi trial" in line]
    assert f"`{name}`" in row


@pytest.mark.parametrize(("tests", "trials", "code"), [(0, 0, 0), (3, 0, 3), (0, 4, 4), (3, 4, 3)])
def test_the_whole_proof_is_red_when_either_is(tmp_path, tests, trials, code):
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text((CHECKOUT / ".ci" / "run").read_text())
    stand_in = tmp_path / "luotsi"
    stand_in.write_text(f'#!/bin/sh\necho "$@"\n[ "$1" = trial ] && exit {trials}\nexit {tests}\n')
    stand_in.chmod(0o755)
    ran = subprocess.run(["bash", str(tmp_path / ".ci" / "run")], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.splitlines()[:2]) == (code, ["test", "trial all"])
