"""A part that is red must turn the whole red, and be shown."""

import sys

import pytest

from deploy import CHECKOUT
from deploy.checkout import browser, checks, dealing, lanes
from deploy.checkout.checks import Part
from deploy.checkout.trials import IN_A_LANE_TOO, TRIALS
from tests.patience import PATIENCE_S

GREEN = Part("green part", ("-c", "print('nothing to see')"))
RED = Part("red part", ("-c", "print('this is wrong'); raise SystemExit(3)"))


def test_only_red_parts_show_what_they_said(capsys):
    assert list(checks.failing([GREEN, RED])) == [RED]
    told = capsys.readouterr().out
    assert "this is wrong" in told
    assert "nothing to see" not in told


def stand_in(monkeypatch, script):
    """For pytest, in one run and in lanes."""
    for module in (checks, lanes):
        monkeypatch.setattr(module, "PYTEST", (sys.executable, "-c", script))


@pytest.fixture
def tests_that(monkeypatch):
    """Stands in for pytest: prints its words, and ends with the given code."""

    def end_with(code: int) -> None:
        script = f"import sys; print('pytest was given', *sys.argv[1:]); sys.exit({code})"
        stand_in(monkeypatch, script)

    return end_with


def test_the_last_line_is_what_pytest_says_when_the_house_is_green(monkeypatch, tests_that, capfd):
    monkeypatch.setattr(checks, "HOUSE", (GREEN,))
    tests_that(0)
    assert checks.test(["-k", "late", "tests/unit"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "pytest was given -k late tests/unit"


def test_a_red_house_is_told_after_green_tests(monkeypatch, tests_that, capfd):
    monkeypatch.setattr(checks, "HOUSE", (GREEN, RED))
    tests_that(0)
    assert checks.test([]) == 1
    assert capfd.readouterr().out.splitlines()[-1].startswith("luotsi test: red: red part")


def test_the_house_is_gone_through_beside_the_lanes_and_told_before_their_last_line(
    monkeypatch, tmp_path, capfd
):
    """It waits for the lane, which would not begin before it otherwise."""
    began = tmp_path / "began"
    waits = (
        "import pathlib, time\n"
        f"for _ in range({int(PATIENCE_S) * 100}):\n"
        f"    if pathlib.Path({str(began)!r}).exists(): raise SystemExit(0)\n"
        "    time.sleep(0.01)\nraise SystemExit(1)\n"
    )
    monkeypatch.setattr(checks, "HOUSE", (Part("slow part", ("-c", waits)),))
    stand_in(monkeypatch, f"import pathlib; pathlib.Path({str(began)!r}).touch()")
    monkeypatch.setattr(lanes, "LANES", (("a",),))
    assert checks.test([]) == 0
    slow, last = capfd.readouterr().out.splitlines()[-2:]
    assert slow.startswith("slow part") and last == "tests: all green"


def test_red_tests_decide_over_a_green_house(monkeypatch, tests_that):
    monkeypatch.setattr(checks, "HOUSE", (GREEN,))
    tests_that(2)
    assert checks.test([]) == 2


def test_one_red_lane_makes_all_of_it_red(monkeypatch, capfd):
    script = "import sys; print('given', *sys.argv[1:]); sys.exit(4 if 'b' in sys.argv else 0)"
    monkeypatch.setattr(checks, "HOUSE", (GREEN,))
    stand_in(monkeypatch, script)
    monkeypatch.setattr(lanes, "LANES", (("a",), ("b", "c")))
    assert checks.test([]) == 4
    told = capfd.readouterr().out.splitlines()
    assert {"1| given a", "2| given b c"} < set(told)
    assert told[-1] == "tests: red: lane 2"


def test_who_ends_makes_room_for_the_next_lane(monkeypatch, capfd):
    """Told in the order in which they began: no lane before one of the lanes that began first has ended."""
    monkeypatch.setattr(checks, "HOUSE", (GREEN,))
    monkeypatch.setattr(lanes, "LANES_AT_ONCE", 1)
    stand_in(monkeypatch, "import sys; print('begins', *sys.argv[1:]); print('ends', *sys.argv[1:])")
    monkeypatch.setattr(lanes, "LANES", (("a",), ("b",), ("c",)))
    assert checks.test([]) == 0
    told = [line for line in capfd.readouterr().out.splitlines() if "| " in line]
    assert told == [f"{n}| {what} {lane}" for n, lane in enumerate("abc", 1) for what in ("begins", "ends")]


def test_what_begins_with_servers_is_not_the_filling():
    """A lane that is short at the end needs none: they would be started for it."""
    folders = {word for lane in dealing.WITHOUT for word in lane if not word.startswith("-")}
    assert all(folder.startswith(("tests/unit", "tests/messages")) for folder in folders)
    assert len(dealing.WITH_SERVERS) == dealing.LANES_AT_ONCE


def test_lanes_keep_what_they_compile(monkeypatch, capfd):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(checks, "HOUSE", (GREEN,))
    stand_in(monkeypatch, "import sys; sys.exit(sys.dont_write_bytecode)")
    monkeypatch.setattr(lanes, "LANES", (("a",),))
    assert checks.test([]) == 0


def test_every_test_is_in_one_lane_or_one_trial():
    files = [file.relative_to(CHECKOUT) for file in (CHECKOUT / "tests").rglob("test_*.py")]
    own = [[word for word in files if word not in IN_A_LANE_TOO] for files in TRIALS.values()]
    elsewhere = [file for file in files if sum(is_in(lane, file) for lane in (*dealing.LANES, *own)) != 1]
    assert files and elsewhere == []


def test_what_a_trial_names_is_there():
    named = {file for files in TRIALS.values() for file in files}
    assert [file for file in sorted(named) if not (CHECKOUT / file).is_file()] == []
    assert named > set(IN_A_LANE_TOO)


def is_in(lane, file):
    """Whether pytest finds the file when it is called with these words."""
    left_out = [word.removeprefix("--ignore=") for word in lane if word.startswith("--ignore=")]
    return any(map(file.is_relative_to, lane)) and not any(map(file.is_relative_to, left_out))


def test_check_is_red_when_one_part_is(monkeypatch, capsys):
    monkeypatch.setattr(checks, "HOUSE", (RED,))
    monkeypatch.setattr(checks, "UNIT_TESTS", GREEN)
    assert checks.check() == 1
    assert "check: red: red part" in capsys.readouterr().out


def test_a_build_machine_that_can_get_no_browser_proves_nothing(monkeypatch, tests_that, capfd):
    def refuse() -> None:
        raise browser.CannotInstall("there is no browser")

    monkeypatch.setattr(checks, "HOUSE", (GREEN,))
    monkeypatch.setattr(browser, "make_ready", refuse)
    tests_that(0)
    assert checks.test([]) == 1
    assert capfd.readouterr().out.splitlines() == ["luotsi test: there is no browser"]


@pytest.fixture
def pytest_alone(monkeypatch):
    """Without the plugins of this environment, which take longer to load than the few tests to run."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def test_what_was_red_is_told_once_more_at_the_end(monkeypatch, pytest_alone, tmp_path, capfd):
    """Also of a lane that dies: which test it was in."""
    ring = tmp_path / "test_ring.py"
    ring.write_text(
        "import os\ndef test_right(): pass\ndef test_wrong(): assert 1 == 2\ndef test_fatal(): os._exit(9)\n"
    )
    monkeypatch.setattr(lanes, "LANES", ((str(ring), "-p", "tests.red_tests"),))
    assert lanes.in_lanes() == 9
    red, died, all_of_it = capfd.readouterr().out.splitlines()[-3:]
    assert red.startswith("1: RED") and red.endswith("::test_wrong: assert 1 == 2")
    assert died.startswith("1: ENDED in the middle of") and died.endswith("::test_fatal")
    assert all_of_it == "tests: red: lane 1"


def test_what_a_red_test_has_printed_is_told_below_it_in_a_few_short_lines(
    monkeypatch, pytest_alone, tmp_path, capfd
):
    """Also what is printed when it is over already, as a browser's page is; a log of services is not."""
    ring = tmp_path / "test_ring.py"
    ring.write_text(
        "import pytest\n"
        "@pytest.fixture\n"
        "def page():\n"
        "    yield\n"
        "    print('https://somewhere/sign-in/code\\n\\n  Wrong code  ')\n"
        "    print('\\n'.join(['x' * 900] * 90))\n"
        "def test_right(page): pass\n"
        "def test_wrong(page):\n"
        '    print(\'{"event": "code_refused"}\')\n'
        "    print('2026-11-30 14:25:34 [warning  ] page_unavailable')\n"
        "    assert 1 == 2\n"
    )
    monkeypatch.setattr(lanes, "LANES", ((str(ring), "-p", "tests.red_tests"),))
    assert lanes.in_lanes() == 1
    ours = [line for line in capfd.readouterr().out.splitlines() if line.startswith(("1: ", "tests: "))]
    red, address, page, *more, all_of_it = ours
    assert red.endswith("::test_wrong: assert 1 == 2")
    assert (address, page) == ("1:     https://somewhere/sign-in/code", "1:     Wrong code")
    assert more == [f"1:     {'x' * lanes.MOST_LETTERS}"] * (lanes.MOST_LINES - 2)
    assert all_of_it == "tests: red: lane 1"


def test_a_lane_that_pytest_itself_broke_off_is_told_of(monkeypatch, pytest_alone, tmp_path, capfd):
    """It says that it is over, as any other, though its later tests never ran."""
    (tmp_path / "conftest.py").write_text("def pytest_runtest_makereport(): raise SystemError('too deep')\n")
    ring = tmp_path / "test_ring.py"
    ring.write_text("def test_first(): pass\ndef test_never(): pass\n")
    monkeypatch.setattr(lanes, "LANES", ((str(ring), "-p", "tests.red_tests"),))
    assert lanes.in_lanes() == pytest.ExitCode.INTERNAL_ERROR
    broke, all_of_it = capfd.readouterr().out.splitlines()[-2:]
    assert broke.startswith("1: INTERNALERROR in ") and broke.endswith("::test_first: SystemError: too deep")
    assert all_of_it == "tests: red: lane 1"
