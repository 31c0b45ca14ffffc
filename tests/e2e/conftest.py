"""One platform with one short year for the whole ring. The walk goes first: the others look at where it ended."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.place import Place
from deploy.supervise import Platform
from tests.e2e.walking import Walk, short_year

HERE = Path(__file__).parent
TIME_FOR_A_PLATFORM_S = 600
ORDER = ("test_walk.py", "test_doors.py", "test_canaries.py", "test_figures.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stops of the walk in their order, before whatever looks at the whole of it."""
    ours = [item for item in items if item.path.parent == HERE]
    for item in ours:
        item.add_marker(pytest.mark.timeout(TIME_FOR_A_PLATFORM_S))
        item.add_marker(pytest.mark.servers)
    ours.sort(key=lambda item: ORDER.index(item.path.name) if item.path.name in ORDER else len(ORDER))
    items[:] = [item for item in items if item.path.parent != HERE] + ours


@pytest.fixture(scope="session")
async def walk() -> AsyncIterator[Walk]:
    """A platform as a user's, and a year that has not begun yet."""
    with tempfile.TemporaryDirectory(prefix="luotsi-walk-", ignore_cleanup_errors=True) as folder:
        place = Place.open(Path(folder) / "data", None)
        platform = Platform(lambda line: None)
        try:
            await platform.start(place)
            walk = Walk(platform, short_year())
            await walk.driver.open()
            yield walk
            await walk.driver.close()
        finally:
            await platform.stop()
            place.close()
