"""Token buckets: a burst, then one at a time; each for its own; the same for all of a door's processes."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from services.runtime.storage.database import transaction
from services.web.http import limits
from tests.house import House

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
THREE = limits.Limit("three", 3, 10)
Take = Callable[..., Awaitable[bool]]


@pytest.fixture
async def take(house: House) -> Take:
    await house.open("portal")

    async def one(whose: str = "a", after_s: float = 0, limit: limits.Limit = THREE) -> bool:
        async with transaction(house.services["portal"].engine) as db:
            return await limits.take(db, limit, whose, NOW + timedelta(seconds=after_s))

    return one


async def test_a_bucket_is_emptied_and_fills_at_its_pace(take):
    assert [await take() for _ in range(4)] == [True, True, True, False]
    assert [await take(after_s=9.9), await take(after_s=10), await take(after_s=10)] == [False, True, False]
    assert [await take(after_s=3600) for _ in range(4)] == [True, True, True, False]


async def test_each_has_a_bucket_of_their_own_for_each_thing(take):
    assert [await take("a") for _ in range(4)][-1] is False
    assert await take("b") and await take("a", limit=limits.Limit("other", 3, 10))


async def test_two_at_once_do_not_take_the_same_one(take):
    assert sorted(await asyncio.gather(*(take() for _ in range(8)))) == [False] * 5 + [True] * 3


async def test_what_is_given_back_is_full_again(house, take):
    assert [await take() for _ in range(4)][-1] is False
    async with transaction(house.services["portal"].engine) as db:
        await limits.give_back(db, (THREE,), "a")
    assert await take()
