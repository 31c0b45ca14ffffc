"""What became of a session: cancelled, held, nobody came, or recorded otherwise."""

from services.messages import sessions as messages
from services.messages.envelope import Done
from services.runtime.commands.transactions import Work
from services.sessions import asked_first
from services.sessions.content.vault import vault_of
from services.sessions.members import representing
from services.sessions.recording import (
    absences,
    attendance,
    cancelled_before,
    correcting,
)
from services.sessions.showing import session_card


async def preview_cancellation(
    query: messages.PreviewCancellation, work: Work
) -> messages.CancellationPreview:
    """Next: services/billing/handlers/items.py:quote_cancellation"""
    return await attendance.preview_cancellation(work.db, query)


async def preview_replanning(query: messages.PreviewReplanning, work: Work) -> messages.Replanning:
    """Next: services/sessions/rescheduling/replacing.py:found_now"""
    return await attendance.preview_replanning(work.db, query)


async def cancel_session(order: messages.CancelSession, work: Work) -> messages.SessionCard:
    await representing.check_cancels(work.db, work.ask, order)
    return session_card.card(await attendance.cancel(work.db, order))


async def report_absence(order: messages.ReportAbsence, work: Work) -> Done:
    await absences.report(work.db, order)
    return Done()


async def take_back_absence(order: messages.TakeBackAbsence, work: Work) -> Done:
    await absences.take_back(work.db, order)
    return Done()


async def record_held(order: messages.RecordHeld, work: Work) -> messages.SessionCard:
    await asked_first.check_still(work, order.recorded_by, "record_session", "recorded_by")
    return session_card.card(await attendance.record_held(work.db, order))


async def record_no_show(order: messages.RecordNoShow, work: Work) -> messages.SessionCard:
    await asked_first.check_still(work, order.recorded_by, "record_session", "recorded_by")
    return session_card.card(await attendance.record_no_show(work.db, order))


async def record_cancelled(order: messages.RecordCancelled, work: Work) -> messages.SessionCard:
    await asked_first.check_still(work, order.recorded_by, "record_session", "recorded_by")
    return session_card.card(await cancelled_before.record(work.db, order))


async def correct_record(order: messages.CorrectRecord, work: Work) -> messages.SessionCard:
    return session_card.card(await correcting.correct(work, vault_of(work), order))


async def show_record(query: messages.ShowRecord, work: Work) -> messages.RecordState:
    return messages.RecordState(revision=await correcting.revision(work.db, query))
