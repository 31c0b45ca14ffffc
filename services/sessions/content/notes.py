"""Session notes: for their author alone. Nothing of them is ever announced, logged or counted."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.policy import scope
from services.messages.sessions import Note as NoteReply
from services.messages.sessions import ReadNote, WriteNote
from services.runtime.commands.refusal import Refusal
from services.sessions.content.authors import notes_of
from services.sessions.content.sealing import Unreadable
from services.sessions.content.vault import Vault
from services.sessions.hours.diary import locked_session
from services.sessions.recording.attendance import refuse_unless_supervisor
from services.sessions.tables import Note, Session


async def write(db: AsyncSession, vault: Vault, order: WriteNote) -> None:
    """Refuses: unknown_session, not_the_supervisor."""
    about = await locked_session(db, order.session_id)
    refuse_unless_supervisor(about, order.author_id, "author_id")
    sealed = await vault.seal(about.process_id, order.text, "note", about.session_id, order.author_id)
    async with notes_of(db, order.author_id):
        note = await db.get(Note, (about.session_id, order.author_id))
        if note is None:
            note = Note(
                session_id=about.session_id, author_id=order.author_id, sealed=sealed, written_at=order.as_of
            )
        note.sealed, note.written_at = sealed, order.as_of
        db.add(note)


async def read(db: AsyncSession, vault: Vault, query: ReadNote) -> NoteReply:
    """Refuses: unknown_note, the same for a stranger, for no note, and for one whose key is destroyed."""
    viewer = query.viewer
    about = await db.get(Session, query.session_id)
    async with notes_of(db, viewer.person_id):
        note = await db.get(Note, (query.session_id, viewer.person_id))
    if about is None or note is None or scope(viewer.role, "session_notes") != "own":
        raise Refusal("unknown_note", "session_id")
    try:
        text = await vault.open(about.process_id, note.sealed, "note", about.session_id, viewer.person_id)
    except Unreadable:
        raise Refusal("unknown_note", "session_id") from None
    return NoteReply(text=text)
