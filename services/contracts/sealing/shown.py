"""Which paper a file is, told to whoever has it: number, version and days, and nobody's name."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, SealedPaper
from services.messages import contracts as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date


async def show(db: AsyncSession, query: messages.ShowSealedPaper) -> messages.SealedPaperShown:
    """Refuses: unknown_paper."""
    row = (await db.exec(select(SealedPaper).where(SealedPaper.sha256 == query.sha256))).first()
    if row is None or row.sealed_at is None or row.number is None:
        raise Refusal("unknown_paper", "sha256")
    contract = await db.get_one(Contract, (row.process_id, row.version))
    assert contract.signed_at
    return messages.SealedPaperShown(
        number=row.number,
        version=row.version,
        signed_on=local_date(contract.signed_at),
        sealed_at=row.sealed_at,
    )
