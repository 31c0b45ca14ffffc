"""Conflicts of interest, declared: who is asked, what was said last, and what follows from it for a match."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake import inquiries
from services.intake.supervisors import interests
from services.intake.tables import Inquiry, InterestDeclaration, InterestQuestion
from services.messages import intake as messages
from services.messages.intake import Interest, InterestShown
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, working_days_after

MOST = 20
"""Different declarations of one supervisor about one process: who has said so often calls the coordinator."""


async def ask(
    db: AsyncSession, order: messages.AskForInterest, known: Collection[UUID], *, open_: bool
) -> None:
    """known: all supervisors. Refuses: unknown_process, not_in_matching, asked_back, unknown_supervisor."""
    inquiry = await inquiries.hold(db, order.process_id)
    if not open_:
        raise inquiries.refusal(inquiry, "not_in_matching")
    if order.supervisor_id not in known:
        raise Refusal("unknown_supervisor", "supervisor_id")
    question = await db.get(InterestQuestion, (inquiry.process_id, order.supervisor_id))
    if question and not question.answered:
        return
    key = {"process_id": inquiry.process_id, "supervisor_id": order.supervisor_id}
    question = question or InterestQuestion.model_validate(
        key | order.model_dump(include={"asked_by"}) | {"asked_at": order.as_of}
    )
    question.asked_by, question.asked_at, question.answered = order.asked_by, order.as_of, False
    db.add(question)
    await db.flush()
    await announce(db, messages.InterestAsked(**key, asked_at=order.as_of))


async def declare(
    db: AsyncSession, order: messages.DeclareInterest, known: Collection[UUID], *, open_: bool
) -> messages.InterestWeighed:
    """open_: whether a supervisor can be chosen for it now. Refuses: see DeclareInterest, but who declares."""
    order = _of_nothing_no_years(order)
    inquiry = await inquiries.hold(db, order.process_id)
    said = await all_of(db, inquiry.process_id)
    last = next((one for one in reversed(said) if one.supervisor_id == order.supervisor_id), None)
    if last is None or _differs(last, order):
        if not open_ and inquiry.supervisor_id != order.supervisor_id:
            raise inquiries.refusal(inquiry, "not_in_matching")
        if order.supervisor_id not in known:
            raise Refusal("unknown_supervisor", "supervisor_id")
        last_year = order.interest.until or order.as_of.year
        if not (order.interest.since or 0) <= last_year <= order.as_of.year:
            raise Refusal("years_reversed", "until", "is before it began, or has not come")
        _refuse_more(said, order)
        await _keep(db, order, len(said) + 1, _following(inquiry, said, order))
    return _weighed_among(said, order)


async def check(db: AsyncSession, process_id: UUID, supervisor_id: UUID, on: date) -> None:
    """Refuses: interest_not_declared, interest_blocks."""
    said = await newest(db, process_id, supervisor_id)
    if said is None:
        raise Refusal("interest_not_declared", "supervisor_id", "has not said what they have to do with it")
    if interests.effect_of(interest_of(said), on) == "blocks":
        raise Refusal("interest_blocks", "supervisor_id")


async def check_not_blocked(db: AsyncSession, process_id: UUID, supervisor_id: UUID, on: date) -> None:
    """Of what was said, if anything was. Refuses: interest_blocks."""
    if await newest(db, process_id, supervisor_id):
        await check(db, process_id, supervisor_id, on)


async def weighed(db: AsyncSession, query: messages.ShowInterest, on: date) -> messages.InterestWeighed:
    said = await newest(db, query.process_id, query.supervisor_id)
    return _weighed(interest_of(said), on) if said else messages.InterestWeighed(effect="goes_on")


async def shown_of(db: AsyncSession, inquiry: Inquiry, on: date) -> InterestShown | None:
    """Of whom is chosen, what those read who decide by it."""
    if inquiry.supervisor_id is None:
        return None
    said = await newest(db, inquiry.process_id, inquiry.supervisor_id)
    return interests.shown_of(interest_of(said), on) if said else None


async def carry_on(db: AsyncSession, old: Inquiry, successor: Inquiry) -> None:
    """What was shown once is shown to who goes on, too; at the signature it is said anew."""
    if old.supervisor_id and (said := await newest(db, old.process_id, old.supervisor_id)):
        facts = said.model_dump() | {"process_id": successor.process_id, "number": 1, "at_signing": False}
        db.add(InterestDeclaration(**facts))


async def newest(db: AsyncSession, process_id: UUID, supervisor_id: UUID) -> InterestDeclaration | None:
    """What counts."""
    return standing(await all_of(db, process_id), supervisor_id)


def standing(said: Sequence[InterestDeclaration], supervisor_id: UUID) -> InterestDeclaration | None:
    """The newest; but what they told at a signature is not unsaid by the next press: of that the gravest stands, until
    a coordinator has entered something. What hindered comes before what the paper showed already.
    """
    since = _since_an_entry(said, supervisor_id)
    grave = [one for one in since if one.at_signing and _gravity(one)]
    grave = [one for one in grave if one.hindered] or grave
    return max(grave, key=lambda one: (_gravity(one), one.number)) if grave else next(reversed(since), None)


def told_besides(said: Sequence[InterestDeclaration], supervisor_id: UUID) -> list[Interest]:
    """What they told at a signature, and hindered it, besides what stands: the next press does not unsay it."""
    stands = standing(said, supervisor_id)
    told = [one for one in _since_an_entry(said, supervisor_id) if one.at_signing and _gravity(one)]
    found: list[Interest] = []
    for one in map(interest_of, [one for one in told if one.hindered is not False]):
        if stands and one != interest_of(stands) and one not in found:
            found.append(one)
    return found


def _gravity(one: InterestDeclaration) -> int:
    effect = interests.effect_of(interest_of(one), local_date(one.declared_at))
    return ("goes_on", "shown", "blocks").index(effect)


def _since_an_entry(said: Sequence[InterestDeclaration], supervisor_id: UUID) -> list[InterestDeclaration]:
    """Of one supervisor, from the last entry of a coordinator on."""
    theirs = [one for one in said if one.supervisor_id == supervisor_id]
    entered = [place for place, one in enumerate(theirs) if one.declared_by != supervisor_id]
    return theirs[entered[-1] :] if entered else theirs


async def all_of(db: AsyncSession, process_id: UUID) -> Sequence[InterestDeclaration]:
    """In the order in which they were said."""
    mine = select(InterestDeclaration).where(InterestDeclaration.process_id == process_id)
    return (await db.exec(mine.order_by(col(InterestDeclaration.number)))).all()


def interest_of(said: InterestDeclaration) -> Interest:
    return Interest.model_validate(said.model_dump(include=set(Interest.model_fields)))


def _of_nothing_no_years(order: messages.DeclareInterest) -> messages.DeclareInterest:
    if order.interest.code is not messages.InterestCode.NONE:
        return order
    nothing = order.interest.model_copy(update={"since": None, "until": None})
    return order.model_copy(update={"interest": nothing})


def _refuse_more(said: Sequence[InterestDeclaration], order: messages.DeclareInterest) -> None:
    """Of a supervisor's own words; a coordinator may still enter what they are told. Refuses: too_many."""
    own = [one for one in said if one.supervisor_id == one.declared_by == order.supervisor_id]
    if order.declared_by == order.supervisor_id and len(own) >= MOST:
        raise Refusal("too_many", "interest", f"were said {MOST} times already")


def _following(
    inquiry: Inquiry, said: Sequence[InterestDeclaration], order: messages.DeclareInterest
) -> dict[str, Any]:
    """Of the event, what follows for the signature."""
    weighed = _weighed_among(said, order)
    days = inquiries.promises_of(inquiry).matching_working_days
    by_another = order.declared_by != order.supervisor_id
    return {
        "hinders": weighed.hinders,
        "is_known": weighed.hinders and _is_known(said, order),
        "decide_by": working_days_after(order.as_of, days) if weighed.hinders else None,
        "settled": by_another and weighed.effect == "goes_on" and bool(_that_hinder(said, order)),
    }


async def _keep(
    db: AsyncSession, order: messages.DeclareInterest, number: int, following: dict[str, Any]
) -> None:
    facts = order.model_dump(include={"process_id", "supervisor_id", "at_signing", "declared_by"})
    facts |= {"hindered": _weighed(order.interest, local_date(order.as_of), order).hinders}
    said = order.interest.model_dump() | {"code": order.interest.code.value}
    db.add(InterestDeclaration(**facts, **said, number=number, declared_at=order.as_of))
    question = await db.get(InterestQuestion, (order.process_id, order.supervisor_id))
    was_asked = question is not None and not question.answered
    if question:
        question.answered = True
    await db.flush()
    told = messages.InterestDeclared(
        process_id=order.process_id,
        supervisor_id=order.supervisor_id,
        declared_at=order.as_of,
        was_asked=was_asked,
        **following,
    )
    await announce(db, told)


def _differs(last: InterestDeclaration, order: messages.DeclareInterest) -> bool:
    return (interest_of(last), last.at_signing) != (order.interest, order.at_signing)


def _weighed_among(
    said: Sequence[InterestDeclaration], order: messages.DeclareInterest
) -> messages.InterestWeighed:
    """What was said at the signature against the paper is not unsaid by the same person: a coordinator says what
    becomes of it, by an entry of theirs or by a paper that shows it.
    """
    weighed = _weighed(order.interest, local_date(order.as_of), order)
    if weighed.hinders or not order.at_signing:
        return weighed
    return weighed.model_copy(update={"hinders": bool(_that_hinder(said, order))})


def _hinders(one: InterestDeclaration, order: messages.DeclareInterest) -> bool:
    """Of what was told at a signature and hindered it, or was entered by a coordinator: each until the paper shows it,
    whatever was said after it.
    """
    told = one.at_signing and one.hindered is not False
    counts = told or one.declared_by != order.supervisor_id
    return counts and interests.hinders(interest_of(one), order.on_paper, local_date(order.as_of))


def _that_hinder(
    said: Sequence[InterestDeclaration], order: messages.DeclareInterest
) -> list[messages.InterestCode]:
    """What the same person has said at the signature against the paper since a coordinator's last entry, and what was
    entered with that.
    """
    since = _since_an_entry(said, order.supervisor_id)
    return [interest_of(one).code for one in since if _hinders(one, order)]


def _is_known(said: Sequence[InterestDeclaration], order: messages.DeclareInterest) -> bool:
    """Whether the coordinators were told why it hinders: what is said now hinders for nothing that was not said."""
    hindering = _that_hinder(said, order)
    itself = _weighed(order.interest, local_date(order.as_of), order).hinders
    return bool(hindering) if not itself else order.interest.code in hindering


def _weighed(
    interest: Interest, on: date, order: messages.DeclareInterest | None = None
) -> messages.InterestWeighed:
    at_signing = order is not None and order.at_signing
    return messages.InterestWeighed(
        effect=interests.effect_of(interest, on),
        shown=interests.shown_of(interest, on),
        hinders=at_signing and interests.hinders(interest, order.on_paper if order else None, on),
    )
