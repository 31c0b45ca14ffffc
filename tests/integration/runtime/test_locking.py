"""What is locked is read anew: a row that was looked at before may have been changed while its lock was waited for."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.tables import Hold
from services.runtime.service import Service
from services.runtime.storage.database import transaction
from tests.house import House

Lock = Callable[[AsyncSession, UUID], Awaitable[Any]]


def by_select(**how: Any) -> Lock:
    async def lock(db: AsyncSession, process_id: UUID) -> Any:
        return await db.exec(select(Hold).where(Hold.process_id == process_id).with_for_update(**how))

    return lock


def by_key(how: Any = True) -> Lock:
    async def lock(db: AsyncSession, process_id: UUID) -> Any:
        return await db.get(Hold, process_id, with_for_update=how)

    return lock


async def by_refreshing(db: AsyncSession, process_id: UUID) -> None:
    found = await db.get(Hold, process_id)
    await db.refresh(found, with_for_update=True)


async def by_a_join(db: AsyncSession, process_id: UUID) -> None:
    other = aliased(Hold)
    both = select(Hold).join(other, col(other.process_id) == col(Hold.process_id))
    await db.exec(both.where(Hold.process_id == process_id).with_for_update(of=Hold))


WAYS = {
    "for update": by_select(),
    "of one table": by_select(of=Hold),
    "of one table of several": by_a_join,
    "skipping what is locked": by_select(skip_locked=True),
    "not waiting": by_select(nowait=True),
    "for no key update": by_select(key_share=True),
    "for share": by_select(read=True),
    "for key share": by_select(read=True, key_share=True),
    "by its key": by_key(),
    "by its key, for share": by_key({"read": True}),
    "refreshed": by_refreshing,
}


@pytest.fixture
async def billing(house: House) -> Service[Any]:
    await house.open("billing")
    return house.services["billing"]


async def kept(billing: Service[Any]) -> UUID:
    process_id = uuid4()
    facts: dict[str, Any] = {"organisation_id": uuid4(), "period": "2027-01"}
    async with transaction(billing.engine) as db:
        at = datetime(2027, 2, 1, tzinfo=UTC)
        db.add(Hold(process_id=process_id, reason="abroad", held_at=at, **facts))
    return process_id


async def found(billing: Service[Any], process_id: UUID) -> Hold:
    async with transaction(billing.engine) as db:
        row = await db.get(Hold, process_id)
        assert row
        return row


async def change(billing: Service[Any], process_id: UUID) -> None:
    async with transaction(billing.engine) as db:
        row = await db.get(Hold, process_id)
        assert row
        row.reason = "private_person"


async def test_what_another_changed_since_the_first_look_is_seen_once_it_is_locked(
    billing: Service[Any],
) -> None:
    seen = {}
    for way, lock in WAYS.items():
        process_id = await kept(billing)
        async with transaction(billing.engine) as db:
            row = await db.get(Hold, process_id)
            assert row and row.reason == "abroad"
            await change(billing, process_id)
            await lock(db, process_id)
            seen[way] = row.reason
    assert seen == dict.fromkeys(WAYS, "private_person")


async def test_what_was_changed_here_before_the_lock_is_not_lost(billing: Service[Any]) -> None:
    """Also where nothing is written by itself before a question."""
    stands = {}
    for way, lock in WAYS.items():
        for by_itself in (True, False):
            process_id = await kept(billing)
            async with transaction(billing.engine) as db:
                db.sync_session.autoflush = by_itself
                row = await db.get(Hold, process_id)
                assert row
                row.period = "2027-02"
                await lock(db, process_id)
            stands[way, by_itself] = (await found(billing, process_id)).period
    assert stands == dict.fromkeys(stands, "2027-02")
