"""The three-way meeting: a dated row of a process whose proposal wants one; nothing is signed while it is open."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers import promised_times, versions
from services.contracts.showing.meetings import words_put_right
from services.contracts.tables import Contract, Meeting, MeetingWord
from services.messages.contracts import (
    ArrangeMeeting,
    CorrectMeeting,
    MeetingArranged,
    MeetingCorrected,
    MeetingHeld,
    MeetingWaived,
    RecordMeeting,
    WaiveMeeting,
)
from services.messages.intake import ProposalCard
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import end_of, local_date
from services.runtime.provider.readiness import escalated_at


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
        if meeting.starts_at:
            await announce(db, MeetingWaived(process_id=contract.process_id))
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

    Next: services/notices/occasions/meeting_letters.py:tell_of_meeting
    """
    meeting = await _find(db, order.process_id)
    ends_at = order.starts_at + timedelta(minutes=order.minutes)
    if (meeting.starts_at, meeting.ends_at, meeting.place) == (order.starts_at, ends_at, order.place):
        return
    if meeting.recorded_at:
        raise Refusal("meeting_recorded", "process_id")
    contract = await _draft(db, order.process_id)
    if order.starts_at <= order.as_of:
        raise Refusal("not_in_the_future", "starts_at")
    told = {"previous_starts_at": meeting.starts_at, "starts_at": order.starts_at, "ends_at": ends_at}
    meeting.starts_at, meeting.ends_at, meeting.place = order.starts_at, ends_at, order.place
    meeting.sequence += _ROOM
    await db.flush()
    who = contract.model_dump(include={"process_id", "supervisor_id", "supervisee_ids"})
    await announce(db, MeetingArranged.model_validate(who | told | {"sequence": meeting.sequence}))


_ROOM = 2
"""Between two that are arranged there is one more: what calls the first off."""


def _call_off(meeting: Meeting, held_on: date | None, now: datetime) -> None:
    """A time that is still to come, of a meeting that was on another day or is left out: it may be arranged again.

    Next: services/notices/occasions/meeting_letters.py:tell_that_time_is_off
    """
    if meeting.starts_at and meeting.starts_at > now and held_on != local_date(meeting.starts_at):
        meeting.starts_at = meeting.ends_at = None


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
    if not is_open:
        _call_off(meeting, held_on, order.as_of)
    await db.flush()
    await announce(db, MeetingCorrected(process_id=order.process_id, outcome=order.outcome, held_on=held_on))


def _check_word(order: CorrectMeeting, reason: str) -> None:
    if order.outcome == "held" and order.held_on is None:
        raise Refusal("day_missing", "held_on", "is needed")
    if order.outcome == "held" and order.held_on and order.held_on > local_date(order.as_of):
        raise Refusal("in_the_future", "held_on")
    if order.outcome == "waived" and not reason:
        raise Refusal("reason_missing", "reason", "is needed")


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
    _call_off(meeting, order.held_on, order.as_of)
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
    _call_off(meeting, None, order.as_of)
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
