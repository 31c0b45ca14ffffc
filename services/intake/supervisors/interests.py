"""What a conflict of interest means for a match, and who can be no supervisor whatever they say. No database here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.messages.intake import Interest, InterestCode, InterestEffect, InterestShown

_BLOCKS = frozenset({
    InterestCode.FAMILY,
    InterestCode.PRESENT_LINE_OF_COMMAND,
    InterestCode.PRESENT_THERAPY_OR_CARE,
    InterestCode.PARTY_OF_THE_CONFLICT,
    InterestCode.OWNER_OF_CUSTOMER,
})  # fmt: skip
COLLEAGUE_YEARS = 5
"""[field] Who worked there longer ago is nobody's colleague any more."""


@dataclass(frozen=True)
class Around:
    """Who has to do with a process. supervisors_of_supervisor: in what goes on now, and is supervision of theirs."""

    asked_by: UUID
    supervisee_ids: Collection[UUID]
    acting: Collection[UUID]
    supervisors_of_supervisor: Collection[UUID] = ()


def effect_of(interest: Interest, on: date) -> InterestEffect:
    """on: the day on which it is looked at."""
    if interest.code in _BLOCKS:
        return "blocks"
    if interest.code is InterestCode.NONE or _is_long_ago(interest, on):
        return "goes_on"
    return "shown"


def shown_of(interest: Interest, on: date) -> InterestShown | None:
    """Code and years; the words are nobody's who decides by them."""
    if effect_of(interest, on) != "shown":
        return None
    return InterestShown(code=interest.code, since=interest.since, until=interest.until)


def hinders(interest: Interest, on_paper: InterestShown | None, on: date) -> bool:
    """Whether a paper that shows `on_paper` cannot be signed by who says this: others have decided by less."""
    shown = shown_of(interest, on)
    told = on_paper.code if on_paper else None
    return effect_of(interest, on) == "blocks" or (shown is not None and shown.code != told)


def is_a_party(supervisor_id: UUID, around: Around) -> bool:
    """Among those whom they would supervise or who would commission it, or supervised by one of them."""
    theirs: Iterable[UUID] = {around.asked_by, *around.supervisee_ids}
    return supervisor_id in {*theirs, *around.acting} or bool(
        set(theirs) & set(around.supervisors_of_supervisor)
    )


def _is_long_ago(interest: Interest, on: date) -> bool:
    was_colleague = interest.code is InterestCode.FORMER_COLLEAGUE and interest.until is not None
    return was_colleague and on.year - (interest.until or on.year) > COLLEAGUE_YEARS
