"""As much time for each race as its rounds need, also on a machine that has other work; and a table of their ends."""

import os
from pathlib import Path

import pytest

from deploy.checkout.trials import ROUNDS as SAID
from tests.integration.races.rounds import OUTCOMES, ROUNDS

_A_ROUND_S = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for one in items:
        if Path(__file__).parent in one.path.parents:
            one.add_marker(pytest.mark.timeout(ROUNDS * _A_ROUND_S))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Where rounds were asked for. A race that ends one way only has hardly met: it is seen here."""
    if SAID in os.environ:
        terminalreporter.section(f"races, {ROUNDS} rounds each")
        for line in table():
            terminalreporter.write_line(line)


def table() -> list[str]:
    return [
        f"{test.removeprefix('test_').replace('_', ' ')}: "
        + ", ".join(f"{end} {times}" for end, times in sorted(ends.items()))
        for test, ends in OUTCOMES.items()
    ]
