"""One whole platform and one short year on it, shared by the rings that look at it from behind and at its doors."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # what they import takes longer than many a unit test
    from tests.e2e.walking import Walk


@pytest.fixture(scope="session")
async def walk() -> "AsyncIterator[Walk]":
    """A platform as a user's, and a year that has not begun yet."""
    from deploy.machine.installation import Installation
    from deploy.platform import Platform
    from tests.e2e.walking import Walk, short_year

    with tempfile.TemporaryDirectory(prefix="luotsi-walk-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        platform = Platform(lambda line: None)
        try:
            await platform.start(installation)
            walk = Walk(platform, short_year())
            await walk.driver.open()
            yield walk
            await walk.driver.close()
        finally:
            await platform.stop()
            installation.close()
