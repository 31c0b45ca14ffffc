"""The provider's own texts of clauses: which there are, what each must have in it, and setting one from a day on."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers.wording import PROVEN, TITLE, WORDED, Wording, wording
from services.contracts.tables import ConfirmedTexts
from services.messages import contracts as messages
from services.messages.contracts import Clause
from services.messages.intake import ProposalCard
from services.messages.printing import is_printed
from services.messages.values import Language
from services.runtime.commands.refusal import Refusal
from services.runtime.provider import texts
from services.runtime.storage.database import execute
from services.wording import blanks

_PART = "text"
DISPUTES_TO = "disputes_to"
_LONGEST_NAME = 200
"""Of a heading, and of whom disputes go to: that is one of the draft's numbers and names."""
_SENTENCES: Mapping[str, Clause] = {
    **dict.fromkeys(("duration_and_amount", "duration_evenly", "amount_agreed"), Clause.DURATION_AND_AMOUNT),
    "agreeing_meetings": Clause.AGREEING_MEETINGS,
    "place": Clause.PLACE,
    "goals": Clause.GOALS,
    "evaluation": Clause.EVALUATION,
    "methods": Clause.METHODS,
    **dict.fromkeys(
        ("price_and_payment", "price_to_consumer", "total", "total_to_consumer", "price_from",
         "length_as_agreed", "real_length", "length_price"),
        Clause.PRICE_AND_PAYMENT,
    ),
    **dict.fromkeys(
        ("tier_days", "tier_days_free", "tier_hours", "tier_hours_free", "tier_working_days", "tier_working_days_free",
         "tier_later", "tier_later_free", "moving", "no_show", "no_show_free", "cancelling_individual",
         "cancelling_group"),
        Clause.CANCELLATION,
    ),
    "unused_time": Clause.UNUSED_TIME,
    **dict.fromkeys(
        ("notice_in_months", "notice_in_days", "termination_fee", "no_termination_fee", "ending_at_once",
         "withdrawal", "interruption"),
        Clause.INTERRUPTION,
    ),
    "dissatisfaction": Clause.DISSATISFACTION,
    "no_recording": Clause.NO_RECORDING,
    "information_exchange": Clause.INFORMATION_EXCHANGE,
}  # fmt: skip
CLAUSE_OF: Mapping[str, Clause | None] = {
    **{
        name: clause
        for clause in Clause
        for name in (f"{TITLE}{clause}", *(one for one, of in _SENTENCES.items() if of == clause))
    },
    DISPUTES_TO: None,
    **dict.fromkeys([f"{PROVEN}{word}" for word in WORDED]),
}
"""Every text by name, in the order of the paper."""
_ONE_LINE = {DISPUTES_TO, f"{PROVEN}heading", *(f"{TITLE}{clause}" for clause in Clause)}


def check(name: str, language: Language, text: str) -> None:
    """Refuses: unknown_text, brace_alone, unknown_blank, blank_missing, not_printed, too_long_a_name."""
    usual = _usual(name, language)
    if fault := blanks.fault(text, usual):
        raise Refusal(fault, "text")
    if not is_printed(text.replace("\n", " ")):
        raise Refusal("not_printed", "text")
    if name in _ONE_LINE and ("\n" in text or len(text) > _LONGEST_NAME):
        raise Refusal("too_long_a_name", "text")


async def set_text(db: AsyncSession, order: messages.SetClauseText) -> None:
    """Refuses: as `check` and `services/runtime/provider/texts.py:set_from`."""
    _usual(order.name, order.language)
    if order.text is not None:
        check(order.name, order.language, order.text)
    await texts.set_from(
        db,
        texts.SetText(
            name=order.name,
            language=order.language,
            valid_from=order.valid_from,
            set_at=order.as_of,
            parts=None if order.text is None else {_PART: order.text},
            set_by=order.set_by,
        ),
        order.seen,
    )


async def confirm(db: AsyncSession, order: messages.ConfirmClauseTexts) -> None:
    """Once: nobody asks who did it again."""
    if not await are_confirmed(db):
        first = {"confirmed_by": order.set_by, "confirmed_at": order.as_of}
        await execute(db, insert(ConfirmedTexts).values(first).on_conflict_do_nothing())


async def are_confirmed(db: AsyncSession) -> bool:
    """Who has worded one has read them."""
    read = sa.exists().select_from(ConfirmedTexts) | sa.exists().select_from(texts.provider_text)
    return bool((await execute(db, sa.select(read))).scalar_one())


async def of_proposal(db: AsyncSession, proposal: ProposalCard, now: datetime) -> dict[str, str]:
    """Those that held when it was sent: its paper and the draft made from it say the same."""
    return await held_at(db, proposal.language, proposal.sent_at or now)


async def held_at(db: AsyncSession, language: Language, at: datetime) -> dict[str, str]:
    """By name, those that are not the usual ones: what a paper is drafted with."""
    held = await texts.held_at(db, at, language)
    return {name: parts[_PART] for (name, _), parts in held.items()}


async def list_all(db: AsyncSession, language: Language, now: datetime) -> messages.ClauseTexts:
    held, behind = await held_at(db, language, now), await texts.behind(db)
    return messages.ClauseTexts(
        texts=[
            messages.ClauseTextInForce(**_in_force(name, language, held), behind=behind.get(name, []))
            for name in CLAUSE_OF
        ],
    )


async def show(db: AsyncSession, query: messages.ShowClauseText, now: datetime) -> messages.ClauseTextShown:
    """Refuses: unknown_text."""
    usual = _usual(query.name, query.language)
    held = await held_at(db, query.language, now)
    said = await texts.history(db, query.name, query.language)
    return messages.ClauseTextShown(
        **_in_force(query.name, query.language, held),
        behind=(await texts.behind(db)).get(query.name, []),
        usual=usual,
        blanks=blanks.blanks_in(usual),
        history=[
            messages.TextSet(
                valid_from=one.valid_from,
                text=one.parts[_PART] if one.parts else None,
                set_by=one.set_by,
                set_at=one.set_at,
            )
            for one in said
        ],
        mark=texts.mark_of(said),
    )


def _in_force(name: str, language: Language, held: Mapping[str, str]) -> dict[str, object]:
    clause, told = CLAUSE_OF[name], wording(language).with_own(held)
    return {
        "name": name,
        "clause": clause,
        "title": heading_of(name, told),
        "text": told.text(name),
        "own": name in told.own,
    }


def heading_of(name: str, words: Wording) -> str:
    """Under which the text stands on the paper."""
    if clause := CLAUSE_OF[name]:
        return words.title(clause)
    return words.on_paper(DISPUTES_TO) if name == DISPUTES_TO else words.proven("heading")


def _usual(name: str, language: Language) -> str:
    if name not in CLAUSE_OF:
        raise Refusal("unknown_text", "name")
    return wording(language).usual(name)
