"""A card takes in what an event says, and everything that follows from it follows anew."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board import board_lock, commissioners, following, leavers, live_changes
from services.console.board.together import together_in
from services.console.tables import Assignment, KnownDepartment, KnownOrganisation, ProcessCard
from services.messages.billing import InvoiceCredited, InvoiceIssued, InvoiceSentOtherwise, ProcessShare
from services.messages.contracts import ContractAmended, ProcessPaused, ProcessResumed, ProcessTerminated
from services.messages.directory import (
    DepartmentChanged,
    DepartmentRegistered,
    OrganisationChanged,
    OrganisationRegistered,
    PersonRelated,
    PersonUnrelated,
    SupervisorLeaves,
)
from services.messages.envelope import Event, snake
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.storage.database import take_in


async def hear(work: Work, event: Event, **facts: Any) -> None:
    """facts: of the columns that belong to the event's service."""
    await _hear(work, event, facts)


async def hear_of_another_end(
    work: Work, event: ProcessPaused | ProcessResumed | ContractAmended, **facts: Any
) -> None:
    """The last day is another one: where nobody has chosen how it goes on, that is asked again."""
    ends_on = event.terms.ends_on if isinstance(event, ContractAmended) else event.ends_on
    await board_lock.take(work.db)
    card = await card_of(work.db, event.process_id)
    if card.continuation is None and card.ends_on != ends_on:
        facts["continuation_asked_at"] = None
    await _hear(work, event, {**facts, "ends_on": ends_on})


async def hear_of_pauses_end(work: Work, event: ProcessResumed) -> None:
    """The card tells of the newest pause alone, and of none once it was called off before it had begun."""
    await board_lock.take(work.db)
    card = await card_of(work.db, event.process_id)
    facts: dict[str, Any] = {"pause_overdue_at": None}
    if card.paused_from == event.from_day:
        begun = event.on > event.from_day
        facts |= {"goes_on": event.on, "paused_from": card.paused_from if begun else None}
    await hear_of_another_end(work, event, **facts)


async def hear_of_termination(work: Work, event: ProcessTerminated, **facts: Any) -> None:
    """It ends the pause that goes on, and takes back the one that lies ahead."""
    await board_lock.take(work.db)
    card = await card_of(work.db, event.process_id)
    today, facts["pause_overdue_at"] = local_date(event.terminated_at), None
    if card.paused_from and (card.goes_on is None or card.goes_on > today):
        facts |= {"goes_on": today} if card.paused_from < today else {"paused_from": None, "goes_on": None}
    await _hear(work, event, facts)


async def hear_of_sessions(work: Work, event: Event, **facts: Any) -> None:
    """The process's sessions have changed, and are counted once more."""
    await _hear(work, event, facts, recount=True)


async def _hear(work: Work, event: Event, facts: dict[str, Any], recount: bool = False) -> None:
    await board_lock.take(work.db)
    await _keep(work, event, await card_of(work.db, event.aggregate_id), facts, recount)


async def _keep(
    work: Work, event: Event, card: ProcessCard, facts: dict[str, Any], recount: bool = False
) -> None:
    db = work.db
    take_in(card, facts)
    recount = recount or not following.COUNTED_BY.isdisjoint(facts)
    sums_alone = facts and facts.keys() <= following.SUMS and card not in db.new
    if recount or not sums_alone:
        await _follow(db, [card], recount=recount, rename=not following.NAMED_BY.isdisjoint(facts))
    await live_changes.note_event(work, card.process_id, event)


async def card_of(db: AsyncSession, process_id: UUID) -> ProcessCard:
    """The card as it stands, made where no event about the process has come yet. The turn is taken."""
    together = together_in(db)
    known = together and together.knows(process_id)
    card = together.card(process_id) if together and known else await db.get(ProcessCard, process_id)
    if card is None:
        given = None if together else await db.get(Assignment, process_id)
        card = ProcessCard(process_id=process_id, coordinator_id=given.coordinator_id if given else None)
        db.add(card)
    if together:
        together.add(card)
    return card


async def bill(work: Work, event: InvoiceIssued) -> None:
    """Counted once, as every event is."""
    await board_lock.take(work.db)
    for card, own in await _shares(work, event):
        so_far = {"invoices": card.invoices + 1, "invoiced_cents": card.invoiced_cents + own.gross_cents}
        await _keep(work, own, card, so_far)


async def take_back(work: Work, event: InvoiceCredited) -> None:
    """What a credit note takes back was not invoiced."""
    await board_lock.take(work.db)
    for card, own in await _shares(work, event):
        await _keep(work, own, card, {"invoiced_cents": card.invoiced_cents - own.gross_cents})


async def send_otherwise(work: Work, event: InvoiceSentOtherwise) -> None:
    """On the timeline of each process that is on the document."""
    await board_lock.take(work.db)
    for process_id in event.process_ids or [event.process_id]:
        await _keep(work, event, await card_of(work.db, process_id), {})


_Money = TypeVar("_Money", InvoiceIssued, InvoiceCredited)


async def _shares(work: Work, event: _Money) -> list[tuple[ProcessCard, _Money]]:
    """The cards of all processes of a document, and what it says of each; a cent of rounding is on no timeline."""
    alone = ProcessShare(process_id=event.process_id, gross_cents=event.gross_cents, lines=1)
    found = []
    for share in event.shares or [alone]:
        card = await card_of(work.db, share.process_id)
        if share.lines:
            found.append((card, event.model_copy(update={"gross_cents": share.gross_cents})))
        else:
            take_in(card, {"invoiced_cents": card.invoiced_cents - share.gross_cents})
            await _follow(work.db, [card])
    return found


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
    await _follow_again(work.db, event, ProcessCard.organisation_id == event.organisation_id)


async def follow_leaver(work: Work, event: SupervisorLeaves) -> None:
    """For what goes on without them another supervisor is to be found, or no longer."""
    await board_lock.take(work.db)
    await leavers.keep(work.db, event, work.heard.said_at)
    await _follow_again(work.db, event, ProcessCard.supervisor_id == event.supervisor_id)


async def _follow_again(db: AsyncSession, event: Event, of_it: Any) -> None:
    cards = (await db.exec(select(ProcessCard).where(of_it))).all()
    await _follow(db, cards)
    for card in cards:
        await live_changes.note(db, card.process_id, snake(type(event).__name__))


async def _name_again(db: AsyncSession, event: Event, of_it: Any) -> None:
    cards = (await db.exec(select(ProcessCard).where(of_it))).all()
    if cards:
        await following.name(db, cards)
        await live_changes.note(db, None, snake(type(event).__name__))


async def _follow(
    db: AsyncSession, cards: Sequence[ProcessCard], *, recount: bool = False, rename: bool = False
) -> None:
    """At once, or once all that is applied together is in."""
    if together := together_in(db):
        together.changed.update(card.process_id for card in cards)
    elif cards:
        await following.follow(db, cards, recount=recount, rename=rename)
