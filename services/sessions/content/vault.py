"""What was said in supervision, at rest: sealed with its process's own key, which is wrapped by the key of keys."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute
from services.runtime.storage.key_rings import KeyRing
from services.sessions.content.sealing import KeyOfKeys, Unreadable, new_process_key, open_sealed, seal
from services.sessions.tables import ProcessKey


@dataclass(frozen=True)
class Vault:
    """Seals and opens the words of processes. Deleting a process's key row makes all of them unreadable.

    whose: what the text belongs to ("note" and the ids of process, session and author); needed to open them.
    """

    db: AsyncSession
    master: KeyOfKeys

    async def seal(self, process_id: UUID, text: str, *whose: object) -> bytes:
        """The process gets its key with its first words."""
        fresh = {"process_id": process_id, "wrapped": new_process_key(self.master)}
        await execute(self.db, insert(ProcessKey).values(fresh).on_conflict_do_nothing())
        return seal(self.master, await self._key(process_id), text, _associated_data(process_id, whose))

    async def open(self, process_id: UUID, sealed: bytes, *whose: object) -> str:
        """Raises Unreadable: the key is destroyed, or these are other words than they are said to be."""
        return open_sealed(
            self.master, await self._key(process_id), sealed, _associated_data(process_id, whose)
        )

    async def _key(self, process_id: UUID) -> str:
        key = await self.db.get(ProcessKey, process_id)
        if key is None:
            raise Unreadable
        return key.wrapped


def vault_of(work: Work) -> Vault:
    """Opened with the installation's key, in the transaction of the message that is handled."""
    return Vault(work.db, key_of_keys(work.settings.keys))


def key_of_keys(folder: Path | None) -> KeyOfKeys:
    """From the installation's folder of keys. Raises LookupError when the service was given none."""
    ring = KeyRing.read(folder, "notes.json")
    return {"current": ring.current, "keys": dict(ring.keys)}


def _associated_data(process_id: UUID, whose: tuple[object, ...]) -> bytes:
    return " ".join(str(part) for part in (process_id, *whose)).encode()
