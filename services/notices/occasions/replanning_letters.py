"""What is written of a changed session to who is not at it: coordinators are to find another time where there is none,
and the customer hears that it waits for one, when one is held instead, and when none is looked for any more.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from services.messages.sessions import (
    RecordCorrected,
    SeriesMoved,
    SessionCancelled,
    SessionLeftOut,
    SessionReplanned,
)
from services.notices import process_facts, settling
from services.notices.composing.doors import Doors
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.occasions.session_letters import TOLD_TOGETHER, of_leaver, of_trial
from services.notices.wording import Fact
from services.notices.writing import TOLD, Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def ask_for_another_time(event: SessionCancelled | RecordCorrected, work: Work) -> None:
    """Also where it is said afterwards that the supervisor had called it off."""
    if event.replan_by is None:
        return
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        **of_trial(event.trial),
        "due_at": event.replan_by,
    }
    if isinstance(event, SessionCancelled):
        facts |= of_leaver(event)
    about = f"{event.session_id}:{event.replan_by.isoformat()}"
    letter = Letter(LetterKind.SESSION_TO_REPLAN, about, facts, role=COORDINATOR)
    await write(work, event.process_id, [letter])


async def tell_that_it_is_owed(event: SessionCancelled, work: Work[Doors]) -> None:
    """The customer, and where who was to hold it leaves, who comes after them and has no day for it yet."""
    if event.replan_by is None or event.cancelled_by in TOLD_TOGETHER:
        return
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        **of_trial(event.trial),
        **of_leaver(event),
        "same_supervisor": int(event.leaver_id is None and event.former_id is None),
    }
    about = f"{event.session_id}:{event.sequence}"
    letter = Letter(
        LetterKind.SESSION_OWED, about, facts, not_before=await settling.settle(work, event.process_id)
    )
    if event.leaver_id:
        there = await process_facts.attendees(work.db, event.process_id, event.starts_at)
        supervisors = await process_facts.parties(work.db, event.process_id, "supervisor")
        await write_to(work, event.process_id, [one for one in supervisors if one not in there], letter)
    await write_to_absent(work, event.process_id, letter)


async def tell_that_it_is_left_out(event: SessionLeftOut, work: Work[Doors]) -> None:
    """Who was told that another day is looked for: those who would have been there, whoever holds it by now, and the
    customer.
    """
    if not (event.agreed or event.over):
        return
    session = await process_facts.session_of(work.db, event.session_id)
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": session.starts_at,
        **of_trial(event.trial),
        "by_word": int(event.agreed),
        "over": int(event.over),
    }
    until = await settling.settle(work, event.process_id)
    letter = Letter(LetterKind.SESSION_LEFT_OUT, str(event.session_id), facts, not_before=until)
    there = await process_facts.attendees(work.db, event.process_id, session.starts_at)
    holds = await process_facts.holder_on(work.db, event.process_id, local_date(work.clock.now()))
    await write_to(work, event.process_id, sorted({*there, *holds}), letter)
    await write_to_absent(work, event.process_id, letter)


async def tell_of_replacement(event: SessionReplanned, work: Work[Doors]) -> None:
    """Those who are at it have theirs with the calendar; it waits as theirs do for the next change."""
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "previous_starts_at": event.previous_starts_at,
        **of_trial(event.trial),
        **of_leaver(event),
    }
    about = f"{event.session_id}:{event.sequence}"
    until = await settling.settle(work, event.process_id)
    letter = Letter(LetterKind.SESSION_HELD_INSTEAD, about, facts, not_before=until)
    await write_to_absent(work, event.process_id, letter)


async def tell_that_they_moved(event: SeriesMoved, work: Work[Doors]) -> None:
    """The customer once of them all, unless it was them."""
    if event.party == "commissioner" or not event.sessions:
        return
    days = sorted(local_date(one.starts_at) for one in event.sessions)
    facts: dict[str, Fact] = {"number": len(days), "from_day": days[0], "until_day": days[-1]}
    facts["party"] = event.party
    about = f"{event.process_id}:{min(one.session_id for one in event.sessions)}:{_last_change(event)}"
    await write_to_absent(work, event.process_id, Letter(LetterKind.SERIES_MOVED, about, facts))


def _last_change(event: SeriesMoved) -> int:
    return max(one.sequence for one in event.sessions)


async def write_to_absent(
    work: Work, process_id: UUID, letter: Letter, there: Collection[UUID] | None = None
) -> None:
    """Whom the process names, unless they take part: they pressed it themselves, or hear of it as the others do.

    there: who takes part; where it is left open, who was invited.
    """
    [named] = await process_facts.parties(work.db, process_id, "contact")
    if there is None:
        there = await process_facts.parties(work.db, process_id, process_facts.ATTENDEE)
    own = {TOLD: str(named)} if named in there else {}
    await write_to_customer(work, process_id, replace(letter, facts={**letter.facts, **own}), named)
