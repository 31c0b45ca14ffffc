"""What another supervisor would make of the sessions, before anybody is asked: nothing is changed or held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.policy import may
from services.sessions import access, contract_facts
from services.sessions.changes import handed_times
from services.sessions.changes.handed_times import Handed, Taking
from services.sessions.planning import holding
from services.sessions.planning.pauses import Asked
from services.sessions.rescheduling import booking_again, of_a_pause
from services.sessions.showing.session_card import card
from services.sessions.tables import Agreement, Session


@dataclass(frozen=True)
class Waited:
    """As of HandingOverPlan."""

    goes_on: date | None = None
    ends_on: date | None = None
    planned: Sequence[Session] = ()
    without_a_day: int = 0


async def look(
    db: AsyncSession, query: messages.PreviewHandingOver, latest: date | None
) -> messages.HandingOverPlan:
    """latest: a day that the last one does not pass with the new supervisor.

    Refuses: unknown_process, the same for who may not propose one; ends_before_start.
    """
    await access.reached(db, query.process_id, query.viewer)
    if query.viewer and not may(query.viewer.role, "propose_supervisor"):
        raise Refusal("unknown_process", "process_id")
    if query.until_day and query.until_day < query.from_day:
        raise Refusal("ends_before_start", "until_day")
    versions = await contract_facts.versions(db, query.process_id)
    agreement = _with_the_new_one(versions, query)
    taking = Taking(query.process_id, query.supervisor_id, query.from_day, query.until_day, query.as_of)
    handed = await handed_times.found(db, taking, agreement)
    waited = await _waited(db, query, [*versions, agreement], latest)
    return messages.HandingOverPlan(
        kept=[card(row) for row in handed.kept],
        moved=[
            messages.OtherTime(session=card(row), starts_at=when.starts_at)
            for row, when in sorted([*handed.moved, *handed.waiting], key=lambda one: one[1].starts_at)
        ],
        lost=[card(row) for row in handed.lost],
        still_waiting=[card(row) for row in handed.still_waiting],
        goes_on=waited.goes_on,
        ends_on=waited.ends_on,
        planned=[card(row) for row in waited.planned],
        without_a_day=waited.without_a_day,
        nearer=_nearer(handed),
    )


def _with_the_new_one(versions: Sequence[Agreement], query: messages.PreviewHandingOver) -> Agreement:
    before = contract_facts.in_force(versions, query.from_day)
    days = {"effective_from": query.from_day, "supervisor_id": query.supervisor_id}
    return Agreement(**before.model_dump() | days)


def _nearer(handed: Handed) -> list[messages.NearerThanAgreed]:
    return [
        messages.NearerThanAgreed(number=one.number, starts_at=one.starts_at, days=days)
        for one, days in handed.nearer
    ]


async def _waited(
    db: AsyncSession, query: messages.PreviewHandingOver, versions: Sequence[Agreement], latest: date | None
) -> Waited:
    """What waits for another supervisor, planned again with this one; with who stands in it waits on."""
    known = await holding.of(db, query.process_id)
    pause = next((one for one in known if one.goes_on is None and one.awaits_supervisor), None)
    if pause is None or query.until_day:
        return Waited()
    on = max(query.from_day, pause.from_day, local_date(query.as_of))
    agreed, asked = contract_facts.by_day(versions), Asked(query.as_of, pause.from_day, on - ONE_DAY)
    found = await of_a_pause.outcome(db, agreed, asked, latest, pause)
    assert found.again
    planned = [row for _, row in await booking_again.rows_of(db, agreed, found.again, found.later)]
    first = min((local_date(row.starts_at) for row in planned), default=on)  # before a wait that never begins
    return Waited(min(on, first), found.again.ends_on, planned, found.again.lost)
