"""What contracts says of a process's end: a successor gets its number, and a supervisor's place is free again."""

from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, promised_times
from services.intake.askers import registering
from services.intake.supervisors import declaring
from services.intake.tables import Inquiry
from services.messages.contracts import ContinuationChosen
from services.messages.intake import InquiryStatus, SuccessorNumbered
from services.runtime.commands.transactions import Work
from services.runtime.events.announcing import announce


async def open_successor(db: AsyncSession, event: ContinuationChosen) -> None:
    """The successor has the old one's organisation, contact, audience and supervisor, those members who have not left,
    an own number, and the promises of the day of the choice. Nothing where it closes.

    Raises ValueError where the successor's id belongs to something else.
    """
    if event.successor_id is None:
        return
    old = await inquiries.hold_or_wait(db, event.process_id)
    known = await db.get(Inquiry, event.successor_id)
    if known and known.renews != event.process_id:
        raise ValueError("the successor's id belongs to another process")
    if known:
        return
    successor = _successor(old, event, await inquiries.next_number(db))
    db.add(successor)
    await db.flush()
    await declaring.carry_on(db, old, successor)
    await announce(db, _numbered(successor, event.starts_on))


async def end_renewed(db: AsyncSession, process_id: UUID) -> None:
    """What follows keeps its supervisor's place."""
    (await inquiries.hold_or_wait(db, process_id)).ended = True


async def end(work: Work, process_id: UUID) -> None:
    """Its supervisor has a place more, and nobody is to be let in for it."""
    inquiry = await inquiries.hold_or_wait(work.db, process_id)
    inquiry.ended = True
    await registering.drop_admission(work.ask, inquiry, work.clock.now())


def _successor(old: Inquiry, event: ContinuationChosen, number: str) -> Inquiry:
    own: dict[str, object] = {
        "process_id": event.successor_id,
        "number": number,
        "status": InquiryStatus.RENEWAL,
        "renews": event.process_id,
        "ended": False,
        "asker_id": None,
        "received_at": event.chosen_at,
        "promises": event.promises.model_dump(),
        "contract_signed_at": None,
        "preferred_from": None,
        "other_supervisor_id": None,
        "other_until": None,
        "proposed_supervisor_id": None,
        "tried_by": [],
    }
    going_on = {} if event.supervisee_ids is None else {"supervisee_ids": event.supervisee_ids}
    return Inquiry(**{**old.model_dump(), **own, **going_on})


def _numbered(successor: Inquiry, starts_on: date | None) -> SuccessorNumbered:
    """starts_on: none where the choice was said before that was."""
    facts = successor.model_dump(include=set(SuccessorNumbered.model_fields))
    promises, since = inquiries.promises_of(successor), successor.received_at
    complete_by = promised_times.completing(promises, since, starts_on)
    return SuccessorNumbered(**facts, complete_by=complete_by)
