"""What is sealed for one entry of a person, sealed anew for the one that stays: only by its own id it can be opened."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.tables import Leaving, Note, Session


async def reseal(db: AsyncSession, vault: Vault, kept_id: UUID, absorbed_id: UUID) -> None:
    """Notes, and why somebody left. Before the rows are taken over."""
    written = select(Note, Session).where(
        Note.session_id == Session.session_id, Note.author_id == absorbed_id
    )
    for note, about in (await db.exec(written)).all():
        belongs = ("note", note.session_id)
        note.sealed = await _anew(vault, about.process_id, note.sealed, belongs, kept_id, absorbed_id)
    for left in (await db.exec(select(Leaving).where(Leaving.person_id == absorbed_id))).all():
        if left.sealed is not None:
            left.sealed = await _anew(vault, left.process_id, left.sealed, ("leaving",), kept_id, absorbed_id)
    await db.flush()


async def _anew(
    vault: Vault,
    process_id: UUID,
    sealed: bytes,
    belongs: tuple[object, ...],
    kept_id: UUID,
    absorbed_id: UUID,
) -> bytes:
    """As it was, once the process's key is destroyed."""
    try:
        text = await vault.open(process_id, sealed, *belongs, absorbed_id)
    except Unreadable:
        return sealed
    return await vault.seal(process_id, text, *belongs, kept_id)
