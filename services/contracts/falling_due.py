"""The loop of what falls due here: amendments and drafts of renewals in their time, and papers to be sealed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.changes import lapsing
from services.contracts.sealing import making
from services.contracts.signing import lapsing_drafts
from services.contracts.tables import Contract, SealedPaper
from services.paper_seals.keys import SealKeys
from services.runtime.clock import Clock
from services.runtime.events.due_rows import DueRows, FallDue
from services.runtime.proofs.by_link import WithLinks
from services.runtime.proofs.links import LinkKeys
from services.runtime.proofs.people import public_keys
from services.runtime.service import Service

_FALL_DUE = FallDue(
    (lapsing.DUE, lapsing.WAITS, col(Contract.process_id)),
    (lapsing_drafts.DUE, lapsing_drafts.WAITS, col(Contract.process_id)),
    (lapsing_drafts.CALL_DUE, lapsing_drafts.TO_CALL, col(Contract.process_id)),
    (making.DUE, making.WAITS, col(SealedPaper.paper_id)),
)


@dataclass(frozen=True)
class FallingDue:
    """What the service prepares: its rows with a time, the keys of its seal, and who opens links to its papers."""

    rows: DueRows
    keys: SealKeys
    links: WithLinks


async def prepare(service: Service[Any]) -> FallingDue:
    folder = service.settings.keys
    known, local = public_keys(folder), service.settings.is_local
    links = WithLinks(known, service.ask, LinkKeys.read(folder), service.clock, is_local=local)
    service.prover = links
    return FallingDue(DueRows(service.clock, _FALL_DUE), SealKeys.read(folder), links)


async def see_to(service: Service[FallingDue]) -> None:
    """Until cancelled."""

    async def one(db: AsyncSession, clock: Clock) -> bool:
        for see_to_one in (lapsing.lapse_one, lapsing_drafts.call_for_one, lapsing_drafts.lapse_one):
            if await see_to_one(db, clock):
                return True
        return await making.seal_one(db, service.transactions, service.resources.keys)

    await service.resources.rows.keep_seeing_to(
        service.transactions, one, lambda has_seen: service.is_done(see_to.__name__, has_seen)
    )


async def due(service: Service[FallingDue], connection: AsyncConnection) -> dict[str, Any]:
    """For the service's report."""
    return await service.resources.rows.report(connection)
