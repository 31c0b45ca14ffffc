"""A supervisor for a process: the facts of today, taken together, and the choice."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, promised_times
from services.intake.supervisors import declaring, matching, parties, replacing
from services.intake.tables import Inquiry
from services.messages.directory import ListSupervisors, SupervisorCard
from services.messages.intake import (
    ChooseSupervisor,
    InquiryStatus,
    Obstacles,
    Shortlist,
    ShortlistSupervisors,
    ShowObstacles,
    SupervisorMatched,
)
from services.messages.values import Audience
from services.runtime.commands.asking import Asker
from services.runtime.commands.parts import all_parts
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.storage.database import execute

# From the choice on, until the proposal comes to nothing or contracts says that the process has ended.
_TAKES_A_PLACE = (
    InquiryStatus.MATCHED,
    InquiryStatus.PROPOSED,
    InquiryStatus.ACCEPTED,
    InquiryStatus.REPROPOSED,
    InquiryStatus.RENEWAL,
)
# As long as nothing is offered with whom was chosen before.
_CHOSEN_ANEW_IN = (InquiryStatus.MATCHED, InquiryStatus.EXPIRED)
OPEN = (InquiryStatus.IN_MATCHING, *_CHOSEN_ANEW_IN)
"""In which a supervisor can be chosen, for the first time or anew."""


async def known_supervisors(ask: Asker) -> list[SupervisorCard]:
    """All of them, as directory keeps them."""
    return [one for part in await all_parts(ask, ListSupervisors()) for one in part.supervisors]


def is_open(inquiry: Inquiry) -> bool:
    """Whether a supervisor can be chosen for it, for the first time or anew."""
    return inquiry.status in OPEN or replacing.may_replace(inquiry)


def is_looked_for(inquiry: Inquiry) -> bool:
    """Whether somebody may be asked, or say, what they have to do with it: before a choice, or to take it over."""
    return is_open(inquiry) or goes_on(inquiry)


def goes_on(inquiry: Inquiry) -> bool:
    """Whether its contract is signed, and it has not come to its end."""
    return inquiry.contract_signed_at is not None and not inquiry.ended


async def shortlist(
    db: AsyncSession, order: ShortlistSupervisors, cards: Sequence[SupervisorCard], acting: Collection[UUID]
) -> Shortlist:
    """Without whom is chosen already. acting: for the customer today.

    Refuses: unknown_process, not_in_matching, asked_back.
    """
    inquiry = await inquiries.find(db, order.process_id)
    if not is_open(inquiry):
        raise inquiries.refusal(inquiry, "not_in_matching")
    chosen = None if inquiry.status == InquiryStatus.EXPIRED else inquiry.supervisor_id
    others = [card for card in cards if card.supervisor_id != chosen]
    hindered = await parties.among(db, inquiry, [card.supervisor_id for card in others], acting)
    return await suggest(db, inquiry, others, hindered, order.as_of)


async def suggest(
    db: AsyncSession,
    inquiry: Inquiry,
    cards: Sequence[SupervisorCard],
    hindered: Collection[UUID],
    at: datetime,
    through: date | None = None,
) -> Shortlist:
    """through: as of `check_eligible`."""
    taken = await open_processes(db, local_date(at))
    return matching.shortlist(_need(inquiry, through or local_date(at)), cards, taken, hindered)


async def choose(
    db: AsyncSession, order: ChooseSupervisor, cards: Sequence[SupervisorCard], acting: Collection[UUID]
) -> None:
    """Anyone eligible today, on the shortlist or not; instead of who was chosen, as long as no proposal is open, and of
    what is accepted or renewed as long as its paper is a draft, as the caller has seen.

    acting: for the customer today.
    Refuses: unknown_process, not_in_matching, asked_back, supervisor_is_a_party, supervisor_not_eligible,
    interest_not_declared, interest_blocks.
    Next: services/intake/offers/proposals.py:send
    """
    inquiry = await inquiries.hold(db, order.process_id)
    inquiries.check_stands(inquiry)
    was_over = inquiry.status == InquiryStatus.EXPIRED
    if inquiry.supervisor_id == order.supervisor_id and not was_over:
        return
    if inquiry.status != InquiryStatus.IN_MATCHING and not _is_looked_at(inquiry, order):
        raise inquiries.refusal(inquiry, "not_in_matching")
    await check_eligible(db, inquiry, order.supervisor_id, order.as_of, cards, acting)
    await declaring.check(db, inquiry.process_id, order.supervisor_id, local_date(order.as_of))
    if not replacing.may_replace(inquiry):
        inquiry.status = InquiryStatus.MATCHED
    inquiry.supervisor_id, inquiry.chosen_by, inquiry.matched_at = (
        order.supervisor_id,
        order.chosen_by,
        order.as_of,
    )
    await announce(db, _matched(inquiry, order, reopens=was_over))


async def check_eligible(
    db: AsyncSession,
    inquiry: Inquiry,
    supervisor_id: UUID,
    at: datetime,
    cards: Sequence[SupervisorCard],
    acting: Collection[UUID],
    through: date | None = None,
) -> None:
    """Whether they can be chosen for it today. through: until when their credentials are needed, where that is known.

    Refuses: supervisor_is_a_party, supervisor_not_eligible.
    """
    await _one_choice_at_a_time(db, supervisor_id)
    if await parties.among(db, inquiry, [supervisor_id], acting):
        raise Refusal("supervisor_is_a_party", "supervisor_id")
    card = next((card for card in cards if card.supervisor_id == supervisor_id), None)
    taken = await open_processes(db, local_date(at))
    need = _need(inquiry, through or local_date(at))
    hindered = matching.obstacles(need, card, taken) if card else ["unknown_supervisor"]
    if hindered:
        raise Refusal("supervisor_not_eligible", "supervisor_id", ", ".join(hindered))


async def going_on(db: AsyncSession, query: ShowObstacles, cards: Sequence[SupervisorCard]) -> Obstacles:
    """A renewal takes no place more. Refuses: unknown_process."""
    inquiry = await inquiries.find(db, query.process_id)
    card = next((card for card in cards if card.supervisor_id == query.supervisor_id), None)
    found = matching.obstacles(_need(inquiry, query.on), card, {}) if card else ["unknown_supervisor"]
    return Obstacles(reasons=[one for one in found if one != "no_capacity"])


async def open_processes(db: AsyncSession, on: date) -> dict[UUID, int]:
    """How many processes each supervisor has, stands in for on the day, or is asked to take; those with none are not in
    it.
    """
    taken: Counter[UUID] = Counter()
    for who, also in (
        (col(Inquiry.supervisor_id), ~_follows_on_their_own()),
        (col(Inquiry.other_supervisor_id), col(Inquiry.other_until) >= on),
        (col(Inquiry.proposed_supervisor_id), sa.true()),
    ):
        column: Any = who
        counted = (
            sa.select(column.label("who"), sa.func.count().label("taken"))
            .where(column.is_not(None), also, col(Inquiry.status).in_(_TAKES_A_PLACE), ~col(Inquiry.ended))
            .group_by(column)
        )
        taken.update({row.who: row.taken for row in await execute(db, counted)})
    return dict(taken)


def _follows_on_their_own() -> sa.ColumnElement[bool]:
    """Until the process before has ended, both are one place."""
    before = aliased(Inquiry)
    same = (col(before.process_id) == col(Inquiry.renews)) & (
        col(before.supervisor_id) == col(Inquiry.supervisor_id)
    )
    return sa.exists().where(same, ~col(before.ended))


async def _one_choice_at_a_time(db: AsyncSession, supervisor_id: UUID) -> None:
    """Two processes that want one supervisor's last place are counted one after the other."""
    key = sa.func.hashtextextended(str(supervisor_id), 0)
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(key)))


def _is_looked_at(inquiry: Inquiry, order: ChooseSupervisor) -> bool:
    """Whether the order knows whom it replaces, so that of two who choose at once one does."""
    anew = inquiry.status in _CHOSEN_ANEW_IN or replacing.may_replace(inquiry)
    return anew and order.instead_of == inquiry.supervisor_id


def _need(inquiry: Inquiry, on: date) -> matching.Need:
    return matching.Need(
        **inquiry.model_dump(include={"language", "region", "remote_ok"}),
        audience=Audience(inquiry.audience),
        on=on,
    )


def _matched(inquiry: Inquiry, order: ChooseSupervisor, *, reopens: bool) -> SupervisorMatched:
    """Where a proposal is accepted already, none is waited for."""
    proposes = inquiry.status == InquiryStatus.MATCHED
    reminders = promised_times.proposing(inquiries.promises_of(inquiry), order.as_of) if proposes else []
    return SupervisorMatched(
        process_id=order.process_id,
        supervisor_id=order.supervisor_id,
        matched_at=order.as_of,
        reopens=reopens,
        reminders_at=reminders,
    )
