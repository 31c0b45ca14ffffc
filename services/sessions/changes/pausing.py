"""A contract is paused, and goes on: its sessions leave the diary, and those that are left are planned again."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.contracts import ProcessPaused, ProcessResumed
from services.messages.values import Party, Utc
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.storage.database import execute
from services.sessions import access, contract_facts
from services.sessions.changes import handed_times
from services.sessions.hours import away
from services.sessions.hours.diary import take_turn
from services.sessions.planning import holding, passed_over
from services.sessions.planning.pauses import Asked
from services.sessions.proposing import replanning
from services.sessions.recording.attendance import announce_cancelled
from services.sessions.rescheduling import booking_again, displaced, of_a_pause, waiting
from services.sessions.rescheduling.booking_again import Booked
from services.sessions.rescheduling.left_sessions import Outcome
from services.sessions.showing.session_card import card
from services.sessions.tables import Agreement, Pause, Review, Session

_OF_ITS_END = {"from_day", "on", "was_to_go_on", "awaited_supervisor_id"}


async def preview(db: AsyncSession, query: messages.PreviewPause, latest: date | None) -> messages.PausePlan:
    """Refuses: unknown_process, day_is_past, outside_the_contract, ends_before_start, pause_too_long,
    nobody_holds_them.
    """
    await access.reached(db, query.process_id, query.viewer)
    agreed = await _agreed(db, query.process_id)
    _refuse_days(query, contract_facts.in_force(agreed, local_date(query.as_of)))
    asked = _asked(query.as_of, query.from_day, query.until_day, query.by)
    found = await of_a_pause.outcome(db, agreed, asked, latest)
    await _refuse_alone(db, agreed, found, "until_day")
    return await _told(db, agreed, found, latest)


async def preview_resuming(
    db: AsyncSession, query: messages.PreviewResuming, latest: date | None
) -> messages.PausePlan:
    """Refuses: unknown_process, not_paused, resumes_by_itself, day_is_past, before_the_pause, nobody_holds_them."""
    await access.reached(db, query.process_id, query.viewer)
    agreed = await _agreed(db, query.process_id)
    pause = await _meant(db, query)
    if query.on < local_date(query.as_of):
        raise Refusal("day_is_past", "on")
    if query.on < pause.from_day:
        raise Refusal("before_the_pause", "on")
    asked = Asked(query.as_of, pause.from_day, query.on - ONE_DAY)
    found = await of_a_pause.outcome(db, agreed, asked, latest, pause)
    await _refuse_alone(db, agreed, found, "on")
    return await _told(db, agreed, found, latest)


async def take_out(db: AsyncSession, event: ProcessPaused) -> None:
    """All in one transaction.

    Next: services/notices/occasions/pause_letters.py:tell_of_pause
    """
    agreed = await _in_turn(db, event.process_id)
    asked = _asked(event.paused_at, event.from_day, event.until_day, event.by)
    found = await of_a_pause.outcome(db, agreed, asked, event.latest)
    moved = (event.ends_on - agreed[-1].ends_on).days
    before = displaced.times_of([*found.paused, *found.later])
    for row in found.paused:
        row.status, row.sequence = "paused", row.sequence + 1
    await _charge(db, found.charged, event)
    told = {
        **await _replanned(db, agreed, found, event),
        **event.model_dump(include={"from_day", "until_day", "awaits_supervisor"}),
    }
    facts = event.model_dump(include={"process_id", "paused_at", "from_day", "awaits_supervisor"})
    said = Pause(**facts, goes_on=asked.goes_on, numbers=_without_a_day(found, told), moved_days=moved)
    said.displaced = displaced.kept([], before, _times(found, told))
    db.add(said)
    await announce(db, messages.SeriesPaused.model_validate(told | {
        "paused_ids": [row.session_id for row in found.paused],
        "paused_sequences": [row.sequence for row in found.paused],
        "charged_ids": [row.session_id for row in found.charged],
        "held": await _hold_over(db, event.process_id, asked),
    }))  # fmt: skip
    if asked.goes_on:
        await replanning.plan_again(db, event.process_id, event.paused_at)
    else:
        await replanning.lapse(db, event.process_id, "paused", event.paused_at)


async def _charge(db: AsyncSession, rows: Sequence[Session], event: ProcessPaused) -> None:
    """Those that it takes out too late."""
    for row in rows:
        row.status, row.settled_at, row.cancelled_by = "cancelled", event.paused_at, event.by.value
        row.sequence += 1
        await announce_cancelled(db, row, row.cancelled_by, event.paused_at)  # type: ignore[arg-type]  # a party


async def go_on(db: AsyncSession, event: ProcessResumed) -> None:
    """The same, of a pause that is over or will be: what it has taken out comes again."""
    agreed = await _in_turn(db, event.process_id)
    pause = await _asked_at(db, event)
    asked = Asked(event.resumed_at, pause.from_day, event.on - ONE_DAY)
    found = await of_a_pause.outcome(db, agreed, asked, event.latest, pause)
    before, base = pause.goes_on, agreed[-1].ends_on - timedelta(days=pause.moved_days)
    were = displaced.times_of([*found.paused, *found.later])
    told = {**await _replanned(db, agreed, found, event), **event.model_dump(include=_OF_ITS_END)}
    pause.goes_on, pause.numbers = event.on, _without_a_day(found, told)
    pause.moved_days = (event.ends_on - base).days
    if event.on == pause.from_day:
        standing = holding.standing(await holding.of(db, event.process_id), local_date(event.resumed_at))
        displaced.inherit(pause, [one for one in standing if one is not pause], were, _times(found, told))
        pause.displaced = []
    else:
        pause.displaced = displaced.kept(pause.displaced, were, _times(found, told))
    held = await _hold_less(db, pause, before) if before else await _hold_over(db, event.process_id, asked)
    await announce(db, messages.SeriesResumed.model_validate(told | {"held": held}))
    await replanning.after_pause(db, event.process_id, event.resumed_at)


async def end_with_contract(db: AsyncSession, process_id: UUID, at: Utc) -> None:
    """A termination ends what goes on and what lies ahead: what was held runs on from the day on which it was told."""
    today = local_date(at)
    for pause in holding.standing(await holding.of(db, process_id), today):
        before, pause.numbers = pause.goes_on, []
        pause.goes_on = max(today, pause.from_day)
        if before:
            await holding.hold_less(db, process_id, pause.from_day, before, pause.goes_on)
        else:
            await holding.hold_over(db, process_id, pause.from_day, pause.goes_on)


def _asked(at: Utc, from_day: date, until_day: date | None, by: Party) -> Asked:
    return Asked(at, from_day, until_day, at_no_cost=by is Party.SUPERVISOR)


def _refuse_days(query: messages.PreviewPause, agreement: Agreement) -> None:
    if query.from_day < local_date(query.as_of):
        raise Refusal("day_is_past", "from_day")
    if query.from_day > agreement.ends_on:
        raise Refusal("outside_the_contract", "from_day")
    if query.until_day is None:
        return
    if query.until_day < query.from_day:
        raise Refusal("ends_before_start", "until_day")
    longest = contract_facts.promises_of(agreement).longest_pause_days
    if (query.until_day - query.from_day).days >= longest:
        raise Refusal("pause_too_long", "until_day", f"is longer than {longest} days")


async def _refuse_alone(db: AsyncSession, agreed: Sequence[Agreement], found: Outcome, field: str) -> None:
    """What finds no day because its supervisor has left waits for who comes after. Refuses: nobody_holds_them."""
    if found.again is None or not found.again.lost:
        return
    if await away.leaves_before(db, agreed[-1].supervisor_id, found.again.ends_on):
        raise Refusal("nobody_holds_them", field)


async def _agreed(db: AsyncSession, process_id: UUID) -> list[Agreement]:
    return contract_facts.by_day(await contract_facts.versions(db, process_id))


async def _in_turn(db: AsyncSession, process_id: UUID) -> list[Agreement]:
    """Nobody else changes the series, nor books whoever supervises any of it."""
    await contract_facts.lock(db, process_id)
    agreed = await _agreed(db, process_id)
    for one in sorted({one.supervisor_id for one in agreed}):
        await take_turn(db, one)
    return agreed


async def _meant(db: AsyncSession, query: messages.PreviewResuming) -> Pause:
    """Refuses: not_paused, resumes_by_itself."""
    known = holding.standing(await holding.of(db, query.process_id), local_date(query.as_of))
    known = [one for one in known if query.from_day in (None, one.from_day)]
    if not known:
        raise Refusal("not_paused", "process_id")
    found = next((one for one in known if one.goes_on is None), known[0])
    if found.goes_on and query.on >= found.goes_on:
        raise Refusal("resumes_by_itself", "on")
    return found


async def _asked_at(db: AsyncSession, event: ProcessResumed) -> Pause:
    found = await db.get(Pause, (event.process_id, event.paused_at))
    assert found, event.process_id
    return found


def _without_a_day(found: Outcome, told: Mapping[str, Any]) -> list[int]:
    """The numbers of those that are left and not planned."""
    planned = {one["number"] for one in told["sessions"]}
    return [number for number in found.numbers if number not in planned]


def _times(found: Outcome, told: Mapping[str, Any]) -> dict[int, Utc]:
    """What those that are planned again have now; while it is open, what comes after it keeps its own."""
    stays = {} if found.again else displaced.times_of(found.later)
    return stays | {one["number"]: one["starts_at"] for one in told["sessions"]}


async def _told(
    db: AsyncSession, agreed: Sequence[Agreement], found: Outcome, latest: date | None
) -> messages.PausePlan:
    again = found.again
    planned = await booking_again.rows_of(db, agreed, again, found.later) if again else []
    return messages.PausePlan.model_validate(
        {
            "paused": [card(row) for row in found.paused],
            "charged": [card(row) for row in found.charged],
            "planned": [card(row) for _, row in planned],
            "conflicts": passed_over.told(again.conflicts) if again else [],
            "ends_on": again.ends_on if again else None,
            "lost": again.lost if again else 0,
            "latest": latest,
            "still_waiting": [card(row) for row in await _still_waiting(db, agreed[0].process_id, found)],
        }
    )


async def _still_waiting(db: AsyncSession, process_id: UUID, found: Outcome) -> list[Session]:
    """What a supervisor called off and has no day yet; what this plans or counts already is not among it."""
    waiting = await handed_times.waiting(db, process_id)
    return [row for row in waiting if row.status == "cancelled" and row.number not in found.numbers]


async def _replanned(
    db: AsyncSession, agreed: Sequence[Agreement], found: Outcome, event: ProcessPaused | ProcessResumed
) -> dict[str, Any]:
    """Books what is left, within the last day that was told; the fields that both events have in common."""
    mine = (col(Agreement.process_id) == event.process_id) & (col(Agreement.version) == event.version)
    today = local_date(event.paused_at)
    now = contract_facts.in_force(agreed, today).supervisor_id
    before = [one.supervisor_id for one in (*found.paused, *found.charged, *found.later)]
    await db.flush()
    booked = await booking_again.book_again(db, agreed, found, event.ends_on) if found.again else Booked()
    planned = [row.number for row in booked.sessions]
    without = [one for one in found.numbers if one not in planned] if found.again else []
    await execute(db, sa.update(Agreement).where(mine).values(ends_on=event.ends_on))
    coming = (await access.find(db, event.process_id)).coming(today)
    return {
        **event.model_dump(include={"process_id", "by", "ends_on"}),
        "sessions": contract_facts.as_replanned(agreed, booked.sessions),
        "changed_ids": booked.changed,
        "lost": len(without),
        "waiting": [
            row.model_dump(include=set(messages.WaitingSession.model_fields))
            for row in await waiting.lay_aside(db, event.process_id, planned, without, _said_at(event))
        ],
        "supervisor_id": now,
        "attendee_ids": [
            *coming,
            *_each_once([now, *before, *(row.supervisor_id for row in booked.sessions)]),
        ],
    }


def _said_at(event: ProcessPaused | ProcessResumed) -> Utc:
    return event.paused_at if isinstance(event, ProcessPaused) else event.resumed_at


def _each_once(people: Sequence[UUID]) -> list[UUID]:
    return list(dict.fromkeys(people))


async def _hold_over(db: AsyncSession, process_id: UUID, asked: Asked) -> list[dict[str, Any]]:
    """Once it is known how long it is; the reviews that are due later by it."""
    if asked.goes_on is None:
        return []
    return _as_told(await holding.hold_over(db, process_id, asked.from_day, asked.goes_on))


async def _hold_less(db: AsyncSession, pause: Pause, before: date) -> list[dict[str, Any]]:
    assert pause.goes_on
    return _as_told(await holding.hold_less(db, pause.process_id, pause.from_day, before, pause.goes_on))


def _as_told(held: Sequence[Review]) -> list[dict[str, Any]]:
    return [one.model_dump(include={"kind", "due_at"}) for one in held]
