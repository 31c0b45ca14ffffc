"""The three-way meeting: a dated row of a process whose proposal wants one; nothing is signed while it is open."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times, versions
from services.contracts.tables import Contract, Meeting
from services.messages.contracts import (
    MeetingHeld,
    MeetingShown,
    MeetingWaived,
    RecordMeeting,
    WaiveMeeting,
)
from services.messages.intake import ProposalCard
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import end_of, local_date, working_days_after


async def follow(
    db: AsyncSession, contract: Contract, proposal: ProposalCard, tried_at: datetime | None = None
) -> None:
    """As the proposal that was accepted last has it; what is recorded already stays. tried_at: a trial went on then."""
    if contract.status != "draft":
        return
    meeting = await db.get(Meeting, contract.process_id)
    if proposal.three_way_meeting and meeting is None:
        due_on = local_date(tried_at or proposal.answered_at or contract.drafted_at) + timedelta(
            days=promised_times.promises_of(contract).meeting_days
        )
        db.add(Meeting(process_id=contract.process_id, due_on=due_on))
    elif not proposal.three_way_meeting and meeting and meeting.recorded_at is None:
        await db.delete(meeting)
    await db.flush()


async def reminders(db: AsyncSession, contract: Contract) -> list[datetime]:
    """Of our work on a draft, in order: while the parties are to meet, from the end of that time on."""
    meeting = await db.get(Meeting, contract.process_id)
    if meeting is None or meeting.recorded_at:
        return promised_times.completing_reminders(contract)
    due = end_of(meeting.due_on)
    after = promised_times.promises_of(contract).contract_escalates_working_days
    return [due, working_days_after(due, after)]


async def check(db: AsyncSession, process_id: UUID) -> None:
    """Whether its paper may go to its signers. Refuses: meeting_open."""
    meeting = await db.get(Meeting, process_id)
    if meeting and meeting.recorded_at is None:
        raise Refusal("meeting_open", "process_id")


async def record(db: AsyncSession, order: RecordMeeting) -> None:
    """Refuses: unknown_process, no_meeting, meeting_recorded, in_the_future, already_signing, contract_..."""
    meeting = await _find(db, order.process_id)
    if meeting.held_on == order.held_on:
        return
    await _check_open(db, meeting)
    if order.held_on > local_date(order.as_of):
        raise Refusal("in_the_future", "held_on")
    meeting.held_on = order.held_on
    meeting.recorded_by, meeting.recorded_at = order.recorded_by, order.as_of
    await db.flush()
    await announce(db, MeetingHeld(process_id=order.process_id, held_on=order.held_on))


async def waive(db: AsyncSession, order: WaiveMeeting) -> None:
    """Refuses: unknown_process, no_meeting, meeting_recorded, reason_missing, already_signing, contract_..."""
    meeting, reason = await _find(db, order.process_id), order.reason.strip()
    if not reason:
        raise Refusal("reason_missing", "reason", "is needed")
    if meeting.waived_reason == reason:
        return
    await _check_open(db, meeting)
    meeting.waived_reason = reason
    meeting.recorded_by, meeting.recorded_at = order.waived_by, order.as_of
    await db.flush()
    await announce(db, MeetingWaived(process_id=order.process_id))


async def _find(db: AsyncSession, process_id: UUID) -> Meeting:
    """Held with its process, so that it is recorded before its paper is completed, or not at all."""
    await versions.find(db, process_id)
    meeting = await db.get(Meeting, process_id, populate_existing=True)
    if meeting is None:
        raise Refusal("no_meeting", "process_id")
    return meeting


async def _check_open(db: AsyncSession, meeting: Meeting) -> None:
    if meeting.recorded_at:
        raise Refusal("meeting_recorded", "process_id")
    status = (await versions.find(db, meeting.process_id)).status
    if status in versions.ENDED:
        raise Refusal(f"contract_{status}", "process_id")
    if status != "draft":
        raise Refusal("already_signing", "process_id")


def shown(meeting: Meeting, viewer: Viewer | None) -> MeetingShown:
    reads = viewer is not None and scope(viewer.role, "meeting_reason") == "yes"
    return MeetingShown(
        due_on=meeting.due_on,
        held_on=meeting.held_on,
        waived=meeting.waived_reason is not None,
        reason=(meeting.waived_reason or "") if reads else "",
    )
