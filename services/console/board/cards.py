"""A card takes in what an event says, and everything that follows from it follows anew."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board import board_lock, commissioners, live_changes, timeline
from services.console.board.phases import phase_of
from services.console.board.tasks import next_deadline, tasks_of
from services.console.tables import (
    Assignment,
    KnownDepartment,
    KnownOrganisation,
    ProcessCard,
    ProcessReview,
    ProcessSession,
    Task,
)
from services.messages.billing import InvoiceIssued
from services.messages.directory import (
    DepartmentChanged,
    DepartmentRegistered,
    OrganisationChanged,
    OrganisationRegistered,
    PersonRelated,
    PersonUnrelated,
)
from services.messages.envelope import Event, snake
from services.messages.texts import is_digits
from services.runtime.asking import Work
from services.runtime.database import execute, take_in

_LETTERS_OR_DIGITS = re.compile(r"[^\W0-9_]+|[0-9]+")


async def hear(work: Work, event: Event, **facts: Any) -> None:
    """facts: of the columns that belong to the event's service."""
    db = work.db
    await board_lock.take(db)
    card = await card_of(db, event.aggregate_id)
    take_in(card, facts)
    await _follow(db, card)
    await timeline.record(work, card.process_id, event)
    await live_changes.note(db, card.process_id, snake(type(event).__name__))


async def card_of(db: AsyncSession, process_id: UUID) -> ProcessCard:
    """The card as it stands, made where no event about the process has come yet. The turn is taken."""
    card = await db.get(ProcessCard, process_id)
    if card is None:
        given = await db.get(Assignment, process_id)
        card = ProcessCard(process_id=process_id, coordinator_id=given.coordinator_id if given else None)
        db.add(card)
    return card


async def bill(work: Work, event: InvoiceIssued) -> None:
    """Counted once, as every event is."""
    await board_lock.take(work.db)
    card = await card_of(work.db, event.process_id)
    so_far = {"invoices": card.invoices + 1, "invoiced_cents": card.invoiced_cents + event.gross_cents}
    await hear(work, event, **so_far)


async def name_organisation(work: Work, event: OrganisationRegistered | OrganisationChanged) -> None:
    """The name stands on every card of the organisation. A private person's is in no event."""
    db = work.db
    if event.name is None:
        return
    await board_lock.take(db)
    await db.merge(KnownOrganisation(organisation_id=event.organisation_id, name=event.name))
    await _name_again(db, event, ProcessCard.organisation_id == event.organisation_id)


async def name_department(work: Work, event: DepartmentRegistered | DepartmentChanged) -> None:
    """As of an organisation: the name stands beside it."""
    await board_lock.take(work.db)
    await work.db.merge(KnownDepartment(department_id=event.department_id, name=event.name))
    await _name_again(work.db, event, ProcessCard.department_id == event.department_id)


async def follow_role(work: Work, event: PersonRelated | PersonUnrelated) -> None:
    """What nobody of the customer's can do any more waits for the staff, from now on or no longer."""
    acts = isinstance(event, PersonRelated)
    await board_lock.take(work.db)
    if not await commissioners.keep(work.db, event, acts, work.heard.said_at):
        return
    theirs = select(ProcessCard).where(ProcessCard.organisation_id == event.organisation_id)
    for card in (await work.db.exec(theirs)).all():
        await _follow(work.db, card)
        await live_changes.note(work.db, card.process_id, snake(type(event).__name__))


async def _name_again(db: AsyncSession, event: Event, of_it: Any) -> None:
    cards = (await db.exec(select(ProcessCard).where(of_it))).all()
    for card in cards:
        await _name(db, card)
    if cards:
        await live_changes.note(db, None, snake(type(event).__name__))


async def _follow(db: AsyncSession, card: ProcessCard) -> None:
    await _name(db, card)
    phase, card.phase_since = phase_of(card)
    card.phase = phase.value
    waits = col(ProcessSession.overdue_at).is_not(None) | col(ProcessSession.replan_by).is_not(None)
    waiting = select(ProcessSession).where(ProcessSession.process_id == card.process_id, waits)
    reviews = select(ProcessReview).where(ProcessReview.process_id == card.process_id)
    left = await commissioners.left_without(db, card)
    tasks = tasks_of(card, (await db.exec(waiting)).all(), (await db.exec(reviews)).all(), left)
    card.next_at = next_deadline(card, tasks)
    await _keep(db, card.process_id, tasks)


async def _keep(db: AsyncSession, process_id: UUID, tasks: Iterable[Task]) -> None:
    """Exactly these are open."""
    wanted = {(task.kind, task.about): task for task in tasks}
    there = (await db.exec(select(Task).where(Task.process_id == process_id))).all()
    for task in there:
        if (task.kind, task.about) not in wanted:
            await db.delete(task)
    for task in wanted.values():
        await db.merge(task)
    await db.flush()


async def _name(db: AsyncSession, card: ProcessCard) -> None:
    """As directory has it, with the department's; as the inquiry has it, where it is not known yet."""
    whole = await db.get(KnownOrganisation, card.organisation_id) if card.organisation_id else None
    below = await db.get(KnownDepartment, card.department_id) if card.department_id else None
    names = [known.name for known in (whole, below) if known]
    card.organisation_name = ", ".join(names) or card.asked_name
    card.search_text = " ".join(search_words(f"{card.number or ''} {card.organisation_name or ''}"))


def search_words(text: str) -> list[str]:
    """As they are compared: folded, letters and digits apart, without the TO of a number, which all have."""
    words = _LETTERS_OR_DIGITS.findall(text.casefold())
    return [
        word
        for place, word in enumerate(words)
        if not (word == "to" and place + 1 < len(words) and is_digits(words[place + 1]))
    ]


async def clear(db: AsyncSession) -> None:
    """Everything that events say goes; who looks after what stays."""
    for table in (
        "process_card", "process_session", "process_review", "task", "timeline_event", "known_organisation",
        "known_commissioner",
    ):  # fmt: skip
        await execute(db, sa.delete(sa.table(table)))
