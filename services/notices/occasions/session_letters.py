"""What is written about sessions: invitations, new times, cancellations, reminders, and reviews."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.messages import sessions as messages
from services.notices import choices, dropping, process_facts, settling, told
from services.notices.composing.doors import Doors
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.inquiry_letters import write_to_customer_of
from services.notices.reminders import reminder
from services.notices.tables import KnownSession
from services.notices.wording import Fact
from services.notices.writing import LEAVER, Letter, addressed, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.storage.database import take_in

TOLD_TOGETHER = messages.FELL
"""Of all sessions that these call off, one letter tells."""


@dataclass(frozen=True)
class Before:
    """Which session is moved or replaced, and when it was to begin: not everybody has been told so."""

    session_id: UUID
    starts_at: datetime


async def invite(event: messages.SeriesPlanned, work: Work) -> None:
    """Every attendee, the supervisor among them, by one letter with the plan, or by one a session as they chose.

    Each session has its reminder. Who joins later is invited to what is from their day on.
    """
    people = list(dict.fromkeys([*event.attendee_ids, event.supervisor_id]))
    roles = {process_facts.ATTENDEE: people, "supervisor": [event.supervisor_id]}
    later = await process_facts.first_days(work.db, event.process_id)
    await process_facts.set_parties(work.db, event.process_id, roles)
    for who, from_day in later.items():
        await process_facts.join(work.db, event.process_id, who, from_day)
    await _hold_by_plan(event, work)
    await process_facts.remember_sessions(work.db, event.process_id, event.sessions, trial=event.trial)
    promises, now = await process_facts.promises_of(work.db, event.process_id), work.clock.now()
    single = await choices.with_single_invitations(work.db, people)
    letters = _to_each([one for one in people if one not in single], _plan(event))
    for one in event.sessions:
        facts = _facts(one.session_id, one.calendar_uid, one.number, 0, one.starts_at, one.ends_at)
        facts |= of_trial(event.trial)
        there = _there(people, later, one.starts_at)
        invited = sorted(single.intersection(there))
        letters += _to_each(invited, _about(LetterKind.SESSION_INVITATION, facts))
        letters += _to_each(there, reminder(facts, one, promises, now))
    await write(work, event.process_id, letters)
    await _tell_the_customer(event, work)


async def _hold_by_plan(event: messages.SeriesPlanned, work: Work) -> None:
    """A trial may have been somebody else's before, and be handed on more than once until there is a contract."""
    held = await process_facts.days_held(work.db, event.process_id)
    last = [who for who, days in held.items() if any(until == date.max for _, until in days)]
    if event.sessions and last and last != [event.supervisor_id]:
        first = min(local_date(one.starts_at) for one in event.sessions)
        await process_facts.hold_from(work.db, event.process_id, last[0], event.supervisor_id, first)


async def _tell_the_customer(event: messages.SeriesPlanned, work: Work) -> None:
    """Who asked for it, unless they take part; of a trial they hear when it is decided."""
    contact = await process_facts.parties(work.db, event.process_id, "contact")
    if event.trial or not event.sessions or set(contact) & set(event.attendee_ids):
        return
    days = sorted(local_date(one.starts_at) for one in event.sessions)
    facts: dict[str, Fact] = {"number": len(days), "from_day": days[0], "until_day": days[-1]}
    about = str(event.sessions[0].session_id)
    await write_to_customer_of(work, event, Letter(LetterKind.SESSIONS_AGREED, about, facts))


async def invite_to_each(person_id: UUID, work: Work) -> None:
    """Whoever has chosen so, to what is still to come; what they were invited to already stays one letter."""
    await invite_to(await choices.sessions_to_come(work.db, person_id, work.clock.now()), person_id, work)


async def invite_to(sessions: Sequence[KnownSession], person_id: UUID, work: Work) -> None:
    for one in sessions:
        facts = _facts(one.session_id, one.calendar_uid, one.number, one.sequence, one.starts_at, one.ends_at)
        facts |= of_trial(one.trial)
        letter = _about(LetterKind.SESSION_INVITATION, facts)
        await write(work, one.process_id, [addressed(letter, person_id)])


async def move(event: messages.SessionMoved, work: Work[Doors]) -> None:
    """A change that is older than what was told already says nothing."""
    session = await process_facts.session_of(work.db, event.session_id)
    if event.sequence <= session.sequence:
        return
    facts = _facts(
        event.session_id, session.calendar_uid, event.number, event.sequence, event.starts_at, event.ends_at
    )
    facts |= of_trial(event.trial)
    before = Before(event.session_id, session.starts_at)
    take_in(session, event.model_dump(include={"starts_at", "ends_at", "sequence", "free_until"}))
    await _tell_of_new_time(work, event, LetterKind.SESSION_MOVED, facts, before)


async def call_off(event: messages.SessionCancelled, work: Work[Doors]) -> None:
    """One that is planned again at once has one letter, which tells both."""
    session = await process_facts.session_of(work.db, event.session_id)
    if event.sequence <= session.sequence:
        return
    take_in(session, {"sequence": event.sequence, "cancelled": True})
    known, until = await _take_back(work, event.process_id, event.session_id)
    if event.cancelled_by in TOLD_TOGETHER:
        return
    ends_at = event.starts_at + timedelta(minutes=event.minutes)
    facts = _facts(
        event.session_id, session.calendar_uid, event.number, event.sequence, event.starts_at, ends_at
    )
    facts |= of_trial(event.trial)
    if event.planned_again:
        return
    facts |= {"party": event.cancelled_by}
    still = of_leaver(event) | {"owed": int(event.replan_by is not None)}
    to_former = {name: still[name] for name in ("handed_over", "by_supervisor")} | {
        "owed": 0,
        "handed_back": 0,
    }
    letters = []
    for person in await _who_had_it(event, work):
        starts_at = known.get(person, event.starts_at)
        own = facts | {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=event.minutes)}
        had_it = person in (event.leaver_id, event.former_id)
        own |= to_former if had_it else still
        letters += _to_each([person], _about(LetterKind.SESSION_CANCELLED, own, until))
    await write(work, event.process_id, letters)


async def _who_had_it(event: messages.SessionCancelled, work: Work) -> list[UUID]:
    """Those who were told of it: who holds its day by now never was, where another one was to hold it."""
    there = await process_facts.attendees(work.db, event.process_id, event.starts_at)
    if event.former_id is None or event.former_id in there:
        return there
    never = await process_facts.supervisors_among(work.db, event.process_id, there)
    return [*(one for one in there if one not in never), event.former_id]


async def tell_of_replacement(event: messages.SessionReplanned, work: Work[Doors]) -> None:
    """One letter: the old time is off, and when it is instead. Their calendars move the entry that they have."""
    await process_facts.remember_sessions(
        work.db, event.process_id, [event], sequence=event.sequence, trial=event.trial
    )
    facts = _facts(
        event.session_id, event.calendar_uid, event.number, event.sequence, event.starts_at, event.ends_at
    )
    facts |= of_trial(event.trial) | of_leaver(event)
    before = Before(event.replaces, event.previous_starts_at)
    await _tell_of_new_time(work, event, LetterKind.SESSION_REPLANNED, facts, before)
    if event.leaver_id and not await told.that_it_is_off(work.db, event.leaver_id, event.replaces):
        await _take_out_of_calendar(work, event, event.leaver_id)


async def _take_out_of_calendar(work: Work[Doors], event: messages.SessionReplanned, leaver_id: UUID) -> None:
    """Of who was to hold it, and is at it no more."""
    off: KnownSession = await process_facts.session_of(work.db, event.replaces)
    facts = _facts(
        event.replaces, event.calendar_uid, event.number, event.sequence, off.starts_at, off.ends_at
    )
    facts |= of_trial(event.trial) | {"by_supervisor": 0}
    until = await settling.settle(work, event.process_id)
    await write(
        work, event.process_id, _to_each([leaver_id], _about(LetterKind.SESSION_CANCELLED, facts, until))
    )


def of_leaver(event: messages.SessionCancelled | messages.SessionReplanned) -> dict[str, Fact]:
    """Where it goes to who comes after them: handed_back; where it had no time with another supervisor: handed_over;
    where whoever had it before called it off: by_former; and then not by_supervisor.
    """
    if event.leaver_id:
        return {LEAVER: str(event.leaver_id), "handed_back": 1, "handed_over": 0, "by_supervisor": 0}
    another = event.former_id is not None
    over = another if isinstance(event, messages.SessionCancelled) else event.handed_over
    told: dict[str, Fact] = {
        "handed_back": 0,
        "handed_over": int(over),
        "by_former": int(another and not over),
    }
    return told | {"by_supervisor": int(not over and not another)}


async def _tell_of_new_time(
    work: Work[Doors],
    event: messages.SessionMoved | messages.SessionReplanned,
    kind: LetterKind,
    facts: dict[str, Fact],
    before: Before,
) -> None:
    """With its reminder; one that is back at the time that its reader knows needs no other letter."""
    known, until = await _take_back(work, event.process_id, before.session_id)
    promises, now = await process_facts.promises_of(work.db, event.process_id), work.clock.now()
    letters: list[Letter] = []
    people = await process_facts.attendees(work.db, event.process_id, event.starts_at)
    movers = await process_facts.movers(work, event.process_id, people)
    for person in people:
        letters += _to_each([person], reminder(facts, event, promises, now))
        starts_at = known.get(person, before.starts_at)
        if starts_at != event.starts_at:
            own = {**facts, **_moves(person, movers, event), "previous_starts_at": starts_at}
            is_new = person not in known and _holds_it_first(event, person)
            letters += _to_each(
                [person], _about(LetterKind.SESSION_INVITATION if is_new else kind, own, until)
            )
    await write(work, event.process_id, letters)


def _moves(
    person: UUID, movers: Collection[UUID], event: messages.SessionMoved | messages.SessionReplanned
) -> dict[str, Fact]:
    """Who may move it once at no cost, or whom to tell; nothing of that to who holds it."""
    holds = isinstance(event, messages.SessionReplanned) and person == event.supervisor_id
    may = person in movers
    return {"may_move": int(may and not holds), "others_move": int(not may and not holds)}


def _holds_it_first(event: messages.SessionMoved | messages.SessionReplanned, person_id: UUID) -> bool:
    """Another one was to hold it: to them it is a new session."""
    if isinstance(event, messages.SessionMoved):
        return False
    return event.former_id is not None and person_id == event.supervisor_id


async def _take_back(
    work: Work[Doors], process_id: UUID, session_id: UUID
) -> tuple[Mapping[UUID, datetime], datetime]:
    """What waits about the session is not sent any more. When it begins for those who hear of no other time, so; and
    until when the letters about this change wait for the next one.
    """
    await dropping.drop_of_sessions(work, process_id, [session_id])
    untold = await told.untold_times(work.db, process_id, [session_id])
    known = {person: times[session_id] for person, times in untold.items()}
    return known, await settling.settle(work, process_id)


async def tell_of_place(event: messages.PlaceChanged, work: Work[Doors]) -> None:
    """Where it is, is asked when the letter is sent. A change that is older than what was told says nothing."""
    (await process_facts.process(work.db, event.process_id)).may_be_elsewhere = True
    mine: dict[UUID, list[KnownSession]] = {}
    for one in event.sessions:
        session = await process_facts.session_of(work.db, one.session_id)
        if one.sequence <= session.sequence:
            continue
        take_in(session, {"sequence": one.sequence})
        for person in await process_facts.attendees(work.db, event.process_id, session.starts_at):
            mine.setdefault(person, []).append(session)
    letters: list[Letter] = []
    for person, own in mine.items():
        ids = " ".join(str(one.session_id) for one in own)
        facts: dict[str, Fact] = {"session_ids": ids, "starts_at": own[0].starts_at}
        about = f"{own[0].session_id}:{own[0].sequence}"
        letters += _to_each([person], Letter(LetterKind.PLACE_CHANGED, about, facts))
    await write(work, event.process_id, letters)


async def ask_what_happened(event: messages.ConfirmationOverdue, work: Work) -> None:
    session: KnownSession = await process_facts.session_of(work.db, event.session_id)
    facts: dict[str, Fact] = {
        "session_id": str(event.session_id),
        "number": event.number,
        "starts_at": session.starts_at,
        **of_trial(event.trial),
    }
    letter = Letter(LetterKind.CONFIRMATION_DUE, str(event.session_id), facts, person_id=event.supervisor_id)
    await write(work, event.process_id, [letter])


async def ask_for_review(event: messages.ReviewDue | messages.ReviewOverdue, work: Work) -> None:
    kind = LetterKind.REVIEW_DUE if isinstance(event, messages.ReviewDue) else LetterKind.REVIEW_OVERDUE
    letter = Letter(kind, f"{event.process_id}:{event.kind}", {"review": event.kind})
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    await write_to_customer(work, event.process_id, letter, named)
    others = await process_facts.representatives(work, event.process_id)
    others += await process_facts.supervising(work, event.process_id)  # whose it is to hold on the day
    await write_to(work, event.process_id, sorted({*others}), letter)


async def remind_of(
    sessions: Sequence[messages.ReplannedSession | KnownSession],
    people: Sequence[UUID],
    process_id: UUID,
    work: Work,
) -> None:
    """Each of them, at its own time."""
    promises, now = await process_facts.promises_of(work.db, process_id), work.clock.now()
    later = await process_facts.first_days(work.db, process_id)
    letters: list[Letter] = []
    for one in sessions:
        facts = _facts(one.session_id, one.calendar_uid, one.number, one.sequence, one.starts_at, one.ends_at)
        there = _there(list(dict.fromkeys(people)), later, one.starts_at)
        letters += _to_each(there, reminder(facts, one, promises, now))
    await write(work, process_id, letters)


def _there(people: Sequence[UUID], later: Mapping[UUID, date], starts_at: datetime) -> list[UUID]:
    """Without who joins after the day. later: from when on, of those who came later than the first."""
    return [one for one in people if later.get(one, date.min) <= local_date(starts_at)]


def _plan(event: messages.SeriesPlanned) -> Letter:
    """Which sessions; when they are is looked up when it is sent."""
    planned = [str(one.session_id) for one in event.sessions]
    facts: dict[str, Fact] = {"session_ids": " ".join(planned), "which": "trial" if event.trial else "all"}
    return Letter(LetterKind.SESSION_PLAN, planned[0], facts)


def _facts(
    session_id: UUID,
    calendar_uid: UUID | None,
    number: int,
    sequence: int,
    starts_at: datetime,
    ends_at: datetime,
) -> dict[str, Fact]:
    return {
        "session_id": str(session_id),
        "calendar_uid": str(calendar_uid or session_id),
        "sequence": sequence,
        "number": number,
        "starts_at": starts_at,
        "ends_at": ends_at,
    }


def of_trial(trial: bool) -> dict[str, Fact]:
    """What has the number of a trial's session called so: it counts those alone."""
    return {"trial": 1} if trial else {}


def _about(kind: LetterKind, facts: dict[str, Fact], not_before: datetime | None = None) -> Letter:
    return Letter(kind, f"{facts['session_id']}:{facts['sequence']}", facts, not_before=not_before)


def _to_each(people: Sequence[UUID], *letters: Letter) -> list[Letter]:
    return [addressed(letter, person) for person in people for letter in letters]
