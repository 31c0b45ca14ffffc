"""What supervisors have said about a process, for those who match; and what a supervisor is asked about."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries, queries
from services.intake.supervisors import declaring, interests
from services.intake.supervisors.choosing import OPEN, is_looked_for
from services.intake.tables import Inquiry, InterestDeclaration, InterestQuestion
from services.messages import intake as messages
from services.messages.values import Role, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.finland import local_date
from services.runtime.policy import sees


async def of_process(db: AsyncSession, query: messages.ShowInterests) -> messages.InterestCards:
    """A supervisor's own alone. Refuses: unknown_process."""
    inquiry = await queries.find(db, query.process_id, query.viewer)
    scope = sees(query.viewer, "interest_words", queries.belongs(inquiry))
    if scope == "no":
        raise Refusal("unknown_process", "process_id")
    every = await declaring.all_of(db, inquiry.process_id)
    said = {who: declaring.standing(every, who) for who in {one.supervisor_id for one in every}}
    asked = {one.supervisor_id: one for one in await _questions(db, inquiry)}
    also = {who: declaring.told_besides(every, who) for who in said}
    shown = [_card(who, said.get(who), asked.get(who), also.get(who, [])) for who in sorted({*said, *asked})]
    if scope == "own":
        shown = [one for one in shown if one.supervisor_id == query.viewer.person_id]
    return messages.InterestCards(cards=fitting(shown))


async def waiting(db: AsyncSession, query: messages.ListInterestsAsked) -> messages.InterestsAsked:
    if query.viewer.role is not Role.SUPERVISOR:
        return messages.InterestsAsked(waiting=[])
    mine = (
        select(Inquiry, InterestQuestion)
        .join(InterestQuestion, col(InterestQuestion.process_id) == col(Inquiry.process_id))
        .where(InterestQuestion.supervisor_id == query.viewer.person_id, ~col(InterestQuestion.answered))
        .where(~col(Inquiry.ended))
        .where(col(Inquiry.status).in_(OPEN) | col(Inquiry.contract_signed_at).is_not(None))
        .order_by(col(InterestQuestion.asked_at))
    )
    found = [_asked(inquiry, question, None) for inquiry, question in await db.exec(mine)]
    return messages.InterestsAsked(waiting=fitting(found))


async def one_asked(db: AsyncSession, query: messages.ShowInterestAsked) -> messages.InterestAskedOf:
    """Refuses: unknown_process, also of one that the viewer was not asked about."""
    who = query.viewer.person_id
    question = await db.get(InterestQuestion, (query.process_id, who))
    if question is None or not _is_supervisor(query.viewer):
        raise Refusal("unknown_process", "process_id")
    inquiry = await inquiries.find(db, query.process_id)
    return _asked(inquiry, question, await declaring.newest(db, inquiry.process_id, who))


async def _questions(db: AsyncSession, inquiry: Inquiry) -> list[InterestQuestion]:
    mine = select(InterestQuestion).where(InterestQuestion.process_id == inquiry.process_id)
    return list(await db.exec(mine))


def _is_supervisor(viewer: Viewer) -> bool:
    return viewer.role is Role.SUPERVISOR


def _card(
    supervisor_id: object,
    said: InterestDeclaration | None,
    question: InterestQuestion | None,
    also: Sequence[messages.Interest],
) -> messages.InterestCard:
    facts: dict[str, object] = {"supervisor_id": supervisor_id, "also": also}
    if question:
        facts["asked_at"] = question.asked_at
    if said:
        interest = declaring.interest_of(said)
        facts |= {"interest": interest, "effect": interests.effect_of(interest, local_date(said.declared_at))}
        facts |= said.model_dump(include={"declared_by", "declared_at", "at_signing"})
    return messages.InterestCard.model_validate(facts)


def _asked(
    inquiry: Inquiry, question: InterestQuestion, said: InterestDeclaration | None
) -> messages.InterestAskedOf:
    facts = inquiry.model_dump(include=set(messages.InterestAskedOf.model_fields))
    facts |= {"organisation_name": inquiry.customer_name or inquiry.organisation_name}
    facts |= {"asked_at": question.asked_at, "declared": declaring.interest_of(said) if said else None}
    facts |= {"is_open": is_looked_for(inquiry) or inquiry.supervisor_id == question.supervisor_id}
    return messages.InterestAskedOf.model_validate(facts)
