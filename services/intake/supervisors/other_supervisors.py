"""Another supervisor for a process that goes on: who can be it, and whose place it takes from then on."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries
from services.intake.supervisors import choosing, declaring, interests, parties
from services.intake.tables import Inquiry
from services.messages.contracts import AmendmentDrafted, AmendmentEnded, ContractAmended, TrialHandedOver
from services.messages.directory import SupervisorCard
from services.messages.intake import (
    InterestWeighed,
    Shortlist,
    ShortlistOthers,
    ShowEligible,
    SupervisorReplaced,
)
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date


async def shortlist(
    db: AsyncSession, query: ShortlistOthers, cards: Sequence[SupervisorCard], acting: Collection[UUID]
) -> Shortlist:
    """Without who has it now. acting: for the customer today. Refuses: unknown_process, not_going_on."""
    inquiry = await _going_on(db, query.process_id)
    others = [card for card in cards if card.supervisor_id != inquiry.supervisor_id]
    hindered = await parties.among(db, inquiry, [card.supervisor_id for card in others], acting)
    return await choosing.suggest(db, inquiry, others, hindered, query.as_of, query.through)


async def check(
    db: AsyncSession, query: ShowEligible, cards: Sequence[SupervisorCard], acting: Collection[UUID]
) -> InterestWeighed:
    """Who is proposed already has their place in it. acting: for the customer today. Refuses: see ShowEligible."""
    inquiry = await _going_on(db, query.process_id)
    who, today = query.supervisor_id, local_date(query.as_of)
    if who not in (inquiry.supervisor_id, inquiry.proposed_supervisor_id):
        await choosing.check_eligible(db, inquiry, who, query.as_of, cards, acting, query.through)
    if who != inquiry.supervisor_id:
        await declaring.check(db, inquiry.process_id, who, today)
    said = await declaring.newest(db, inquiry.process_id, who)
    shown = interests.shown_of(declaring.interest_of(said), today) if said else None
    return InterestWeighed(effect="shown" if shown else "goes_on", shown=shown)


async def keep_place(db: AsyncSession, event: AmendmentDrafted) -> None:
    """As long as the members and the new one are asked."""
    if event.supervisor_id and (inquiry := await _known(db, event.process_id)):
        inquiry.proposed_supervisor_id = event.supervisor_id


async def free_place(db: AsyncSession, event: AmendmentEnded) -> None:
    if inquiry := await _known(db, event.process_id):
        inquiry.proposed_supervisor_id = None


async def follow(db: AsyncSession, event: ContractAmended) -> None:
    """Who had it before still finds what they recorded in it, and takes a place no more."""
    if "supervisor_id" not in event.changes or event.comes_back:
        return
    inquiry = await _known(db, event.process_id)
    if inquiry is None:
        return
    inquiry.proposed_supervisor_id, now = None, event.parties.supervisor_id
    if event.until_day:
        inquiry.other_supervisor_id, inquiry.other_until = now, event.until_day
    elif inquiry.supervisor_id != now:
        inquiry.other_supervisor_id, inquiry.other_until = inquiry.supervisor_id, None
        inquiry.supervisor_id = now
    await _tell(db, inquiry)


async def follow_trial(db: AsyncSession, event: TrialHandedOver) -> None:
    """Who has held its sessions still finds what they recorded and noted, as in a contract that goes over."""
    if inquiry := await _known(db, event.process_id):
        inquiry.other_supervisor_id, inquiry.other_until = event.former_id, None
        await _tell(db, inquiry)


async def _tell(db: AsyncSession, inquiry: Inquiry) -> None:
    told = inquiry.model_dump(include=set(SupervisorReplaced.model_fields))
    await announce(db, SupervisorReplaced(**told))


async def _known(db: AsyncSession, process_id: UUID) -> Inquiry | None:
    """None of a paper that was made without intake."""
    if await db.get(Inquiry, process_id) is None:
        return None
    return await inquiries.hold(db, process_id)


async def _going_on(db: AsyncSession, process_id: UUID) -> Inquiry:
    inquiry = await inquiries.find(db, process_id)
    if not choosing.goes_on(inquiry):
        raise Refusal("not_going_on", "process_id")
    return inquiry
