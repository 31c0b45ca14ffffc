"""The table takes each figure from where its command says it."""

from benchmarks import table
from deploy import CHECKOUT

SAID = {
    "histories": "timer_started 9\na process-year: 29 actions, 13890 bytes, 140 events\n",
    "events": '{\n  "events": 5000,\n  "ratio": 0.82,\n  "processor_ratio": 0.78\n}',
    "idle": '{"start_processor_s": 19.2, "start_s_at_full_pace": 9.4,\n'
    '"idle_share_of_a_core": 0.014,\n"pss_mb": 649.2, "postgres_processes": 13}',
    "rebuild": '{"heard_events_a_second": 300, "rebuilt_events_a_second": 1234}',
    "open_processes": "1 open: 9 bytes each on disk, 8.0 MB\n"
    "50000 open, by that line: 8011 bytes each on disk, 426 MB\n",
    "fleet": "20 process-years: 7.4 s of processors each at full pace "
    "(11.1 s at 1.50 times as slow), 12.1 a minute, 0 left open\n",
    "demo": '{"commissions": 16, "commissions_a_minute": 10.4}',
}


def test_every_figure_is_found_in_its_commands_words_and_each_command_runs_once(capsys):
    asked = []

    def output(command):
        asked.append(tuple(command))
        return SAID[command[0]]

    found = table.measured(table.rows(small=False), output)
    assert list(found.values()) == [
        29,
        13890,
        0.82,
        0.014,
        649.2,
        9.4,
        13,
        1234,
        8011,
        426,
        7.4,
        7.4,
        10.4,
    ]
    assert len(asked) == len(set(asked))
    capsys.readouterr()
    missed = [row.figure for row, figure in found.items() if not row.is_met(figure)]
    assert missed == ["processor seconds a year, fleet of 100"]


def test_a_command_that_says_nothing_has_missed_its_goal():
    for row in table.rows(small=True):
        assert row.measured("") is None and not row.is_met(None)


def test_every_row_names_a_command_that_there_is():
    for row in table.rows(small=True):
        assert (CHECKOUT / "benchmarks" / f"{row.command[0]}.py").exists()
