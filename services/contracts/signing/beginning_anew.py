"""A paper that people were signing is a draft again: whoever was asked hears of it."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times, versions
from services.contracts.papers.terms import parties_of
from services.contracts.signing import draft_days, signing_order
from services.contracts.tables import Contract
from services.messages import contracts as messages
from services.messages.values import Party
from services.runtime.events.announcing import announce


async def begin_anew(db: AsyncSession, contract: Contract, at: datetime) -> Contract:
    """The next version, a draft; whoever was asked to sign or consent to this one hears of it."""
    asked = await asked_of(db, contract)
    successor = await versions.begin_next(db, contract, "withdrawn", at)
    await draft_days.keep(db, successor, at)
    reminders_at = promised_times.completing_reminders(successor)
    withdrawn = messages.ContractWithdrawn(
        process_id=contract.process_id,
        version=contract.version,
        asked=asked,
        complete_by=reminders_at[0],
        reminders_at=reminders_at,
    )
    await announce(db, withdrawn)
    return successor


async def asked_of(db: AsyncSession, contract: Contract) -> list[UUID]:
    """All members, who consent from the beginning, and the supervisor once it was their turn."""
    signed = await versions.signatures_of(db, contract)
    parties = parties_of(contract)
    reached = signing_order.next_party(signed) is Party.SUPERVISOR
    return [*parties.supervisee_ids, *([parties.supervisor_id] if reached else [])]
