"""What is written when another supervisor takes over: to the members, to the new one, and to who had it before."""

from dataclasses import replace
from uuid import UUID

from services.messages.sessions import SessionsHandedOver
from services.notices import dropping, process_facts, told
from services.notices.composing.doors import Doors
from services.notices.letter_kinds import LetterKind
from services.notices.occasions import session_letters
from services.notices.wording import Fact
from services.notices.writing import Letter, write_to
from services.runtime.commands.transactions import Work


async def tell_of_change(event: SessionsHandedOver, work: Work[Doors]) -> None:
    """Each with the file that brings their own calendar up to date, where anything in it changes.

    Where no session is handed over it may end a wait, whose letter has the days and says all of this: they wait for it.
    """
    every = [one.session_id for one in event.sessions]
    await dropping.drop_of_sessions(work, event.process_id, event.moved_ids)
    await dropping.drop_of_sessions(work, event.process_id, every, event.former_supervisor_id)
    known = await told.last_told(work.db, event.process_id, every)
    await process_facts.hand_over(work.db, event)
    moved = [one for one in event.sessions if one.session_id in event.moved_ids]
    await process_facts.change_sessions(work.db, event.process_id, moved)
    await session_letters.remind_of(event.sessions, event.attendee_ids, event.process_id, work)
    settled = None if event.sessions else work.clock.now() + work.resources.settles
    members = [one for one in event.attendee_ids if one != event.supervisor_id]
    kind = LetterKind.SUPERVISOR_STANDS_IN if event.until_day else LetterKind.SUPERVISOR_CHANGED
    changed = replace(_letter(kind, event, event.moved_ids), not_before=settled)
    await write_to(work, event.process_id, members, changed)
    taken = replace(_letter(LetterKind.SESSIONS_TAKEN_OVER, event, every), not_before=settled)
    await write_to(work, event.process_id, [event.supervisor_id], taken)
    former = event.former_supervisor_id
    given = _letter(LetterKind.SESSIONS_HANDED_OVER, event, [])
    own = {**given.facts, **known.facts_for(former, every)}
    own["listed"] = int(bool(own.get("session_ids")))
    await write_to(work, event.process_id, [former], replace(given, facts=own, not_before=settled))


def _letter(kind: LetterKind, event: SessionsHandedOver, session_ids: list[UUID]) -> Letter:
    facts: dict[str, Fact] = {"from_day": event.from_day, "about_id": str(event.supervisor_id), "named": 1}
    facts |= {"stands_in": int(event.until_day is not None)}
    if event.until_day:
        facts["until_day"] = event.until_day
    if session_ids:
        facts["session_ids"] = " ".join(str(one) for one in session_ids)
    without_time = event.waiting > 0
    kept = bool(event.sessions) and not session_ids and not without_time
    facts |= {"listed": int(bool(session_ids)), "kept": int(kept), "without_time": int(without_time)}
    facts |= {"to_come": int(not event.sessions and not without_time and not event.replanned)}
    facts |= {"replanned": event.replanned, "still_waiting": event.still_waiting}
    return Letter(kind, f"{event.process_id}:{event.version}", facts)
