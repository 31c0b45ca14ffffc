"""The three-way meeting: a dated row of a process whose proposal wants one; nothing is signed while it is open."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times, versions
from services.contracts.tables import Contract, Meeting, MeetingWord
from services.messages.contracts import (
    ArrangeMeeting,
    CorrectMeeting,
    MeetingArranged,
    MeetingCorrected,
    MeetingHeld,
    MeetingShown,
    MeetingWaived,
    RecordMeeting,
    WaiveMeeting,
)
from services.messages.contracts import MeetingWord as WordShown
from services.messages.intake import ProposalCard
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import end_of, local_date
from services.runtime.provider.readiness import escalated_at
from services.runtime.storage.database import among_asked


async def follow(
    db: AsyncSession, contract: Contract, proposal: ProposalCard, tried_at: datetime | None = None
) -> None:
    """As the proposal that was accepted last has it; what is recorded already stays. tried_at: a trial went on then."""
    if contract.status != "draft":
        return
    meeting = await db.get(Meeting, contract.process_id)
    if proposal.three_way_meeting and meeting is None:
        due_on = promised_times.meeting_day(contract, tried_at or proposal.answered_at or contract.drafted_at)
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
    return [due, escalated_at(due, after, contract.starts_on)]


async def check(db: AsyncSession, process_id: UUID) -> None:
    """Whether its paper may go to its signers. Refuses: meeting_open."""
    meeting = await db.get(Meeting, process_id)
    if meeting and meeting.recorded_at is None:
        raise Refusal("meeting_open", "process_id")


async def arrange(db: AsyncSession, order: ArrangeMeeting) -> None:
    """Refuses: see ArrangeMeeting.

    Next: services/notices/occasions/contract_letters.py:tell_of_meeting
    """
    meeting = await _find(db, order.process_id)
    if meeting.starts_at == order.starts_at:
        return
    if meeting.recorded_at:
        raise Refusal("meeting_recorded", "process_id")
    contract = await _draft(db, order.process_id)
    if order.starts_at <= order.as_of:
        raise Refusal("not_in_the_future", "starts_at")
    meeting.starts_at = order.starts_at
    await db.flush()
    who = contract.model_dump(include={"process_id", "supervisor_id", "supervisee_ids"})
    await announce(db, MeetingArranged(**who, starts_at=order.starts_at))


async def correct(db: AsyncSession, order: CorrectMeeting) -> None:
    """Refuses: see CorrectMeeting."""
    meeting, reason = await _find(db, order.process_id), order.reason.strip()
    if meeting.recorded_at is None:
        raise Refusal("meeting_not_recorded", "process_id")
    await _draft(db, order.process_id)
    _check_word(order, reason)
    held_on = order.held_on if order.outcome == "held" else None
    waived_reason = reason if order.outcome == "waived" else None
    if (meeting.held_on, meeting.waived_reason) == (held_on, waived_reason):
        return
    kept = {"process_id", "held_on", "waived_reason", "recorded_by", "recorded_at"}
    before = await words_put_right(db, [order.process_id])
    number = len(before.get(order.process_id, ())) + 1
    db.add(MeetingWord(**meeting.model_dump(include=kept), number=number))
    meeting.held_on, meeting.waived_reason = held_on, waived_reason
    is_open = order.outcome == "open"
    meeting.recorded_by = None if is_open else order.corrected_by
    meeting.recorded_at = None if is_open else order.as_of
    await db.flush()
    await announce(db, MeetingCorrected(process_id=order.process_id, outcome=order.outcome, held_on=held_on))


def _check_word(order: CorrectMeeting, reason: str) -> None:
    if order.outcome == "held" and order.held_on is None:
        raise Refusal("day_missing", "held_on", "is needed")
    if order.outcome == "held" and order.held_on and order.held_on > local_date(order.as_of):
        raise Refusal("in_the_future", "held_on")
    if order.outcome == "waived" and not reason:
        raise Refusal("reason_missing", "reason", "is needed")


_PUT_RIGHT = select(MeetingWord).where(among_asked(MeetingWord.process_id)).order_by(col(MeetingWord.number))


async def words_put_right(db: AsyncSession, process_ids: Sequence[UUID]) -> dict[UUID, list[MeetingWord]]:
    """By process, the first one first."""
    found: dict[UUID, list[MeetingWord]] = {}
    for one in await db.exec(_PUT_RIGHT, params={"ids": list(process_ids)}):
        found.setdefault(one.process_id, []).append(one)
    return found


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
    await _draft(db, meeting.process_id)


async def _draft(db: AsyncSession, process_id: UUID) -> Contract:
    """Refuses: already_signing, contract_expired, contract_given_up."""
    contract = await versions.find(db, process_id)
    if contract.status in versions.ENDED:
        raise Refusal(f"contract_{contract.status}", "process_id")
    if contract.status != "draft":
        raise Refusal("already_signing", "process_id")
    return contract


def shown(meeting: Meeting, earlier: Sequence[MeetingWord], viewer: Viewer | None) -> MeetingShown | None:
    """None to whom it is not told of."""
    if viewer is not None and scope(viewer.role, "three_way_meeting") != "yes":
        return None
    reads = viewer is not None and scope(viewer.role, "meeting_reason") == "yes"
    return MeetingShown(
        due_on=meeting.due_on,
        starts_at=meeting.starts_at,
        held_on=meeting.held_on,
        waived=meeting.waived_reason is not None,
        reason=(meeting.waived_reason or "") if reads else "",
        earlier=[
            WordShown(recorded_at=one.recorded_at, held_on=one.held_on, reason=one.waived_reason or "")
            for one in earlier
            if reads
        ],
    )
