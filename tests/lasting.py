"""Which house stands: a test's own, or the lasting one, which begins again for each test or file."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tests.house import House
from tests.servers import Servers

MOST_STREAM_BYTES = 16 << 20
"""A stream that nothing may be deleted from is full some day: the house begins anew long before."""
_standing: list[str] = []
_lasting: list[House] = []


@asynccontextmanager
async def opened(house: House) -> AsyncIterator[House]:
    """A test's own, for as long as the block lasts. The next one's begin takes the streams of the one before."""
    with _alone("a house"):
        await end_lasting()
        await house.begin()
        try:
            yield house
        finally:
            await house.close()


@asynccontextmanager
async def begun_again(servers: Servers, folder: Path) -> AsyncIterator[House]:
    """The lasting house, with nothing in it. folder: for one that is begun anew."""
    with _alone("the lasting house"):
        if _lasting and await _lasting[0].stream_bytes() > MOST_STREAM_BYTES:
            await end_lasting()
        if _lasting:
            await _lasting[0].begin_again()
        else:
            house = House(servers, folder)
            await house.begin()
            _lasting.append(house)
        yield _lasting[0]


async def end_lasting() -> None:
    """Nothing of it is left; the next test's begins anew."""
    while _lasting:
        await _lasting.pop().close()


@contextmanager
def _alone(which: str) -> Iterator[None]:
    if _standing:
        raise RuntimeError(f"{_standing[0]} stands, and {which} cannot stand beside it")
    _standing.append(which)
    try:
        yield
    finally:
        _standing.remove(which)
