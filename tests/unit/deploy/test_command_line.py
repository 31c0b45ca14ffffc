"""The words of `./luotsi`."""

import datetime
from pathlib import Path

import pytest

from deploy import CHECKOUT
from deploy.command_line import parse


def test_demo_and_up_share_one_folder_unless_told_otherwise():
    assert parse(["demo"]).data == parse(["up"]).data == CHECKOUT / "data"


def test_folders_are_counted_from_where_the_person_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = parse(["demo", "--data", "here", "--json", "out.json", "--once"])
    assert (asked.data, asked.json, asked.once) == (tmp_path / "here", tmp_path / "out.json", True)


def test_what_follows_test_belongs_to_pytest():
    assert parse(["test", "-k", "late", "--", "--data"]).pytest_arguments == ["-k", "late", "--", "--data"]


def test_what_a_step_does_may_be_said_without_quotes():
    asked = parse(["migration", "billing", "sellers", "have a number"])
    assert (asked.service, asked.words) == ("billing", ["sellers", "have a number"])


@pytest.mark.parametrize("action", ["show", "replay"])
def test_a_parked_message_is_named_by_its_id(action):
    asked = parse(["parked", action, "42", "--service", "billing"])
    assert (asked.action, asked.id, asked.service) == (action, "42", "billing")


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--year", str(datetime.date.today().year - 1)],
        ["demo", "--year", "next"],
        ["up", "--ports", "80"],
        ["up", "--ports", "65530"],
        ["up", "--ports", "-1"],
        ["up", "--once"],
        ["up", "--data", ""],
        ["parked"],
        ["parked", "show"],
        ["migration"],
        ["migration", "billing"],
        ["dmeo"],
    ],
)
def test_words_that_make_no_sense_are_refused_in_a_line(words, capsys):
    with pytest.raises(SystemExit) as ended:
        parse(words)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err


def test_no_words_at_all_are_a_plea_for_help(capsys):
    with pytest.raises(SystemExit) as ended:
        parse([])
    assert ended.value.code == 0
    overview = capsys.readouterr().out
    assert all(
        name in overview
        for name in (
            "demo",
            "up",
            "doctor",
            "parked",
            "figures",
            "rebuild",
            "release",
            "check",
            "test",
            "migration",
        )
    )


def test_help_fits_a_screen_of_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    for words in (
        ["-h"],
        ["demo", "-h"],
        ["up", "-h"],
        ["test", "-h"],
        ["parked", "-h"],
        ["parked", "show", "-h"],
    ):
        with pytest.raises(SystemExit):
            parse(words)
        lines = capsys.readouterr().out.splitlines()
        assert max(map(len, lines)) <= 80
        assert len(lines) <= 40


def test_the_checkout_is_found_from_the_module():
    assert (CHECKOUT / "luotsi").is_file()
    assert Path(CHECKOUT).is_absolute()
