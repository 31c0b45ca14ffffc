"""Who waits to have a file looked into: one place for each sender, and none for whoever has left."""

import asyncio

import pytest

from services.runtime.files import bounded
from services.runtime.files.bounded import TooManyAtOnce, told_by


class Looking:
    """In the place of the process that looks: it is done when the test says so."""

    def __init__(self) -> None:
        self.begun: list[bytes] = []
        self.may_end = asyncio.Event()

    async def told(self, _package: str, given: bytes) -> bytes:
        self.begun.append(given)
        await self.may_end.wait()
        return given


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> Looking:
    monkeypatch.setattr(bounded, "_one_at_a_time", asyncio.Semaphore(1))
    stand_in = Looking()
    monkeypatch.setattr(bounded, "_told", stand_in.told)
    return stand_in


def sent(whose: str, times: int = 1) -> list[asyncio.Task[bytes]]:
    return [asyncio.create_task(told_by("package", f"{whose} {n}".encode(), whose)) for n in range(times)]


async def all_wait() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


async def test_however_many_one_sends_they_have_one_place_and_the_next_is_anothers(looking: Looking) -> None:
    many = sent("stranger", 30)
    await all_wait()
    honest = sent("honest")
    await all_wait()
    looking.may_end.set()
    await asyncio.gather(*many, *honest)
    assert looking.begun[:2] == [b"stranger 0", b"honest 0"] and len(looking.begun) == 31


async def test_where_all_places_are_taken_another_sender_is_told_so(looking: Looking) -> None:
    many = [one for n in range(8) for one in sent(f"sender {n}")]
    await all_wait()
    with pytest.raises(TooManyAtOnce):
        await told_by("package", b"", "ninth")
    looking.may_end.set()
    await asyncio.gather(*many)


async def test_for_whoever_has_left_nothing_is_looked_into(looking: Looking) -> None:
    first, gone = sent("stranger"), sent("gone") + sent("stranger")
    await all_wait()
    for one in gone:
        one.cancel()
    looking.may_end.set()
    await asyncio.gather(*first, *gone, return_exceptions=True)
    assert looking.begun == [b"stranger 0"]
    assert not bounded._waiting
