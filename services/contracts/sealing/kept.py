"""The row of a signed version's file: begun in the transaction of the last signature, filled once."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.contracts.papers.introducing import Introduced
from services.contracts.papers.printing import Named
from services.contracts.tables import Contract, SealedPaper
from services.messages.billing import SellerCard
from services.messages.directory import DepartmentCard, OrganisationShown
from services.messages.values import Utc
from services.runtime.clock import SystemClock
from services.runtime.storage.database import execute

_FIRST_PAUSE = timedelta(minutes=1)
_MOST_DOUBLED = 6
"""The longest pause is about an hour."""


def begin(db: AsyncSession, contract: Contract) -> None:
    """It is signed: its file is due now, by the machine's clock, which no platform's is behind."""
    now = SystemClock().now()
    db.add(
        SealedPaper(paper_id=uuid7(), process_id=contract.process_id, version=contract.version, due_at=now)
    )


async def of_version(db: AsyncSession, process_id: UUID, version: int) -> SealedPaper | None:
    mine = select(SealedPaper).where(SealedPaper.process_id == process_id, SealedPaper.version == version)
    return (await db.exec(mine)).first()


async def names_of(db: AsyncSession, contract: Contract) -> Named | None:
    """Who stands on the file that is kept; none where there is none yet."""
    whose = (SealedPaper.process_id == contract.process_id) & (SealedPaper.version == contract.version)
    told: Any = (await db.exec(select(SealedPaper.named).where(whose))).first()
    return _named(told) if told else None


async def fill(db: AsyncSession, paper_id: UUID, named: Named, pdf: bytes, sha256: str, at: Utc) -> None:
    """Nothing where another process of the service was faster: what is kept once stays."""
    filled = {"named": _told(named), "number": named.number, "pdf": pdf, "sha256": sha256}
    unfilled = sa.update(SealedPaper).where(
        col(SealedPaper.paper_id) == paper_id, col(SealedPaper.pdf).is_(None)
    )
    await execute(db, unfilled.values(**filled, sealed_at=at, due_at=None))


async def put_off(db: AsyncSession, paper_id: UUID, now: datetime) -> None:
    """Whoever was needed for it was away."""
    waiting = select(SealedPaper).where(SealedPaper.paper_id == paper_id, col(SealedPaper.pdf).is_(None))
    row = (await db.exec(waiting.with_for_update())).first()
    if row:
        row.due_at = now + _FIRST_PAUSE * 2 ** min(row.tries, _MOST_DOUBLED)
        row.tries += 1
        await db.flush()


def _told(named: Named) -> dict[str, Any]:
    return {
        "number": named.number,
        "provider": named.provider and named.provider.model_dump(mode="json"),
        "customer": named.customer.model_dump(mode="json"),
        "department": named.department and named.department.model_dump(mode="json"),
        "people": {str(person_id): name for person_id, name in named.people.items()},
        "introduced": asdict(named.introduced),
    }


def _named(told: dict[str, Any]) -> Named:
    return Named(
        number=told["number"],
        provider=told["provider"] and SellerCard.model_validate(told["provider"]),
        customer=OrganisationShown.model_validate(told["customer"]),
        department=told["department"] and DepartmentCard.model_validate(told["department"]),
        people={UUID(person_id): name for person_id, name in told["people"].items()},
        introduced=_introduced(told.get("introduced", {})),
    )


def _introduced(told: dict[str, Any]) -> Introduced:
    """Nobody is on a file that was sealed before papers introduced them."""
    return Introduced(told.get("held", {}), tuple(told.get("languages", ())))
