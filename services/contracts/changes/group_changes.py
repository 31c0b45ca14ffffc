"""A group is another than the one that was asked about a change of its contract: who is asked now."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import versions
from services.contracts.parties import representatives
from services.contracts.signing import signatures, signing_order
from services.contracts.tables import Contract
from services.messages.sessions import RepresentativeNamed
from services.messages.values import Party


async def follow_leaver(db: AsyncSession, process_id: UUID, person_id: UUID, today: date) -> None:
    """Called while they still count: theirs may be the word that the others waited for."""
    amendment = await versions.open_amendment(db, process_id)
    if amendment is None or person_id not in amendment.supervisee_ids:
        return
    waited = await signatures.missing_before(db, amendment, today)
    amendment.supervisee_ids = [one for one in amendment.supervisee_ids if one != person_id]
    await db.flush()
    if waited:
        await _ask(db, amendment, today)


async def follow_naming(db: AsyncSession, event: RepresentativeNamed, today: date) -> None:
    """Whoever acts for them now signs it; who did before consents to it by themselves, as the others do."""
    amendment = await versions.open_amendment(db, event.process_id)
    asked = await signatures.missing_before(db, amendment, today) if amendment else []
    await representatives.hear(db, event)
    if amendment is None or event.from_day > today:
        return
    await signatures.ask_for_consents(db, amendment, today, but=asked)
    await _ask(db, amendment, today)


async def _ask(db: AsyncSession, amendment: Contract, today: date) -> None:
    """For the members' signature, where it is the next one."""
    signed = await versions.signatures_of(db, amendment)
    if signing_order.next_party(signed, amendment.asked_parties) is Party.SUPERVISEE:
        await signatures.ask(db, amendment, signed, today)
