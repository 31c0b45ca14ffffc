"""What has happened to a process, in one order: events as they were said, and who was given it to look after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import AssignmentChange, ProcessCard, TimelineEvent
from services.messages.envelope import Event, owner, snake
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.commands.transactions import Work
from services.runtime.policy import Owners, may, seen_rows

_MOST = 1000
_PRICES = ("price_cents", "consumer_price_cents", "length_prices", "gross_cents")
_COUNTS = ("present", "absent", "members")
_OF_ONE = ("consent_asked", "consent_given", "consent_refused", "trial_accepted", "earlier_end_agreed")
"""What one supervisee or party is asked or says: for coordinators alone, as a missing yes tells whose a no is."""
_WHOSE_NO: dict[str, tuple[str, ...]] = {
    "trial_put_off": ("why", "declined"),
    "earlier_end_refused": ("by",),
}
_NOT_OF_THE_LINE: dict[str, Any] = {
    "process_id": True,
    "promises": True,
    "terms": {"promises"},
    "shares": True,
    "process_ids": True,
}
"""Of an event's fields: whose line it is, what the provider promised to it, and what is other processes'."""


@dataclass(frozen=True)
class Moment:
    """One line. source: the service, or console. facts: ids, dates, amounts and codes that the viewer may see."""

    id: UUID
    at: datetime
    source: str
    name: str
    facts: dict[str, Any]


_COLUMNS = ("event_id", "process_id", "at", "source", "name", "facts")
_WRITING = insert(TimelineEvent).values({name: sa.bindparam(f"its_{name}") for name in _COLUMNS})
LINE = _WRITING.on_conflict_do_nothing()
"""Built once: with the facts of a line."""


def line_of(work: Work, process_id: UUID, event: Event) -> dict[str, Any]:
    """The event's own fields, at the time at which it was said; of several processes, a line of each."""
    heard = work.heard.event_id
    return {
        "event_id": heard if process_id == event.aggregate_id else uuid5(heard, str(process_id)),
        "process_id": process_id,
        "at": work.heard.said_at,
        "source": owner(type(event)),
        "name": snake(type(event).__name__),
        "facts": event.model_dump(mode="json", exclude=_NOT_OF_THE_LINE),
    }


def facts_of(line: Mapping[str, Any]) -> dict[str, Any]:
    """As `LINE` takes them."""
    return {f"its_{name}": line[name] for name in _COLUMNS}


async def timeline(db: AsyncSession, viewer: Viewer, process_id: UUID) -> list[Moment]:
    """Oldest first; empty for a process that is out of the viewer's reach."""
    reached = select(ProcessCard.process_id).where(
        ProcessCard.process_id == process_id, seen_rows(viewer, "phase_dates_units", owners_of(ProcessCard))
    )
    if (await db.exec(reached)).first() is None:
        return []
    said = (
        select(TimelineEvent)
        .where(TimelineEvent.process_id == process_id)
        .order_by(col(TimelineEvent.at).desc(), col(TimelineEvent.event_id).desc())
        .limit(_MOST)
    )
    moments = [_said(viewer, event) for event in await db.exec(said) if _told(viewer, event)]
    given = select(AssignmentChange).where(AssignmentChange.process_id == process_id)
    moments += [moment for change in await db.exec(given) for moment in _given(change)]
    return sorted(moments, key=lambda moment: (moment.at, str(moment.id)))


def owners_of(card: type[ProcessCard]) -> Owners:
    """To whom a card belongs, for the policy's filter."""
    return Owners(
        organisation_id=col(card.organisation_id),
        department_id=col(card.department_id),
        supervisor_id=col(card.supervisor_id),
        other_supervisor_id=col(card.other_supervisor_id),
    )


def _told(viewer: Viewer, event: TimelineEvent) -> bool:
    if event.name in _OF_ONE and not may(viewer.role, "complete_contract"):
        return False
    return event.source != "billing" or scope(viewer.role, "prices_and_invoices") == "yes"


def _said(viewer: Viewer, event: TimelineEvent) -> Moment:
    hidden: tuple[str, ...] = ()
    if scope(viewer.role, "prices_and_invoices") != "yes":
        hidden += _PRICES
    if scope(viewer.role, "attendance_count") != "yes":
        hidden += _COUNTS
    if not may(viewer.role, "complete_contract"):
        hidden += _WHOSE_NO.get(event.name, ())
    return Moment(event.event_id, event.at, event.source, event.name, _without(event.facts, hidden))


def _without(facts: dict[str, Any], hidden: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: _without(value, hidden) if isinstance(value, dict) else value
        for name, value in facts.items()
        if name not in hidden
    }


def _given(change: AssignmentChange) -> list[Moment]:
    facts = {"coordinator_id": _text(change.coordinator_id), "by": _text(change.changed_by)}
    moments = [Moment(change.undo_id, change.changed_at, "console", "assigned", facts)]
    if change.undone_at:
        back = {"coordinator_id": _text(change.previous_id), "by": _text(change.changed_by)}
        moments.append(Moment(change.undo_id, change.undone_at, "console", "assignment_undone", back))
    return moments


def _text(id_: UUID | None) -> str | None:
    return str(id_) if id_ else None
