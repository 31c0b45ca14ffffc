"""What is written when a contract is paused, and when it goes on: from when until when and by whom, never why."""

from collections.abc import Collection
from uuid import UUID

from services.messages.contracts import PauseOverdue
from services.messages.sessions import SeriesPaused, SeriesResumed
from services.notices import dropping, own_sessions, process_facts, told
from services.notices.letter_kinds import ENDS_SESSIONS, LetterKind
from services.notices.occasions.inquiry_letters import COORDINATOR
from services.notices.own_sessions import Plans
from services.notices.wording import Fact
from services.notices.writing import Letter, write, write_to, write_to_customer
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date


async def tell_of_pause(event: SeriesPaused, work: Work) -> None:
    """Everybody once; those who would have come, with the file that brings their calendar up to date."""
    taken = dict(zip(event.paused_ids, event.paused_sequences, strict=True))
    await process_facts.take_out_sessions(work.db, taken)
    plans = await own_sessions.plan_again(
        work, event.process_id, event.paused_ids, event.sessions, event.changed_ids
    )
    facts: dict[str, Fact] = {"from_day": event.from_day, "party": event.by, "ends_on": event.ends_on}
    facts |= {"charged": len(event.charged_ids)}
    if event.until_day is None:
        kind = LetterKind.SUPERVISOR_AWAITED if event.awaits_supervisor else LetterKind.PROCESS_PAUSED_OPEN
        return await _tell_all(kind, facts, event, work, plans)
    facts |= {"until_day": event.until_day, "lost": event.lost, "planned": len(event.sessions)}
    await _tell_all(LetterKind.PROCESS_PAUSED, facts, event, work, plans)


async def tell_of_resuming(event: SeriesResumed, work: Work) -> None:
    plans = await own_sessions.plan_again(work, event.process_id, [], event.sessions, event.changed_ids)
    facts: dict[str, Fact] = {"goes_on": event.on, "party": event.by, "ends_on": event.ends_on}
    facts |= {"lost": event.lost, "planned": len(event.sessions)}
    if event.awaited_supervisor_id:
        former = await dropping.drop_of_another_supervisor(work, event.process_id)
        # Where the wait never begins, their first session may be before the day on which it would have.
        facts["goes_on"] = min([event.on, *(local_date(one.starts_at) for one in event.sessions)])
        facts |= {"about_id": str(event.awaited_supervisor_id), "named": 1}
        return await _tell_all(LetterKind.SUPERVISOR_AGREED, facts, event, work, plans, former)
    if event.from_day == event.on:
        facts |= {"from_day": event.from_day}
        return await _tell_all(LetterKind.PAUSE_CALLED_OFF, facts, event, work, plans)
    if event.was_to_go_on:
        facts |= {"was_to_go_on": event.was_to_go_on}
        return await _tell_all(LetterKind.PAUSE_ENDED_SOONER, facts, event, work, plans)
    await _tell_all(LetterKind.PROCESS_RESUMED, facts, event, work, plans)


async def ask_about_long_pause(event: PauseOverdue, work: Work) -> None:
    facts: dict[str, Fact] = {"from_day": event.from_day}
    about = f"{event.process_id}:{event.from_day.isoformat()}"
    await write(work, event.process_id, [Letter(LetterKind.PAUSE_OVERDUE, about, facts, role=COORDINATOR)])


async def _tell_all(
    kind: LetterKind,
    facts: dict[str, Fact],
    event: SeriesPaused | SeriesResumed,
    work: Work,
    plans: Plans,
    told_besides: Collection[UUID] = (),
) -> None:
    """told_besides: whoever has a letter of their own, unless this one has days for them."""
    letter = Letter(kind, str(work.heard.event_id), _unlisted(facts))
    people = list(dict.fromkeys(event.attendee_ids))
    known = await told.last_told(work.db, event.process_id, plans.session_ids)
    for person_id in people:
        own = plans.facts_for(person_id)
        if kind in ENDS_SESSIONS:  # it names what it takes out, and no other day
            own |= known.facts_for(person_id, plans.of(person_id))
        if person_id in told_besides and not own.get("session_ids"):
            continue
        said = facts if own.get("session_ids") else _unlisted(facts)
        await write_to(work, event.process_id, [person_id], Letter(kind, letter.about, said | own))
    [named] = await process_facts.parties(work.db, event.process_id, "contact")
    await write_to_customer(work, event.process_id, letter, named)
    signers = await process_facts.signers(work, event.process_id)
    await write_to(work, event.process_id, [one for one in signers if one not in people], letter)
    await write(work, event.process_id, [Letter(kind, letter.about, letter.facts, role=COORDINATOR)])


def _unlisted(facts: dict[str, Fact]) -> dict[str, Fact]:
    """To whom no session is listed and no calendar entry attached: the plan stands elsewhere."""
    return {**facts, "planned": 0, "elsewhere": facts.get("planned", 0)}
