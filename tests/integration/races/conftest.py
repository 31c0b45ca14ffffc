"""As much time for each race as its rounds need, also on a machine that has other work."""

from pathlib import Path

import pytest

from tests.integration.races.rounds import ROUNDS

_A_ROUND_S = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for one in items:
        if Path(__file__).parent in one.path.parents:
            one.add_marker(pytest.mark.timeout(ROUNDS * _A_ROUND_S))
