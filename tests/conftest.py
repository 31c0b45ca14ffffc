"""Fixtures for every ring: real servers and a whole platform for the whole run, a house of services for one test."""

# ruff: noqa: E402 - nothing is collected while what the tests need is loaded.
import gc

gc.disable()

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.house import House
from tests.lasting import begun_again, end_lasting, opened
from tests.platforms import walk
from tests.searching import examples
from tests.servers import Servers, servers

__all__ = ["servers", "walk"]

pytest_plugins = ("tests.red_tests",)

# Of what tests leave behind there is more to keep than to collect.
gc.set_threshold(20_000, 20, 20)

# A machine's speed decides nothing: no time for an example, none for making them.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=examples()
)
settings.load_profile("house")


def pytest_collection_finish() -> None:
    """What is loaded by now stays, so no collection of what the tests leave behind need go through it."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """A failure is read out of its source. What is collected meanwhile may be read out too, which Python 3.11 takes
    for an error of its own (python/cpython#106905), and the whole run would end with it.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """The process ends: nothing is gone through once more."""
    gc.freeze()


@pytest.fixture(scope="session")
async def lasting(servers: Servers) -> AsyncIterator[None]:
    """The house that goes on from test to test ends before the servers do."""
    yield
    await end_lasting()


@pytest.fixture
async def house(servers: Servers, lasting: None, tmp_path: Path) -> AsyncIterator[House]:
    """No service is open yet: `await house.open("directory", "intake")`."""
    async with begun_again(servers, tmp_path) as house:
        yield house


@pytest.fixture
async def own_house(servers: Servers, lasting: None, tmp_path: Path) -> AsyncIterator[House]:
    """A new one, for a test that leaves more behind than rows."""
    async with opened(House(servers, tmp_path)) as house:
        yield house


@pytest.fixture(scope="module")
async def shared_house(
    servers: Servers, lasting: None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    """One for all tests of a file that only look, or change what is their own; no `house` stands beside it."""
    async with begun_again(servers, tmp_path_factory.mktemp("house")) as house:
        yield house
