"""Sessions as they are told."""

from services.messages import sessions as messages
from services.runtime.commands.sizes import fitting, last_of
from services.runtime.commands.transactions import Work
from services.sessions import access
from services.sessions.content.vault import vault_of
from services.sessions.recording import (
    recorded_words,
    unrecorded,
)
from services.sessions.showing import my_sessions, records, session_card, waiting


async def list_sessions(query: messages.ListSessions, work: Work) -> messages.SessionList:
    now = work.clock.now()
    cards = await my_sessions.of_process(work.db, query.process_id, query.viewer, now)
    return messages.SessionList(sessions=cards)


async def list_my_sessions(query: messages.ListMySessions, work: Work) -> messages.SessionList:
    rows = await my_sessions.between(work.db, query)
    found = [session_card.card(row, query.viewer) for row in rows]
    part = fitting(found, most=my_sessions.MOST)
    return messages.SessionList(sessions=part, go_on_after=last_of(part, found, "session_id"))


async def list_records(query: messages.ListRecords, work: Work) -> messages.SessionRecords:
    return await records.list_seen(work.db, query)


async def show_waiting(query: messages.ShowWaiting, work: Work) -> messages.Waits:
    return await waiting.shown_to(work.db, query)


async def show_session(query: messages.ShowSession, work: Work) -> messages.SessionShown:
    row, process = await access.session_reached(work.db, query.session_id, query.viewer)
    by_others = row.revision or row.recorded_by not in (None, row.supervisor_id)
    words = (
        await recorded_words.shown_to(work.db, vault_of(work), row, process, query.viewer)
        if by_others
        else []
    )
    now = work.clock.now()
    shown = await session_card.show(work.db, query, now, words)
    if not await unrecorded.waits_for_staff(work.ask, row, query.viewer, now):
        return shown
    return shown.model_copy(update={"card": shown.card.model_copy(update={"may_correct": True})})
