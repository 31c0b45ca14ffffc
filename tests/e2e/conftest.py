"""One platform with one short year for the whole ring. The walk goes first: the others look at where it ended."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
TIME_FOR_A_PLATFORM_S = 600
ORDER = ("test_walk.py", "test_doors.py", "test_canaries.py", "test_figures.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stops of the walk in their order, before whatever looks at the whole of it."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.timeout(TIME_FOR_A_PLATFORM_S))
        item.add_marker(pytest.mark.servers)
    ours.sort(key=lambda item: ORDER.index(item.path.name) if item.path.name in ORDER else len(ORDER))
    items[:] = [item for item in items if HERE not in item.path.parents] + ours
